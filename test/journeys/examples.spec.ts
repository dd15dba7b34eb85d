// Real: both converters of examples/, the made-up files in examples/samples, and the catalogue that an import is checked against.
import { catalogue } from '@throughline/contracts';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { readCloudEvent } from '../../apps/intake/src/cloud-event';
import { writeLines, type CloudEvent } from '../../examples/cloud-events';
import { crmSales, staffIdOf } from '../../examples/crm-sales';
import { noFindings, xesToCloudEvents, type XesOptions } from '../../examples/xes';

const samples = path.resolve(__dirname, '../../examples/samples');
const desk = path.join(samples, 'desk.xes');
const loans = path.join(samples, 'loans.xes');
const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As the door of the import sees them: through JSON, each one readable. */
async function received(events: AsyncIterable<CloudEvent>): Promise<readonly CloudEvent[]> {
  const lines: string[] = [];
  const sink = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      lines.push(chunk);
      done();
    },
  });
  await writeLines(events, sink, () => undefined);
  const found = lines.join('').trimEnd().split('\n').map((line) => JSON.parse(line) as CloudEvent);
  expect(found.map(({ type, data }) => catalogue.validate(type, data)).filter((fault) => fault !== null)).toEqual([]);
  expect(found.map((event) => readCloudEvent(event)).filter((read) => 'code' in read)).toEqual([]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  return found;
}

const fromLog = (file: string, options?: XesOptions) => received(xesToCloudEvents(file, options));

function written(name: string, content: string | Buffer): string {
  writeFileSync(path.join(folder, name), content);
  return path.join(folder, name);
}

async function failure(events: AsyncIterable<unknown>): Promise<string> {
  try {
    for await (const event of events) expect(event).toBeDefined();
    return 'no failure';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('CRM data', () => {
  it('gives agents, products and accounts first, then each deal from its opening to its end', async () => {
    const events = await received(crmSales(path.join(samples, 'crm-sales')));
    expect(events.map(({ type }) => type.replace(/^.*\./, ''))).toEqual([
      'member-registered', 'member-registered', 'product-imported', 'product-imported', 'company-imported', 'company-imported',
      'opportunity-opened', 'opportunity-won', 'opportunity-opened', 'opportunity-lost', 'opportunity-opened', 'opportunity-opened', 'opportunity-opened', 'opportunity-won',
    ]);
    expect(events.find(({ id }) => id === 'AAAA0001-opened')).toEqual({
      specversion: '1.0',
      id: 'AAAA0001-opened',
      source: '/examples/crm-sales',
      type: 'sales.opportunity-opened',
      time: '2020-03-30T00:00:00Z',
      data: { opportunityId: 'AAAA0001', company: { type: 'company', value: 'Example Ltd' }, product: 'GTX Pro', stage: 'engaging', owner: `staff:${staffIdOf('Ada Example')}` },
    });
    expect(events.find(({ id }) => id === 'AAAA0005-won')).toMatchObject({ time: '2020-06-30T00:00:00Z', data: { value: { amount: '99.90', currency: 'USD' } } });
  });

  it('opens a deal without a day on the first day of the file, and says that this is assumed', async () => {
    const events = await received(crmSales(path.join(samples, 'crm-sales')));
    expect(events.find(({ id }) => id === 'AAAA0004-opened')).toMatchObject({ time: '2020-01-02T00:00:00Z', timeassumed: 'true', data: { stage: 'prospecting' } });
    expect(events.filter(({ timeassumed }) => timeassumed !== undefined)).toHaveLength(1);
  });

  it('names file and line of what it cannot read', async () => {
    for (const file of ['sales_teams.csv', 'products.csv', 'accounts.csv']) written(file, readFileSync(path.join(samples, 'crm-sales', file)));
    const deals = readFileSync(path.join(samples, 'crm-sales/sales_pipeline.csv'), 'utf8');
    written('sales_pipeline.csv', deals.replace('Ben Example,Lamp One', 'Nobody,Lamp One'));
    expect(await failure(crmSales(folder))).toBe('sales_pipeline.csv, line 3: "Nobody" is not in sales_teams.csv');
    written('sales_pipeline.csv', deals.replace('deal_stage', 'stage'));
    expect(await failure(crmSales(folder))).toBe('sales_pipeline.csv has no column "deal_stage"');
    expect(await failure(crmSales(path.join(folder, 'missing')))).toContain('sales_teams.csv');
  });
});

describe('an event log', () => {
  it('gives one event for each of its own, in file order, with the activity word for word', async () => {
    const events = await fromLog(desk);
    expect(events.map(({ type, data }) => `${type.replace('service.ticket-', '')}: ${String(data['activity'])}`)).toEqual([
      'opened: Write down', 'assigned: Take in charge ticket', 'activity-recorded: Wait', 'resolved: Resolve ticket', 'closed: Closed',
      'assigned: Take in charge ticket', 'resolved: Resolve ticket',
      'resolved: Resolve ticket', 'activity-recorded: (no name)',
    ]);
    expect(events.slice(0, 3).map(({ time }) => time)).toEqual(Array(3).fill('2021-03-01T09:00:00.250+01:00'));
  });

  it('says whom a case concerns on its first event only, as far as the type has a field for it', async () => {
    const events = await fromLog(desk);
    expect(events[0]?.data).toMatchObject({ company: { type: 'company', value: 'Muster, Sons & Co' }, product: 'Lamp One' });
    expect(events[5]?.data).toMatchObject({ customer: { type: 'company', value: 'Example Ltd' } });
    expect(events.filter(({ data }) => 'customer' in data || 'company' in data)).toHaveLength(2);
  });

  it('makes every case name fit for a stream, and never one out of two', async () => {
    const cases = (await fromLog(desk)).map(({ data }) => String(data['ticketId']));
    expect(new Set(cases)).toEqual(new Set(['T-1', expect.stringMatching(/^T-2 with a tab~[0-9a-f]{12}$/), 'trace 3']));
    expect((await fromLog(desk, { prefix: 'desk/' }))[0]).toMatchObject({ id: 'desk/T-1#1.1', data: { ticketId: 'desk/T-1' } });
  });

  it('counts what was not as it should be', async () => {
    const findings = noFindings();
    const events = await received(xesToCloudEvents(desk, {}, findings));
    expect(findings).toEqual({ cases: 3, withoutTime: 1, withoutZone: 1, withoutName: 1, cut: 0 });
    expect(events[6]).not.toHaveProperty('time');
    expect(events[4]).toMatchObject({ time: '2021-03-04T10:00:00Z' });
  });

  it('becomes opportunities by a mapping, with the life cycle where it is wanted', async () => {
    const mapping = path.join(samples, 'loan-mapping.json');
    const plain = await fromLog(loans, { as: 'opportunity', mapping });
    expect(plain.map(({ type, data }) => [type.replace('sales.opportunity-', ''), data['stage'] ?? data['reason']])).toEqual([
      ['opened', 'a-submitted-prufung'], ['stage-advanced', 'second-look'], ['stage-advanced', 'offer'], ['won', undefined],
      ['opened', 'a-submitted-prufung'], ['activity-recorded', undefined], ['lost', 'no-need'],
    ]);
    expect(plain[0]?.data['activity']).toBe('A_SUBMITTED Prüfung');
    const withLifecycle = await fromLog(loans, { as: 'opportunity', mapping, lifecycle: true });
    expect(withLifecycle.map(({ data }) => data['activity'])).toContain('Withdrawn+schedule');
    expect(withLifecycle.map(({ type }) => type)).toEqual(plain.map(({ type }) => type));
  });

  it('is the same whether it is gzipped or not, whatever it is called', async () => {
    const zipped = await fromLog(written('desk.xes', gzipSync(readFileSync(desk))));
    expect(zipped).toEqual(await fromLog(desk));
  });

  it('holds a log that arrives in pieces together, letters of several bytes too', async () => {
    const trace = (name: number): string => `<trace><string key="concept:name" value="ö${name}"/><event><string key="concept:name" value="größer € ${name}"/></event></trace>`;
    const events = await fromLog(written('long.xes', `<log>${Array.from({ length: 3_000 }, (_, name) => trace(name)).join('')}</log>`));
    expect(events.map(({ data }) => data['activity'])).toEqual(Array.from({ length: 3_000 }, (_, name) => `größer € ${name}`));
  });

  it.each([
    ['no XML', 'concept:name', /broken\.xes:1:/],
    ['something else than a log', '<html><event/></html>', /this is no XES: it begins with <html>/],
    ['half a log', '<log><trace><event>', /unclosed tag: event/],
    ['an unknown encoding', '<?xml version="1.0" encoding="klingon"?><log/>', /encoding "klingon" is not known/],
  ])('refuses %s', async (_what, text, message) => {
    expect(await failure(xesToCloudEvents(written('broken.xes', text)))).toMatch(message);
  });

  it.each([
    ['a type of another kind', { Closed: 'sales.opportunity-won' }, /must begin with service\.ticket-/],
    ['a type without room for the activity', { Closed: { type: 'service.ticket-noted', data: { text: 'x' } } }, /cannot hold the name of an activity/],
    ['data that does not fit', { Closed: { type: 'service.ticket-replied', data: { direction: 'up' } } }, /\/direction must be one of in, out/],
    ['no object', [], /must be an object of activities/],
  ])('refuses a mapping to %s', async (_what, mapping, message) => {
    expect(await failure(xesToCloudEvents(desk, { mapping: written('mapping.json', JSON.stringify(mapping)) }))).toMatch(message);
  });
});
