// Real: the whole product over HTTP, SQLite files in a temporary folder. Only the clock of what waits for a time is set by hand.
import { ManualClock } from '@throughline/processes';
import { Product } from './product';

const MINUTE = 60_000;
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** Day and night, so that the journey goes the same way whenever it is made. */
const levels = { zone: 'UTC', opening: WEEK.map((day) => ({ day, from: '00:00', to: '24:00' })), holidays: [], goals: [{ firstAnswer: 60, nextAnswer: 120, solution: 480 }, { priority: 'urgent', firstAnswer: 30 }, { queue: 'Technik', solution: 5_000 }] };
const customer = { type: 'email', value: 'simulated.sla@example.com' };

let product: Product;
let clock: ManualClock;
let begun: number;

beforeAll(async () => {
  begun = Date.now();
  clock = new ManualClock(begun);
  product = await Product.startAt(clock);
}, 60_000);
afterAll(() => product.end());

async function opened(body: Record<string, unknown> = {}): Promise<string> {
  const { status, body: answer } = await product.post('/service/tickets', { customer, subject: 'Simulated: the pump leaks', ...body });
  expect(status).toBe(201);
  return answer.id as string;
}

async function slaOf(id: string): Promise<Record<string, any>> {
  await product.settled();
  return (await product.get(`/service/tickets/${encodeURIComponent(id)}/sla`)).body as Record<string, any>;
}

async function breaches(id: string): Promise<readonly string[]> {
  return ((await slaOf(id))['breaches'] as { goal: string }[]).map(({ goal }) => goal);
}

async function pass(minutes: number): Promise<void> {
  await product.settled();
  await clock.advance(clock.now() + minutes * MINUTE);
  await timersFired();
}

async function timersFired(): Promise<void> {
  for (let patience = 0; patience < 300; patience += 1) {
    await product.settled();
    const { processes } = (await product.get('/ops/processes')).body as { processes: { nextDue: string | null; failed: number }[] };
    expect(processes.map(({ failed }) => failed)).toEqual(processes.map(() => 0));
    if (processes.every(({ nextDue }) => nextDue === null || Date.parse(nextDue) > clock.now())) return product.settled();
  }
  throw new Error('the timers do not fire');
}

const goal = (sla: Record<string, any>, name: string): Record<string, any> => sla['goals'].findLast((one: { goal: string }) => one.goal === name) as Record<string, any>;

it('promises nothing at first, refuses what cannot be meant, and promises what was set', async () => {
  const before = await opened();
  expect((await slaOf(before))['goals']).toEqual([]);
  expect((await product.get('/service/sla')).body).toEqual({ current: null, history: [] });
  const wrong = await product.ask('PUT', '/service/sla', { body: { ...levels, opening: [{ day: 'mon', from: '9:00', to: '25:00' }], holidays: ['2026-02-31'], zone: 'Europe/Atlantis' } });
  expect([wrong.status, wrong.body.code, wrong.body.errors.map(({ path }: { path: string }) => path).toSorted()]).toEqual([400, 'VALIDATION_FAILED', ['/holidays', '/opening/0/from', '/opening/0/to', '/zone']]);
  const overlapping = await product.ask('PUT', '/service/sla', { body: { ...levels, opening: [levels.opening[0], levels.opening[0]] } });
  expect([overlapping.status, overlapping.body.code]).toEqual([409, 'OPENING_OVERLAPS']);
  expect((await product.ask('PUT', '/service/sla', { body: levels })).status).toBe(201);
  expect((await product.ask('PUT', '/service/sla', { body: levels })).body.events).toEqual([]);
  expect((await product.get('/service/sla')).body.current).toEqual(levels);
  expect((await slaOf(before))['goals']).toEqual([]);
});

// What people do is stamped with the real time, which hardly passes; the other clock runs on from journey to journey.
let answered: string;
let waiting: string;
let technical: string;

it('says what is due, and how much time is left', async () => {
  [answered, waiting, technical] = [await opened(), await opened({ priority: 'urgent' }), await opened({ queue: 'Technik' })];
  await product.post(`/service/tickets/${waiting}/wait`, { note: 'Which pump?' });
  // A machine that is busy has let the real time pass by seconds.
  await clock.advance(Date.now());
  const sla = await slaOf(answered);
  expect(sla['goals'].map((one: { goal: string; state: string }) => [one.goal, one.state])).toEqual([['first-answer', 'running'], ['next-answer', 'running'], ['solution', 'running']]);
  const { due, remainingSeconds, paused, doneAt } = goal(sla, 'first-answer');
  expect([paused, doneAt, Math.abs(remainingSeconds - (Date.parse(due) - clock.now()) / 1000) <= 1]).toEqual([false, null, true]);
  expect(Date.parse(due) - begun).toBeGreaterThanOrEqual(60 * MINUTE);
  expect((await slaOf(waiting))['goals']).toEqual([expect.objectContaining({ goal: 'first-answer', state: 'paused', paused: true, due: null })]);
});

it('records what was missed, once', async () => {
  await pass(59);
  expect(await breaches(answered)).toEqual([]);
  await product.post(`/service/tickets/${answered}/reply`, { text: 'We are on it', direction: 'out' });
  expect(goal(await slaOf(answered), 'first-answer')).toMatchObject({ state: 'met', doneAt: expect.any(String) as string });
  await pass(1_000);
  expect(await breaches(answered)).toEqual(['next-answer', 'solution']);
  expect(goal(await slaOf(answered), 'solution')).toMatchObject({ state: 'breached' });
  await pass(1_000);
  expect(await breaches(answered)).toEqual(['next-answer', 'solution']);
  const entries = (await product.get(`/customers/email:${encodeURIComponent(customer.value)}/timeline?limit=100`)).body.entries as { type: string }[];
  expect(entries.filter(({ type }) => type === 'service.ticket-sla-breached')).toHaveLength(2);
});

it('stands still while the customer has the next step', async () => {
  expect(await breaches(waiting)).toEqual([]);
  await product.post(`/service/tickets/${waiting}/reply`, { text: 'Number two', direction: 'in' });
  await timersFired();
  expect(await breaches(waiting)).toEqual(['first-answer']);
});

it('records what became due while nobody was there, once, when somebody is', async () => {
  expect(await breaches(technical)).toEqual([]);
  const { folder } = product;
  for (const minutes of [3_000, 0]) {
    await product.stop();
    clock = new ManualClock(clock.now() + minutes * MINUTE);
    product = await Product.startAt(clock, folder);
    await timersFired();
    expect(await breaches(technical)).toEqual(['solution']);
  }
}, 60_000);

it('counts goals by priority, category and queue, and shows who runs behind them', async () => {
  const { body: report } = await product.get('/service/sla/report');
  expect(report.tickets).toBe(3);
  expect(report.goals).toEqual({ 'first-answer': { met: 1, breached: 1, running: 0, dropped: 0 }, 'next-answer': { met: 0, breached: 1, running: 0, dropped: 0 }, solution: { met: 0, breached: 2, running: 0, dropped: 0 } });
  expect(Object.keys(report.byPriority)).toEqual(['normal', 'urgent']);
  expect(report.byQueue.Technik.solution).toEqual({ met: 0, breached: 1, running: 0, dropped: 0 });
  expect((await product.get('/service/sla/report?from=2099-01-01')).body.tickets).toBe(0);
  expect((await product.get('/service/sla/report?from=soon')).status).toBe(400);
  expect((await product.get('/service/tickets/nobody/sla')).status).toBe(404);
  const { processes } = (await product.get('/ops/processes')).body as { processes: { process: string; failures: unknown[]; lagEvents: number }[] };
  expect(processes.find(({ process }) => process === 'sla')).toMatchObject({ failures: [], lagEvents: 0, trouble: null });
  expect((await product.get('/ops/processes/sla/failures')).body).toEqual({ failures: [], after: null });
  expect((await product.get('/ops/processes/nothing/failures')).body.code).toBe('PROCESS_UNKNOWN');
  expect((await product.get('/metrics')).text).toContain('throughline_process_waiting{process="sla"}');
});

it('ends what is promised for tickets to come', async () => {
  expect((await product.ask('DELETE', '/service/sla')).status).toBe(200);
  const id = await opened();
  expect((await slaOf(id))['goals']).toEqual([]);
});
