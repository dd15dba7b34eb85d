// Real: the whole product in this process over SQLite files, spoken to over HTTP. One view is made to fail, and bytes of the store are damaged.
import { Module, type DynamicModule } from '@nestjs/common';
import { PlatformModule, type Config } from '@throughline/platform';
import type { StoredEvent } from '@throughline/kernel';
import { IntakeModule, intakeViews } from '../../apps/intake/src/intake.module';
import { OpsModule, opsViews } from '../../apps/ops/src/ops.module';
import { summaryView, type SummaryPart } from '../../apps/timeline/src/summary.view';
import { TimelineModule, timelineViews } from '../../apps/timeline/src/timeline.module';
import { Product, shopEvent } from './product';
import { openStore } from './servers';

let isBroken = false;
const failingView = {
  ...summaryView,
  evolve: (part: SummaryPart, event: StoredEvent, key: string): SummaryPart => {
    if (isBroken && event.sender?.id === 'poison') throw new Error(`cannot fold ${JSON.stringify(event.data)}`);
    return summaryView.evolve(part, event, key);
  },
};

@Module({})
class HouseWithAFailingView {
  static forRoot(config: Config): DynamicModule {
    const views = [...timelineViews.map((view) => (view.name === summaryView.name ? failingView : view)), ...intakeViews, ...opsViews];
    return { module: HouseWithAFailingView, imports: [PlatformModule.forRoot(config, { name: 'journey', views }), IntakeModule, TimelineModule, OpsModule] };
  }
}

let product: Product;
afterEach(async () => {
  isBroken = false;
  await product.end();
});

const about = (who: string, id: string, more: object = {}) => shopEvent(id, { subject: `email:${who}@example.com`, ...more });

it('a customer whose lane is parked says since when; once the view is mended, a retry makes the page as if nothing had been', async () => {
  product = await Product.start(undefined, (config) => HouseWithAFailingView.forRoot(config));
  isBroken = true;
  await product.events([about('sick', '1'), about('sick', 'poison', { data: { secret: 'zyxquer' } }), about('sick', '2'), about('sound', '3'), about('well', '4')]);
  await product.post('/customers/links', { a: { type: 'email', value: 'sick@example.com' }, b: { type: 'email', value: 'sound@example.com' } });
  await product.settled();

  const sick = await product.get('/customers/sick@example.com');
  expect(sick.body).toMatchObject({ summary: { byContext: { shop: 2 } }, incompleteSince: expect.stringMatching(/Z$/) });
  expect((await product.get('/customers/sound@example.com/timeline')).body.incompleteSince).toBe(sick.body.incompleteSince);
  expect((await product.get('/customers/well@example.com')).body).toMatchObject({ summary: { events: 1 }, incompleteSince: null });
  const [parked, waiting] = (await product.get('/ops/projections/summary/parked')).body.parked;
  expect([parked.failed, waiting.failed, parked.lane]).toEqual([true, false, sick.body.nodes.find((node: string) => node === waiting.lane)]);
  expect(JSON.stringify(parked)).not.toContain('zyxquer');
  expect((await product.get('/metrics')).text).toMatch(/throughline_projection_parked\{view="summary"\} [2-9]/);

  expect((await product.post('/ops/projections/summary/retry', { lane: parked.lane })).body).toMatchObject({ kind: 'still-parked', folded: 0, position: parked.position });
  isBroken = false;
  const retried = await product.post('/ops/projections/summary/retry', { lane: parked.lane });
  expect(retried.body).toMatchObject({ kind: 'done', folded: expect.any(Number) });
  const cured = await product.get('/customers/sick@example.com');
  expect(cured.body).toMatchObject({ summary: { byContext: { shop: 4, identity: 1 } }, incompleteSince: null });
  expect(cured.body.summary).toEqual((await product.get('/customers/sick@example.com?asOf=2099-01-01T00:00:00Z')).body.summary);
  expect((await product.post('/ops/projections/summary/retry', { lane: parked.lane })).body).toEqual({ kind: 'done', folded: 0 });
}, 120_000);

it('a rebuild shows its progress and can be cancelled; what readers see stays, and the next one is whole', async () => {
  product = await Product.start();
  await product.import(Array.from({ length: 4_000 }, (_, index) => JSON.stringify(about(`many-${index % 50}`, `r-${index}`))));
  await product.settled();
  const before = (await product.get('/customers/many-7@example.com/timeline?limit=200')).body;
  const timeline = async () => (await product.get('/ops/projections')).body.projections.find(({ view }: { view: string }) => view === 'timeline');
  const ended = async () => {
    const seen: unknown[] = [];
    for (;;) {
      const { rebuild, active } = await timeline();
      if (rebuild.state !== 'running') return { seen, rebuild, active };
      seen.push(rebuild.progress);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const { active } = await timeline();
  expect((await product.post('/ops/projections/timeline/rebuild')).status).toBe(202);
  expect((await product.post('/ops/projections/timeline/rebuild')).body.code).toBe('REBUILD_RUNNING');
  expect((await product.ask('DELETE', '/ops/projections/timeline/rebuild')).status).toBe(204);
  expect(await ended()).toMatchObject({ rebuild: { state: 'failed', outcome: 'REBUILD_CANCELLED' }, active });
  expect((await product.get('/customers/many-7@example.com/timeline?limit=200')).body).toEqual({ ...before, live: expect.any(String) });

  await product.post('/ops/projections/timeline/rebuild');
  const { seen, rebuild, active: next } = await ended();
  expect(rebuild).toMatchObject({ state: 'done', outcome: 'flipped' });
  expect(next.generation).toBeGreaterThan(active.generation);
  expect(seen).toContainEqual(expect.objectContaining({ head: expect.any(String), events: expect.any(Number) }));
  expect((await product.get('/customers/many-7@example.com/timeline?limit=200')).body).toEqual({ ...before, live: expect.any(String) });
}, 120_000);

it('an event whose sealed field is damaged is parked with its lane, and stops nobody else', async () => {
  product = await Product.start();
  const { folder } = product;
  await product.post('/customers/hurt@example.com/notes', { noteId: 'whole', text: 'whole' });
  await product.settled();
  const [node] = (await product.get('/customers/hurt@example.com')).body.nodes as [string];
  await product.stop();
  const store = await openStore(folder);
  const id = '00000000-0000-7000-8000-0000000000dd';
  const sealed = { $sealed: { v: 1, k: node, n: 'AAAAAAAAAAAAAAAA', c: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' } };
  await store.append('note-hurt', 'no-stream', [{ id, type: 'customer.note-written', schemaVersion: 1, source: 's', subject: node, parties: [{ node, role: 'customer' }], occurredAt: '2026-01-01T00:00:00.000Z', actor: 'process:test', correlationId: id, causationId: null, data: { noteId: 'hurt', customer: { type: 'email', value: sealed }, text: sealed } }]);
  await store.close();
  product = await Product.start(folder);
  await product.post('/customers/fine@example.com/notes', { text: 'fine' });
  await product.settled();
  expect((await product.get('/customers/fine@example.com')).body).toMatchObject({ summary: { events: 1 }, incompleteSince: null });
  expect((await product.get('/customers/hurt@example.com')).body).toMatchObject({ summary: { events: 1 }, incompleteSince: expect.any(String) });
  expect((await product.get('/ops/projections/timeline/parked')).body.parked).toMatchObject([{ lane: node, failed: true, reason: 'SEAL_DAMAGED' }]);
  expect(await product.post('/customers/hurt@example.com/notes', { noteId: 'hurt', text: 'more' })).toMatchObject({ status: 503, body: { code: 'STREAM_NOT_UNDERSTOOD', detail: expect.stringContaining('SEAL_DAMAGED') } });
}, 120_000);
