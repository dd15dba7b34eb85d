// Real: the whole product over HTTP, SQLite files in a temporary folder. Only the clock of what waits for a time is set by hand.
import { ManualClock } from '@throughline/processes';
import { Product, shopEvent, type Answer } from './product';

const HOUR = 3_600_000;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CORRELATION = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736';
const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`;
const customer = { type: 'email', value: 'simulated.trace@example.com' };

let product: Product;
let clock: ManualClock;

beforeAll(async () => {
  clock = new ManualClock(Date.now());
  product = await Product.startAt(clock);
}, 60_000);
afterAll(() => product.end());

const traceOf = ({ headers }: Answer): string | undefined => headers.get('traceparent')?.split('-')[1];
const correlations = async (): Promise<Record<string, string>> => {
  await product.settled();
  const { entries } = (await product.get(`/customers/${customer.value}/timeline`)).body as { entries: { type: string; correlationId: string }[] };
  return Object.fromEntries(entries.map(({ type, correlationId }) => [type, correlationId]));
};

describe('a command', () => {
  it('carries its trace to the shelf', async () => {
    const answer = await product.post('/service/tickets', { customer, subject: 'Simulated: the pump leaks' }, { traceparent });
    expect([answer.status, traceOf(answer)]).toEqual([201, TRACE]);
    expect((await correlations())['service.ticket-opened']).toBe(CORRELATION);
  });

  it('begins a trace where there is none, and keeps it when it is repeated', async () => {
    const send = (more: Record<string, string> = {}) => product.post('/service/tickets', { customer, subject: 'Simulated: another' }, { 'idempotency-key': 'trace-1', ...more });
    const [first, second] = [await send(), await send({ traceparent: 'rubbish' })];
    expect([second.body.repeated, traceOf(second)]).toEqual([true, traceOf(first)]);
    expect(traceOf(first)).toMatch(/^(?!0+$)[\da-f]{32}$/);
  });

  it('may come again in another trace: it is the same command, its number the same', async () => {
    const send = (more: Record<string, string> = {}) => product.post('/service/tickets', { customer, subject: 'Simulated: a third' }, { 'idempotency-key': 'trace-2', ...more });
    const [first, second] = [await send(), await send({ traceparent })];
    expect([second.status, second.body]).toEqual([first.status, { ...first.body, repeated: true }]);
  });

  it('goes by X-Correlation-Id where that is sent as well', async () => {
    const said = '0197a1b2-c3d4-7e5f-8a6b-0123456789ab';
    const answer = await product.post('/service/tickets', { customer, subject: 'Simulated: a fourth' }, { traceparent, 'x-correlation-id': said });
    expect(traceOf(answer)).toBe(said.replaceAll('-', ''));
    const none = await product.post('/service/tickets', { customer, subject: 'Simulated' }, { 'x-correlation-id': '00000000-0000-0000-0000-000000000000' });
    expect([none.status, none.body.code]).toEqual([400, 'CORRELATION_ID_INVALID']);
  });
});

const LEVELS = { zone: 'UTC', opening: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => ({ day, from: '00:00', to: '24:00' })), holidays: [], goals: [{ firstAnswer: 60 }] };

it('a process goes on in the trace of what it watched, hours later', async () => {
  expect((await product.ask('PUT', '/service/sla', { body: LEVELS })).status).toBe(201);
  const { body } = await product.post('/service/tickets', { customer: { type: 'email', value: 'simulated.late@example.com' }, subject: 'Simulated: late' }, { traceparent });
  await product.settled();
  await clock.advance(clock.now() + 2 * HOUR);
  for (let patience = 0; patience < 100; patience += 1) {
    await product.settled();
    if ((await product.get(`/service/tickets/${body.id}/sla`)).body.breaches.length > 0) break;
  }
  const { entries } = (await product.get('/customers/simulated.late@example.com/timeline')).body as { entries: { type: string; correlationId: string; actor: string }[] };
  const ofProcess = entries.filter(({ actor }) => actor === 'process:sla');
  expect(ofProcess.length).toBeGreaterThan(0);
  expect(new Set(entries.map(({ correlationId }) => correlationId))).toEqual(new Set([CORRELATION]));
});

it('an event from outside keeps the trace it was made in; the request that brought it has its own', async () => {
  const answer = await product.ask('POST', '/events', { key: product.keys.source, headers: { 'content-type': 'application/cloudevents-batch+json', traceparent: `00-${'a'.repeat(32)}-00f067aa0ba902b7-01` }, body: [shopEvent('traced', { subject: 'email:simulated.shop@example.com', traceparent }), shopEvent('untraced', { subject: 'email:simulated.shop@example.com' })] });
  expect(traceOf(answer)).toBe('a'.repeat(32));
  await product.settled();
  const { entries } = (await product.get('/customers/simulated.shop@example.com/timeline')).body as { entries: { id: string; correlationId: string; sender: { id: string } }[] };
  expect(Object.fromEntries(entries.map(({ id, correlationId, sender }) => [sender.id, correlationId === id ? 'its own' : correlationId]))).toEqual({ traced: CORRELATION, untraced: 'its own' });
});

it('every answer says its trace, a refusal too', async () => {
  for (const answer of [await product.get('/health'), await product.get('/nowhere', { headers: { traceparent } }), await product.get('/ops/keys', { key: null })]) expect(traceOf(answer)).toMatch(/^[\da-f]{32}$/);
  expect(traceOf(await product.get('/nowhere', { headers: { traceparent } }))).toBe(TRACE);
});
