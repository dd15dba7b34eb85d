/**
 * Purchases in the form of the public CDNOW sample (a text file, one purchase a line: customer, number in the sample, day, quantity,
 * dollars) as an import of Throughline:
 *
 *   node dist/examples/cdnow.js CDNOW_sample.txt > purchases.ndjson
 *
 * Each line is one order in a web shop, also where a customer bought twice on a day. Days are taken as UTC. Orders have no id in this
 * file: theirs is the customer's number and how many he has placed so far.
 */
import { Command } from 'commander';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { InputError, runConverter, type CloudEvent } from './cloud-events';

const SOURCE = '/examples/cdnow';
const LINE = /^\s*(?<customer>\d+)\s+\d+\s+(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})\s+(?<quantity>\d+)\s+(?<dollars>\d+(\.\d+)?)\s*$/;

/** In file order; in memory is one number a customer. Throws an `InputError` that names file and line. */
export async function* cdnow(file: string): AsyncGenerator<CloudEvent> {
  const ordersOf = new Map<string, number>();
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (text.trim() === '') continue;
    const { customer = '', quantity, dollars, ...when } = LINE.exec(text)?.groups ?? {};
    const time = startOf(`${when['year']}-${when['month']}-${when['day']}`);
    if (customer === '' || quantity === undefined || dollars === undefined || time === null) throw new InputError(`${path.basename(file)}, line ${number}: is no purchase`);
    const nth = (ordersOf.get(customer) ?? 0) + 1;
    ordersOf.set(customer, nth);
    const net = { amount: dollars, currency: 'USD' };
    yield {
      specversion: '1.0',
      id: `${customer}-${nth}`,
      source: SOURCE,
      type: 'sales.order-placed',
      time,
      data: { orderId: `cdnow-${customer}-${nth}`, customer: { type: 'user', value: `cdnow-${customer}` }, lines: [{ lineId: '1', product: 'CD', quantity, net }], net, channel: 'web' },
    };
  }
}

function startOf(day: string): string | null {
  const time = `${day}T00:00:00.000Z`;
  return Number.isNaN(Date.parse(time)) || new Date(time).toISOString() !== time ? null : time;
}

function main(): Promise<void> {
  const program = new Command('cdnow')
    .description('Writes purchases (customer, number, day, quantity, dollars; one a line) as CloudEvents, one a line, to stdout.')
    .argument('<file>', 'the text file')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse();
  return runConverter('cdnow', cdnow(program.args[0] as string), (count) => `${count.toLocaleString('en')} orders`);
}

if (require.main === module) void main();
