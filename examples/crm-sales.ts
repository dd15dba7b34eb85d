/**
 * A folder of four CSV files (deals, agents, products, accounts) as an import of Throughline:
 *
 *   node dist/examples/crm-sales.js DATA_FOLDER > crm.ndjson
 *
 * Agents come first, as staff who no longer work here, so that the deals they own have a name; then products and accounts
 * row by row, so that nothing is lost; then each deal: opened, and won or lost if it was closed.
 */
import { Command } from 'commander';
import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { v5 } from 'uuid';
import { InputError, runConverter, type CloudEvent } from './cloud-events';

type Row = Readonly<Record<string, string>>;

const SOURCE = '/examples/crm-sales';
/** Agents have no id in these files: theirs is derived from the name, the same every time. */
const AGENTS = '5b0f6a52-9a0e-4f53-8a57-3d0b8d3c6f1e';
/** As the deals write it, as the products do. */
const MISSPELT: ReadonlyMap<string, string> = new Map([['GTXPro', 'GTX Pro']]);

const COLUMNS = {
  'sales_teams.csv': ['sales_agent', 'manager', 'regional_office'],
  'products.csv': ['product', 'series', 'sales_price'],
  'accounts.csv': ['account'],
  'sales_pipeline.csv': ['opportunity_id', 'sales_agent', 'product', 'account', 'deal_stage', 'engage_date', 'close_date', 'close_value'],
} as const;
type File = keyof typeof COLUMNS;

export function staffIdOf(agent: string): string {
  return v5(agent, AGENTS);
}

/** In file order, one deal in memory at a time. Throws an `InputError` that names file and line. */
export async function* crmSales(folder: string): AsyncGenerator<CloudEvent> {
  const agents = new Set<string>();
  for await (const { row } of rowsOf(folder, 'sales_teams.csv')) {
    agents.add(valueOf(row, 'sales_agent'));
    yield agentRegistered(row);
  }
  const products = new Set<string>();
  for await (const { row } of rowsOf(folder, 'products.csv')) {
    products.add(valueOf(row, 'product'));
    yield event(`product-${row['product']}`, 'crm.product-imported', row);
  }
  for await (const { row } of rowsOf(folder, 'accounts.csv')) yield event(`account-${row['account']}`, 'crm.company-imported', row, { subject: `company:${row['account']}` });
  const earliest = await earliestDay(folder);
  for await (const { row, line } of rowsOf(folder, 'sales_pipeline.csv')) yield* dealEvents(checked(row, line, agents, products), earliest);
}

function agentRegistered(row: Row): CloudEvent {
  const staffId = staffIdOf(valueOf(row, 'sales_agent'));
  const data = { staffId, name: row['sales_agent'], active: false, ...given('team', row['manager']), ...given('office', row['regional_office']) };
  return event(`staff-${staffId}`, 'staff.member-registered', data);
}

/** Deals that were only prospected have no day at all: they are opened on the first day of the file, and say that this is assumed. */
function* dealEvents(row: Row, earliest: string): Generator<CloudEvent> {
  const id = valueOf(row, 'opportunity_id');
  const stage = row['deal_stage'] === 'Prospecting' ? 'prospecting' : 'engaging';
  const opened = {
    opportunityId: id,
    ...(row['account'] === '' ? {} : { company: { type: 'company', value: row['account'] } }),
    ...given('product', productOf(row)),
    stage,
    owner: `staff:${staffIdOf(valueOf(row, 'sales_agent'))}`,
  };
  const when = row['engage_date'] === '' ? { time: startOf(earliest), timeassumed: 'true' } : { time: startOf(valueOf(row, 'engage_date')) };
  yield event(`${id}-opened`, 'sales.opportunity-opened', opened, when);
  const closed = { time: startOf(valueOf(row, 'close_date')) };
  if (row['deal_stage'] === 'Won') yield event(`${id}-won`, 'sales.opportunity-won', { opportunityId: id, value: { amount: row['close_value'], currency: 'USD' } }, closed);
  if (row['deal_stage'] === 'Lost') yield event(`${id}-lost`, 'sales.opportunity-lost', { opportunityId: id }, closed);
}

function event(id: string, type: string, data: CloudEvent['data'], more: Partial<CloudEvent> = {}): CloudEvent {
  return { specversion: '1.0', id, source: SOURCE, type, ...more, data };
}

function checked(row: Row, line: number, agents: ReadonlySet<string>, products: ReadonlySet<string>): Row {
  const fault = faultOf(row, agents, products);
  if (fault !== null) throw new InputError(`sales_pipeline.csv, line ${line}: ${fault}`);
  return row;
}

const STAGES = new Set(['Prospecting', 'Engaging', 'Won', 'Lost']);
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function faultOf(row: Row, agents: ReadonlySet<string>, products: ReadonlySet<string>): string | null {
  const isClosed = row['deal_stage'] === 'Won' || row['deal_stage'] === 'Lost';
  if (row['opportunity_id'] === '') return 'the deal has no id';
  if (!STAGES.has(valueOf(row, 'deal_stage'))) return `the stage "${row['deal_stage']}" is not known`;
  if (!agents.has(valueOf(row, 'sales_agent'))) return `"${row['sales_agent']}" is not in sales_teams.csv`;
  if (!products.has(productOf(row))) return `"${row['product']}" is not in products.csv`;
  if (row['engage_date'] === '' ? row['deal_stage'] !== 'Prospecting' : !DAY.test(valueOf(row, 'engage_date'))) return 'engage_date is not a day';
  if (isClosed && !DAY.test(valueOf(row, 'close_date'))) return 'close_date is not a day';
  if (row['deal_stage'] === 'Won' && !/^\d+(\.\d+)?$/.test(valueOf(row, 'close_value'))) return 'close_value is not an amount';
  return null;
}

/** Needs a pass of its own: a deal without a day may stand first. */
async function earliestDay(folder: string): Promise<string> {
  let earliest = '';
  for await (const { row } of rowsOf(folder, 'sales_pipeline.csv')) {
    const day = valueOf(row, 'engage_date');
    if (DAY.test(day) && (earliest === '' || day < earliest)) earliest = day;
  }
  if (earliest === '') throw new InputError('sales_pipeline.csv has no deal with an engage_date');
  return earliest;
}

async function* rowsOf(folder: string, file: File): AsyncGenerator<{ readonly row: Row; readonly line: number }> {
  const parser = createReadStream(path.join(folder, file)).on('error', (error) => parser.destroy(error)).pipe(parse({ bom: true, trim: true, columns: true, info: true, skip_empty_lines: true }));
  let isFirst = true;
  for await (const { record, info } of parser as AsyncIterable<{ record: Row; info: { lines: number } }>) {
    const missing = isFirst ? COLUMNS[file].find((column) => record[column] === undefined) : undefined;
    if (missing !== undefined) throw new InputError(`${file} has no column "${missing}"`);
    isFirst = false;
    yield { row: record, line: info.lines };
  }
}

function productOf(row: Row): string {
  const name = valueOf(row, 'product');
  return MISSPELT.get(name) ?? name;
}

function valueOf(row: Row, column: string): string {
  return row[column] ?? '';
}

function given(name: string, value: string | undefined): Record<string, string> {
  return value === undefined || value === '' ? {} : { [name]: value };
}

/** Days are taken as UTC. */
function startOf(day: string): string {
  return `${day}T00:00:00Z`;
}

function main(): Promise<void> {
  const program = new Command('crm-sales')
    .description('Writes a folder of CRM data (sales_pipeline.csv, sales_teams.csv, products.csv, accounts.csv) as CloudEvents, one a line, to stdout.')
    .argument('<folder>', 'the folder that holds the four files')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse();
  return runConverter('crm-sales', crmSales(program.args[0] as string), (count) => `${count.toLocaleString('en')} events; deals without a day stand on the first day of the file (timeassumed)`);
}

if (require.main === module) void main();
