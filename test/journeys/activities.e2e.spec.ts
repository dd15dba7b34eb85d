// Real: the whole product in this process over files of its own, spoken to over HTTP. Time is a clock of the test's.
import { ManualClock } from '@throughline/processes';
import { Product } from './product';

const NOW = Date.parse('2099-01-10T09:00:00.000Z');
const HOUR = 3_600_000;
const at = (hours: number): string => new Date(NOW + hours * HOUR).toISOString();
const COLLEAGUE = 'staff:0190a4b2-1111-7000-8000-00000000000b';
const CUSTOMER = '/customers/simulated@example.com';

const clock = new ManualClock(NOW);
let product: Product;

beforeAll(async () => {
  product = await Product.startAt(clock);
});
afterAll(() => product.end());

describe('a note', () => {
  it('speaks to colleagues, each once, and stands on top when it is pinned', async () => {
    const older = await product.post(`${CUSTOMER}/notes`, { text: 'Simulated: prefers calls', mentions: [COLLEAGUE, COLLEAGUE] });
    const newer = await product.post(`${CUSTOMER}/notes`, { text: 'Simulated: called' });
    expect((await product.post(`/customers/notes/${older.body.id}/pin`)).body.events).toMatchObject([{ type: 'customer.note-pinned' }]);
    expect((await product.post(`/customers/notes/${older.body.id}/pin`)).body.events).toEqual([]);
    await product.settled();
    const { body } = await product.get(`${CUSTOMER}/notes`);
    expect(body.pinned).toMatchObject([{ noteId: older.body.id, mentions: [COLLEAGUE], pinned: true }]);
    expect(body.notes.map(({ noteId }: { noteId: string }) => noteId)).toEqual([newer.body.id, older.body.id]);
    const page = await product.get(`${CUSTOMER}/notes?limit=1`);
    expect((await product.get(`${CUSTOMER}/notes?limit=1&after=${encodeURIComponent(page.body.after)}`)).body).toMatchObject({ pinned: [], notes: [{ noteId: older.body.id }] });
    await product.post(`/customers/notes/${older.body.id}/unpin`);
    await product.settled();
    expect((await product.get(`${CUSTOMER}/notes`)).body.pinned).toEqual([]);
  });

  it('that is none cannot be pinned, and mentions only staff', async () => {
    expect(await product.post('/customers/notes/nothing/pin')).toMatchObject({ status: 404, body: { code: 'NOTE_NOT_FOUND' } });
    expect(await product.post(`${CUSTOMER}/notes`, { text: 'x', mentions: ['Anna'] })).toMatchObject({ status: 400, body: { errors: [{ path: '/mentions' }] } });
  });

  it('of an older sender, who mentions nobody, is read as before', async () => {
    const note = { specversion: '1.0', id: 'n-old', source: '/crm', type: 'customer.note-written', data: { noteId: 'old', customer: { type: 'email', value: 'older@example.com' }, text: 'Simulated: as before' } };
    expect((await product.events([{ ...note, schemaversion: 1 }])).status).toBe(200);
    await product.settled();
    expect((await product.get('/customers/older@example.com/notes')).body.notes).toMatchObject([{ noteId: 'old', mentions: [] }]);
  });
});

describe('a follow-up', () => {
  const plan = (what: string, more: Record<string, unknown> = {}) => product.post(`${CUSTOMER}/follow-ups`, { what, due: at(2), ...more });
  const listed = async (query: string): Promise<readonly { what: string; fellDue: string | null }[]> => {
    await product.settled();
    return (await product.get(query)).body.followUps;
  };
  const whats = async (query: string): Promise<readonly string[]> => (await listed(query)).map(({ what }) => what);

  it('is listed by due time, for whoever does it and for the customer, until it is done', async () => {
    const late = await plan('late', { due: at(30), about: 'ticket-4711', company: { type: 'company', value: 'Simulated Ltd' } });
    await plan('soon', { assignee: COLLEAGUE, due: at(20) });
    expect(await whats('/customers/follow-ups')).toEqual(['soon', 'late']);
    expect(await whats(`/customers/follow-ups?assignee=${COLLEAGUE}`)).toEqual(['soon']);
    expect(await whats('/customers/follow-ups?about=ticket-4711')).toEqual(['late']);
    expect(await whats(`${CUSTOMER}/follow-ups`)).toEqual(['soon', 'late']);
    expect(await whats(`/customers/${encodeURIComponent('company:Simulated Ltd')}/follow-ups`)).toEqual(['late']);
    const page = await product.get('/customers/follow-ups?limit=1');
    expect((await product.get(`/customers/follow-ups?limit=5&after=${encodeURIComponent(page.body.after)}`)).body).toMatchObject({ followUps: [{ what: 'late' }], after: null });
    await product.post(`/customers/follow-ups/${late.body.id}/hand-over`, { assignee: COLLEAGUE });
    expect(await whats(`/customers/follow-ups?assignee=${COLLEAGUE}`)).toEqual(['soon', 'late']);
    await product.post(`/customers/follow-ups/${late.body.id}/done`, { result: 'Simulated: reached' });
    expect(await whats('/customers/follow-ups')).toEqual(['soon']);
    expect(await whats('/customers/follow-ups?status=done')).toEqual(['late']);
    expect((await product.get(`/customers/follow-ups/${late.body.id}`)).body).toMatchObject({ status: 'done', result: 'Simulated: reached', customer: { value: 'simulated@example.com' } });
  });

  it('falls due when its time comes, once, and not at a time it was moved away from', async () => {
    const [stays, moves] = [await plan('stays'), await plan('moves')];
    await product.post(`/customers/follow-ups/${moves.body.id}/move`, { due: at(5), reason: 'Simulated: on holiday' });
    await product.settled();
    await clock.advance(NOW + 3 * HOUR);
    expect((await eventually(() => listed('/customers/follow-ups'), (all) => all.some(({ fellDue }) => fellDue !== null))).filter(({ fellDue }) => fellDue !== null)).toMatchObject([{ what: 'stays', fellDue: at(2) }]);
    expect(await whats('/customers/follow-ups?overdue=true')).toEqual(['stays']);
    await clock.advance(NOW + 6 * HOUR);
    await eventually(() => listed('/customers/follow-ups'), (all) => all.filter(({ fellDue }) => fellDue !== null).length === 2);
    expect(await whats('/customers/follow-ups?overdue=true')).toEqual(['stays', 'moves']);
    const { body } = await product.get(`${CUSTOMER}/timeline?type=customer.follow-up-fell-due`);
    expect(body.entries.map(({ stream, actor }: { stream: string; actor: string }) => [stream, actor])).toEqual([moves, stays].map((one) => [`follow-up-${one.body.id}`, 'process:follow-up']));
  });

  it('that was promised is not dropped before the customer knows', async () => {
    const { body } = await plan('promised', { promised: true });
    const drop = `/customers/follow-ups/${body.id}/drop`;
    expect(await product.post(drop, { reason: 'Simulated: no longer made' })).toMatchObject({ status: 409, body: { code: 'FOLLOW_UP_PROMISED' } });
    expect((await product.post(drop, { reason: 'Simulated: no longer made', told: 'Simulated: what there is instead' })).status).toBe(200);
    expect(await whats('/customers/follow-ups?status=dropped')).toEqual(['promised']);
  });

  it('that is wrong says where', async () => {
    expect(await plan('x', { due: 'tomorrow', assignee: 'me', promised: 'yes', about: 'no stream!@example.com' })).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect(await product.get('/customers/follow-ups?overdue=maybe')).toMatchObject({ status: 400, body: { errors: [{ path: '/overdue' }] } });
    expect(await product.get('/customers/follow-ups?after=x')).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
    for (const [step, body] of [['move', { due: at(1) }], ['hand-over', { assignee: COLLEAGUE }], ['done', {}], ['drop', { reason: 'x' }]] as const) {
      expect(await product.post(`/customers/follow-ups/none/${step}`, body)).toMatchObject({ status: 404, body: { code: 'FOLLOW_UP_NOT_FOUND' } });
      expect((await product.post(`/customers/follow-ups/none/${step}`, { ...body, due: 'x', assignee: 7, reason: '' })).status).toBe(400);
    }
  });
});

async function eventually<T>(read: () => Promise<T>, isThere: (value: T) => boolean): Promise<T> {
  for (let patience = 0; patience < 200; patience += 1) {
    const value = await read();
    if (isThere(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it does not come');
}
