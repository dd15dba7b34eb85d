/**
 * A bank's telephone campaign (one CSV row a client: what is known of him, how often he was called, whether he said yes) as an import
 * of Throughline:
 *
 *   node dist/examples/bank-campaign.js BANK.csv > campaign.ndjson
 *
 * Both campaigns come first: this one, and the one before it, of which the rows remember how often a client was called and what came
 * of it. Then each client: what is known of him, his touches and answers. Clients have no id in this file: theirs is the row's number.
 * The file names a day and a month but no year, so the year is assumed and every event says so (`timeassumed`).
 */
import { Command } from 'commander';
import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { InputError, runConverter, type CloudEvent } from './cloud-events';

type Row = Readonly<Record<string, string>>;

const SOURCE = '/examples/bank-campaign';
export const CAMPAIGN = 'term-deposit';
export const EARLIER_CAMPAIGN = 'term-deposit-before';

/** As the file calls them, in small letters; published with `y` as the last one, too. */
const COLUMNS = ['day', 'month', 'campaign', 'pdays', 'previous', 'poutcome'] as const;
const ANSWERS = ['subscribed', 'y'] as const;

const ASSUMED_YEAR = 2010;
const MONTHS: readonly string[] = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAY = 86_400_000;

/** What came of the campaign before; `unknown` = the client was not in it. */
const EARLIER_OUTCOMES: ReadonlyMap<string, string> = new Map([['success', 'positive'], ['failure', 'negative'], ['other', 'neutral']]);

interface Client {
  readonly id: string;
  readonly row: Row;
  /** Of the last call, milliseconds since 1970. */
  readonly calledAt: number;
  readonly calls: number;
  readonly saidYes: boolean;
  readonly earlier: { readonly calledAt: number; readonly calls: number; readonly outcome: string } | null;
}

/** In file order, one client in memory at a time. Throws an `InputError` that names file and line. */
export async function* bankCampaign(file: string): AsyncGenerator<CloudEvent> {
  yield* campaignEvents(EARLIER_CAMPAIGN, 'Term deposit, the campaign before');
  yield* campaignEvents(CAMPAIGN, 'Term deposit');
  let number = 0;
  for await (const { row, line } of rowsOf(file)) yield* clientEvents(clientIn(row, `bank-${(number += 1)}`, `${path.basename(file)}, line ${line}`));
}

function* campaignEvents(campaignId: string, name: string): Generator<CloudEvent> {
  const start = { time: new Date(Date.UTC(campaignId === CAMPAIGN ? ASSUMED_YEAR : ASSUMED_YEAR - 3, 0, 1)).toISOString(), timeassumed: 'true' };
  yield event(`${campaignId}-planned`, 'marketing.campaign-planned', { campaignId, name, targetGroup: 'clients of the bank', offer: 'a term deposit', message: 'a call', channel: 'phone' }, start);
  yield event(`${campaignId}-launched`, 'marketing.campaign-launched', { campaignId }, start);
}

function* clientEvents({ id, row, calledAt, calls, saidYes, earlier }: Client): Generator<CloudEvent> {
  yield event(id, 'bank.client-imported', row, { subject: `user:${id}`, time: new Date(earlier?.calledAt ?? calledAt).toISOString(), timeassumed: 'true' });
  if (earlier !== null) yield* touches(id, EARLIER_CAMPAIGN, earlier);
  yield* touches(id, CAMPAIGN, { calledAt, calls, outcome: saidYes ? 'positive' : 'negative' });
}

/** Only the day of the last call is known: the others stand on it too. */
function* touches(id: string, campaignId: string, { calledAt, calls, outcome }: NonNullable<Client['earlier']>): Generator<CloudEvent> {
  const when = { time: new Date(calledAt).toISOString(), timeassumed: 'true' };
  const touched = { campaignId, customer: { type: 'user', value: id }, channel: 'phone' };
  for (let call = 1; call <= calls; call += 1) yield event(`${id}-${campaignId}-call-${call}`, 'marketing.touch-sent', touched, when);
  yield event(`${id}-${campaignId}-answer`, 'marketing.touch-replied', { ...touched, outcome }, when);
}

function event(id: string, type: string, data: CloudEvent['data'], more: Partial<CloudEvent>): CloudEvent {
  return { specversion: '1.0', id, source: SOURCE, type, ...more, data };
}

function clientIn(row: Row, id: string, place: string): Client {
  const calledAt = timeOf(row, place);
  const earlierOutcome = valueOf(row, 'poutcome');
  const outcome = EARLIER_OUTCOMES.get(earlierOutcome);
  if (outcome === undefined && earlierOutcome !== 'unknown') throw new InputError(`${place}: the earlier outcome "${earlierOutcome}" is not known`);
  const answer = ANSWERS.map((column) => row[column]).find((value) => value !== undefined);
  if (answer !== 'yes' && answer !== 'no') throw new InputError(`${place}: whether the client said yes is neither "yes" nor "no"`);
  const earlier = outcome === undefined ? null : { calledAt: calledAt - numberOf(row, 'pdays', place) * DAY, calls: numberOf(row, 'previous', place), outcome };
  return { id, row, calledAt, calls: numberOf(row, 'campaign', place), saidYes: answer === 'yes', earlier };
}

/** Noon of the day, UTC. */
function timeOf(row: Row, place: string): number {
  const [day, month] = [numberOf(row, 'day', place), MONTHS.indexOf(valueOf(row, 'month').toLowerCase())];
  const time = Date.UTC(ASSUMED_YEAR, month, day, 12);
  if (month < 0 || new Date(time).getUTCDate() !== day) throw new InputError(`${place}: "${valueOf(row, 'day')} ${valueOf(row, 'month')}" is no day`);
  return time;
}

function numberOf(row: Row, column: string, place: string): number {
  const value = valueOf(row, column);
  if (!/^\d{1,4}$/.test(value)) throw new InputError(`${place}: ${column} is not a number of at most four digits`);
  return Number(value);
}

async function* rowsOf(file: string): AsyncGenerator<{ readonly row: Row; readonly line: number }> {
  const parser = createReadStream(file).on('error', (error) => parser.destroy(error)).pipe(parse({ bom: true, trim: true, columns: inSmallLetters, delimiter: [',', ';'], info: true, skip_empty_lines: true }));
  let isFirst = true;
  for await (const { record, info } of parser as AsyncIterable<{ record: Row; info: { lines: number } }>) {
    const missing = isFirst ? COLUMNS.find((column) => record[column] === undefined) : undefined;
    if (missing !== undefined) throw new InputError(`${path.basename(file)} has no column "${missing}"`);
    isFirst = false;
    yield { row: record, line: info.lines };
  }
}

function inSmallLetters(header: readonly string[]): string[] {
  return header.map((name) => name.toLowerCase());
}

function valueOf(row: Row, column: string): string {
  return row[column] ?? '';
}

function main(): Promise<void> {
  const program = new Command('bank-campaign')
    .description('Writes a bank’s telephone campaign (CSV, one client a row) as CloudEvents, one a line, to stdout.')
    .argument('<file>', 'the CSV file')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse();
  return runConverter('bank-campaign', bankCampaign(program.args[0] as string), (count) => `${count.toLocaleString('en')} events; the year of every day is assumed (timeassumed)`);
}

if (require.main === module) void main();
