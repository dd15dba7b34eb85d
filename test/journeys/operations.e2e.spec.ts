// Real: the whole product in this process over SQLite files, spoken to over HTTP; one event is written to the file beside it, as a newer version would.
import { Product, shopEvent } from './product';
import { openStore } from './servers';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

it('shows health, metrics and the documentation', async () => {
  for (const route of ['/health', '/health/live', '/health/ready']) expect([route, (await product.get(route, { key: null })).status]).toEqual([route, 200]);
  await product.events([shopEvent('metric')]);
  await product.post('/service/tickets', { subject: 'a question' });
  await product.settled();
  const { text, headers } = await product.get('/metrics');
  expect(headers.get('content-type')).toContain('text/plain');
  expect(text).toMatch(/throughline_events_appended_total\{repeated="false"\} [1-9]/);
  expect(text).toMatch(/throughline_items_received_total\{door="events",result="recorded"\} 1/);
  expect(text).toMatch(/throughline_commands_total\{outcome="done"\} 1/);
  expect(text).toMatch(/throughline_projection_lag_events\{view="timeline"\} 0/);
  expect(text).toMatch(/throughline_projection_parked\{view="timeline"\} 0/);
  const { body } = await product.get('/docs-json', { key: null });
  expect(body.components.schemas.OpenOpportunityRequest).toMatchObject({ required: ['stage'], properties: { stage: { type: 'string' }, value: expect.anything() } });
});

it('answers what is not there, and what is not meant, as a problem', async () => {
  for (const [method, route, status] of [['GET', '/nothing', 404], ['GET', '/ops/projections/nothing/parked', 404], ['POST', '/ops/projections/nothing/rebuild', 404], ['DELETE', '/ops/projections/timeline/rebuild', 404], ['GET', '/ops/histories/nothing/report', 404], ['GET', '/service/tickets/nothing', 404]] as const) {
    const answer = await product.ask(method, route, method === 'POST' ? { body: {} } : {});
    expect([route, answer.status, typeof answer.body.code, answer.body.type]).toEqual([route, status, 'string', expect.stringContaining('urn:throughline:problem:')]);
  }
});

it('builds every view anew beside the running one, to the same', async () => {
  await product.import(Array.from({ length: 1_500 }, (_, i) => JSON.stringify(shopEvent(`rebuild-${i}`, { subject: `email:simulated-${i % 20}@example.com` }))));
  await product.settled();
  const before = await product.get('/customers/simulated-3@example.com/timeline?limit=200');
  const { body } = await product.get('/ops/projections');
  for (const { view } of body.projections as { view: string }[]) expect([view, (await product.post(`/ops/projections/${view}/rebuild`)).status]).toEqual([view, 202]);
  const views = async () => (await product.get('/ops/projections')).body.projections as { view: string; active: { generation: number }; rebuild: { state: string; outcome: string } }[];
  while ((await views()).some(({ rebuild }) => rebuild.state === 'running')) await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await views()).map(({ view, active, rebuild }) => [view, active.generation, rebuild.outcome])).toEqual(body.projections.map(({ view, active }: { view: string; active: { generation: number } }) => [view, active.generation + 1, 'flipped']));
  // The new shelf may be known to be complete further on than the old one was.
  expect((await product.get('/customers/simulated-3@example.com/timeline?limit=200')).body).toEqual({ ...before.body, live: expect.any(String) });
}, 120_000);

it('parks what it does not understand with the later ones of its lane, says so on the customer, and lets all others flow', async () => {
  const folder = product.folder;
  await product.events([shopEvent('before', { subject: 'email:parked@example.com' })]);
  await product.settled();
  const { body } = await product.get('/customers/parked@example.com');
  await product.stop();
  const store = await openStore(folder);
  const node = body.nodes[0] as string;
  await store.append('note-newer', 'no-stream', [
    { id: '00000000-0000-7000-8000-0000000000aa', type: 'customer.note-written', schemaVersion: 99, source: 'newer', subject: node, parties: [{ node, role: 'customer' }], occurredAt: '2026-01-01T00:00:00.000Z', actor: 'process:newer', correlationId: '00000000-0000-7000-8000-0000000000aa', causationId: null, data: { what: 'nobody knows yet' } },
  ]);
  await store.close();
  product = await Product.start(folder);
  await product.events([shopEvent('after', { subject: 'email:parked@example.com' }), shopEvent('other', { subject: 'email:flows@example.com' })]);
  await product.settled();

  expect((await product.get('/customers/flows@example.com')).body).toMatchObject({ summary: { events: 1 }, incompleteSince: null });
  const page = await product.get('/customers/parked@example.com/timeline');
  expect(page.body.entries).toHaveLength(1);
  expect(Date.parse(page.body.incompleteSince)).not.toBeNaN();
  const { body: parked } = await product.get('/ops/projections/timeline/parked');
  expect(parked.parked).toMatchObject([{ lane: node, failed: true, reason: expect.stringContaining('UNKNOWN_VERSION'), trace: '00000000-0000-7000-8000-0000000000aa' }, { lane: node, failed: false, trace: expect.any(String) }]);
  const retried = await product.post('/ops/projections/timeline/retry', { lane: node });
  expect(retried.status).toBe(200);
  expect((await product.get('/ops/projections/timeline/parked')).body.parked).toHaveLength(2);
  expect((await product.post('/customers/x@example.com/notes', { noteId: 'newer', text: 'mine' })).body.code).toBe('STREAM_NOT_UNDERSTOOD');
}, 120_000);
