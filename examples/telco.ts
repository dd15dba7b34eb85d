/**
 * Subscribers in the form of IBM's "Telco Customer Churn" (one CSV row a subscriber) as an import of Throughline:
 *
 *   node dist/examples/telco.js Telco-Customer-Churn.csv > subscribers.ndjson
 *
 * Each row becomes two events: the subscription started, and ended or continued on the day the file was made. The file says how many
 * months each has lasted and no day at all, so that day is assumed and every event says so (`timeassumed`). Who has just begun (0
 * months) was charged nothing yet.
 */
import { Command } from 'commander';
import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { InputError, runConverter, type CloudEvent } from './cloud-events';

type Row = Readonly<Record<string, string>>;

const SOURCE = '/examples/telco';
const ASSUMED_YEAR = 2018;
const COLUMNS = ['customerID', 'tenure', 'TotalCharges', 'Churn'] as const;

/** In file order, one subscriber in memory at a time. Throws an `InputError` that names file and line. */
export async function* telco(file: string): AsyncGenerator<CloudEvent> {
  for await (const { row, line } of rowsOf(file)) {
    const fault = faultOf(row);
    if (fault !== null) throw new InputError(`${path.basename(file)}, line ${line}: ${fault}`);
    yield* subscription(row);
  }
}

/** What was agreed, and what came of it. */
function* subscription({ customerID = '', tenure = '', TotalCharges = '', Churn, ...agreed }: Row): Generator<CloudEvent> {
  const about = { specversion: '1.0', source: SOURCE, subject: `user:telco-${customerID}`, timeassumed: 'true' } as const;
  const months = Number(tenure);
  yield { ...about, id: `${customerID}-started`, type: 'telco.subscription-started', time: monthsBefore(months), data: { subscriptionId: customerID, ...agreed } };
  const outcome = Churn === 'Yes' ? 'ended' : 'continued';
  const charged = TotalCharges.trim() === '' ? {} : { totalCharges: { amount: TotalCharges.trim(), currency: 'USD' } };
  yield { ...about, id: `${customerID}-${outcome}`, type: `telco.subscription-${outcome}`, time: monthsBefore(0), data: { subscriptionId: customerID, tenureMonths: months, ...charged } };
}

function monthsBefore(months: number): string {
  return new Date(Date.UTC(ASSUMED_YEAR, -months, 1)).toISOString();
}

function faultOf(row: Row): string | null {
  if ((row['customerID'] ?? '') === '') return 'the subscriber has no id';
  if (!/^\d{1,3}$/.test(row['tenure'] ?? '')) return 'tenure is no number of months';
  if (row['Churn'] !== 'Yes' && row['Churn'] !== 'No') return 'Churn is neither Yes nor No';
  return /^(\d+(\.\d+)?)?$/.test((row['TotalCharges'] ?? '').trim()) ? null : 'TotalCharges is no amount';
}

async function* rowsOf(file: string): AsyncGenerator<{ readonly row: Row; readonly line: number }> {
  const parser = createReadStream(file).on('error', (error) => parser.destroy(error)).pipe(parse({ bom: true, trim: true, columns: true, info: true, skip_empty_lines: true }));
  let isFirst = true;
  for await (const { record, info } of parser as AsyncIterable<{ record: Row; info: { lines: number } }>) {
    const missing = isFirst ? COLUMNS.find((column) => record[column] === undefined) : undefined;
    if (missing !== undefined) throw new InputError(`${path.basename(file)} has no column "${missing}"`);
    isFirst = false;
    yield { row: record, line: info.lines };
  }
}

function main(): Promise<void> {
  const program = new Command('telco')
    .description('Writes subscribers (one CSV row each) as CloudEvents, one a line, to stdout.')
    .argument('<file>', 'the CSV file')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse();
  return runConverter('telco', telco(program.args[0] as string), (count) => `${count.toLocaleString('en')} events; the day the file was made is assumed (timeassumed)`);
}

if (require.main === module) void main();
