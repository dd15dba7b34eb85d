// Real: data of other people (a hardware seller's 8,800 deals, a service desk's 4,580 tickets), the converters, and the whole
// product in this process: SQLite files in a temporary folder, everything else over HTTP. The figures are those its publishers
// and independent tools give, counted once more from the raw files.
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { catalogue } from '@throughline/contracts';
import type { EventStore } from '@throughline/event-store';
import { configureHttp, EVENT_STORE, httpAdapter } from '@throughline/platform';
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import 'reflect-metadata';
import { AllInOneModule } from '../../apps/all-in-one/src/all-in-one.module';
import { Keys } from '../../apps/ops/src/keys';
import { writeLines, type CloudEvent } from '../../examples/cloud-events';
import { crmSales, staffIdOf } from '../../examples/crm-sales';
import { xesToCloudEvents } from '../../examples/xes';
import { Product } from './product';
import { configFor } from './servers';

const VARIABLE = 'THROUGHLINE_DATASETS';
const datasets = process.env[VARIABLE];
const isThere = datasets !== undefined && ['crm-sales/sales_pipeline.csv', 'helpdesk/helpdesk.xes.gz', 'helpdesk/receipt.xes.gz'].every((file) => existsSync(path.join(datasets, file)));
if (!isThere) process.stderr.write(`Skipped: the imports of real data need ${VARIABLE}, a folder that holds crm-sales/ and helpdesk/.\n`);

const MINUTES = 60_000;
const REPORTS = ['/sales/report', '/service/report', '/ops/histories/ticket/report', '/ops/histories/opportunity/report'] as const;
const FIGURES_OF_DESK = { Closed: 4557, 'Resolve ticket': 10, Wait: 8, 'Require upgrade': 3, VERIFIED: 1, 'Take in charge ticket': 1 };

interface Projection {
  readonly view: string;
  readonly lagEvents: number;
  readonly parked: number;
  readonly state: { readonly kind: string };
  readonly rebuild: { readonly state: string; readonly outcome: string | null } | null;
}

(isThere ? describe : describe.skip)(`real data (${VARIABLE})`, () => {
  const folder = isThere ? mkdtempSync(path.join(os.tmpdir(), 'throughline-real-data-')) : '';
  const files = { crm: path.join(folder, 'crm.ndjson'), desk: path.join(folder, 'desk.ndjson') };
  let app: NestFastifyApplication;
  let url: string;
  let authorization: string;

  async function ask(route: string, init: RequestInit = {}): Promise<string> {
    const response = await fetch(url + route, { ...init, headers: { authorization, ...init.headers } });
    const text = await response.text();
    if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${route}: ${response.status} ${text}`);
    return text;
  }

  const get = async <T = Record<string, any>>(route: string): Promise<T> => JSON.parse(await ask(route)) as T;

  async function imported(file: string): Promise<unknown> {
    const init = { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: createReadStream(file), duplex: 'half' } as const;
    return JSON.parse(await ask('/import', init)) as unknown;
  }

  async function settled(isSettled: (projections: readonly Projection[]) => boolean): Promise<readonly Projection[]> {
    for (let patience = 0; patience < 900; patience += 1) {
      const { projections } = await get<{ projections: readonly Projection[] }>('/ops/projections');
      if (isSettled(projections)) return projections;
      await pause(100);
    }
    throw new Error(`the projections do not settle: ${await ask('/ops/projections')}`);
  }

  const caughtUp = () => settled((projections) => projections.every(({ lagEvents, state }) => lagEvents === 0 && state.kind === 'running'));
  const allReports = () => Promise.all(REPORTS.map((route) => ask(route)));

  beforeAll(async () => {
    await converted(crmSales(path.join(datasets ?? '', 'crm-sales')), files.crm);
    await converted(xesToCloudEvents(path.join(datasets ?? '', 'helpdesk/helpdesk.xes.gz')), files.desk);
    const config = configFor(path.join(folder, 'data'));
    app = await NestFactory.create<NestFastifyApplication>(AllInOneModule.forRoot(config), httpAdapter(), { logger: false, abortOnError: false });
    configureHttp(app, 'Throughline', '0.0.0');
    await app.listen(0, config.host);
    url = await app.getUrl();
    authorization = `Bearer ${(await app.get(Keys).create('staff', 'test')).key}`;
    expect(await imported(files.crm)).toEqual({ done: true, lines: 15_638, recorded: 15_638, repeated: 0, quarantined: 0 });
    expect(await imported(files.desk)).toEqual({ done: true, lines: 21_348, recorded: 21_348, repeated: 0, quarantined: 0 });
    const projections = await caughtUp();
    expect(projections.filter(({ parked }) => parked > 0)).toEqual([]);
  }, 5 * MINUTES);

  afterAll(async () => {
    await app?.close();
    rmSync(folder, { recursive: true });
  });

  it('counts and sums the deals as their publisher does', async () => {
    const report = await get('/sales/report');
    expect(report['byStatus']).toEqual({ won: 4238, lost: 2473, open: 2089 });
    expect(report['openByStage']).toMatchObject({ engaging: { count: 1589 }, prospecting: { count: 500 } });
    expect(report['won']).toEqual({ count: 4238, value: { USD: '10005534' } });
    expect(report['wonByQuarter']).toEqual({
      '2017-Q1': { count: 531, value: { USD: '1134672' } },
      '2017-Q2': { count: 1254, value: { USD: '3086111' } },
      '2017-Q3': { count: 1257, value: { USD: '2982255' } },
      '2017-Q4': { count: 1196, value: { USD: '2802496' } },
    });
    expect(report).toMatchObject({ meanDaysToWon: 51.78, meanDaysToLost: 41.48 });
  });

  it('knows who sold it, where and to whom', async () => {
    const report = await get('/sales/report');
    expect(valuesOf(report['wonByOffice'])).toEqual({ Central: '3346293', East: '3090594', West: '3568647' });
    expect(highest(report['wonByOwner'])).toEqual([`staff:${staffIdOf('Darcel Schlecht')}`, expect.objectContaining({ name: 'Darcel Schlecht', value: { USD: '1153214' } })]);
    expect(highest(report['wonByCompany'])).toEqual(['Kan-code', expect.objectContaining({ value: { USD: '341455' } })]);
    expect(Object.keys(report['wonByProduct'])).toContain('GTX Pro');
    expect(Object.keys(report['wonByProduct'])).not.toContain('GTXPro');
  });

  it('counts the tickets, how they ended and how fast they were resolved', async () => {
    const report = await get('/service/report');
    expect(report).toMatchObject({ tickets: 4580, lastActivity: FIGURES_OF_DESK, withEventsAfterClosed: 17 });
    expect(report['firstResolved']).toEqual({ reached: 4569, medianDays: 5.983056, within7Days: 2424, within30Days: 4125 });
  });

  it('keeps every step of every ticket, in order', async () => {
    const report = await get('/ops/histories/ticket/report');
    expect(report).toMatchObject({ cases: 4580, events: 21_348, variants: 226, lastActivities: FIGURES_OF_DESK });
    expect(Object.keys(report['activities'])).toHaveLength(14);
    expect(report['activities']).toMatchObject({ 'Take in charge ticket': 5060, Closed: 4574, DUPLICATE: 1 });
  });

  it('records the lines in the order of the file', async () => {
    const stored: string[] = [];
    const positions: bigint[] = [];
    for await (const { sender, position } of app.get<EventStore>(EVENT_STORE).readAll()) {
      if (sender === undefined) continue;
      stored.push(sender.id);
      positions.push(position);
    }
    expect(stored).toEqual([...idsOf(files.crm), ...idsOf(files.desk)]);
    expect(positions.every((position, index) => index === 0 || position > (positions[index - 1] as bigint))).toBe(true);
  });

  it('takes a log of another kind one for one: 1,434 permits', async () => {
    const cases = new Map<string, string[]>();
    for await (const { type, data } of xesToCloudEvents(path.join(datasets ?? '', 'helpdesk/receipt.xes.gz'), { as: 'opportunity' })) {
      expect(catalogue.validate(type, data)).toBeNull();
      cases.set(String(data['opportunityId']), [...(cases.get(String(data['opportunityId'])) ?? []), String(data['activity'])]);
    }
    const variants = new Set([...cases.values()].map((steps) => steps.join('\n')));
    expect([cases.size, [...cases.values()].flat().length, new Set([...cases.values()].flat()).size, variants.size]).toEqual([1434, 8577, 27, 116]);
  });

  it('shows a company with all its deals', async () => {
    const { entries } = await get<{ entries: readonly unknown[] }>('/customers/company:Kan-code/timeline?limit=50');
    expect(entries).toHaveLength(50);
  });

  it('records nothing twice when both files come again', async () => {
    const before = [await app.get<EventStore>(EVENT_STORE).head(), await allReports()];
    expect(await imported(files.crm)).toEqual({ done: true, lines: 15_638, recorded: 0, repeated: 15_638, quarantined: 0 });
    expect(await imported(files.desk)).toEqual({ done: true, lines: 21_348, recorded: 0, repeated: 21_348, quarantined: 0 });
    await caughtUp();
    expect([await app.get<EventStore>(EVENT_STORE).head(), await allReports()]).toEqual(before);
  }, 5 * MINUTES);

  it('gives the same reports, byte for byte, when every projection is built anew', async () => {
    const before = await allReports();
    const views = (await caughtUp()).map(({ view }) => view);
    for (const view of views) {
      await ask(`/ops/projections/${view}/rebuild`, { method: 'POST' });
      const rebuilt = await settled((projections) => projections.find((projection) => projection.view === view)?.rebuild?.state !== 'running');
      expect(rebuilt.find((projection) => projection.view === view)).toMatchObject({ rebuild: { state: 'done', outcome: 'flipped' }, parked: 0 });
    }
    await caughtUp();
    expect(await allReports()).toEqual(before);
  }, 5 * MINUTES);
});

(isThere ? describe : describe.skip)(`1,434 permits, each with a deadline (${VARIABLE})`, () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start();
    const lines: string[] = [];
    for await (const event of xesToCloudEvents(path.join(datasets ?? '', 'helpdesk/receipt.xes.gz'))) lines.push(JSON.stringify(event));
    expect((await product.import(lines)).body).toEqual({ done: true, lines: 8_577, recorded: 8_577, repeated: 0, quarantined: 0 });
    await product.settled();
  }, 2 * MINUTES);

  afterAll(() => product?.end());

  it('keeps every step of every case, and counts those that were still worked on after their deadline', async () => {
    const { body: histories } = await product.get('/ops/histories/ticket/report');
    expect(histories).toMatchObject({ cases: 1434, events: 8577, variants: 116 });
    expect(Object.keys(histories.activities as object)).toHaveLength(27);
    expect((await product.get('/service/report')).body).toMatchObject({ tickets: 1434, deadlines: { tickets: 1434, withEventsAfter: 92 } });
  });

  it('counts a deadline as the goal of a solution, and calls nobody for what was due long before it was told', async () => {
    const { body: report } = await product.get('/service/sla/report');
    expect(report).toMatchObject({ tickets: 1434, goals: { solution: { met: 0, breached: 1434, running: 0, dropped: 0 }, 'first-answer': { breached: 0 } } });
    const { processes } = (await product.get('/ops/processes')).body as { processes: readonly { process: string; waiting: number; failed: number; head: string }[] };
    expect(processes.find(({ process }) => process === 'sla')).toMatchObject({ waiting: 0, failed: 0 });
    const { body: one } = await product.get('/service/tickets/case-10011/sla');
    expect(one).toMatchObject({ goals: [{ goal: 'solution', state: 'breached', due: '2011-12-06T12:41:31.788Z', paused: false }], breaches: [] });
  });
});

async function converted(events: AsyncIterable<CloudEvent>, file: string): Promise<void> {
  const out = createWriteStream(file);
  await writeLines(events, out, () => undefined);
  out.end();
  await once(out, 'close');
}

function idsOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => (JSON.parse(line) as CloudEvent).id);
}

type Figures = Readonly<Record<string, { readonly value: { readonly USD: string } }>>;

function valuesOf(figures: Figures): Record<string, string> {
  return Object.fromEntries(Object.entries(figures).map(([group, { value }]) => [group, value.USD]));
}

/** Deals without a company stand under `unknown` and are nobody's. */
function highest(figures: Figures) {
  return Object.entries(figures).filter(([group]) => group !== 'unknown').toSorted(([, a], [, b]) => Number(b.value.USD) - Number(a.value.USD))[0];
}
