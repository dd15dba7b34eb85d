// Real: the whole product in this process over SQLite files, spoken to over HTTP.
import { setTimeout as pause } from 'node:timers/promises';
import { Product, type Answer } from './product';

const jane = { type: 'email', value: 'simulated-jane@example.com' };
const john = { type: 'email', value: 'simulated-john@example.com' };
const reason = 'Simulated slip of the pen';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, any>;
  readonly text: { readonly en: string };
  readonly amended?: { readonly withdrawn: boolean; readonly steps: readonly { readonly kind: string; readonly reason: string; readonly eventId: string }[]; readonly original: { readonly data: Record<string, any>; readonly text: { readonly en: string } } };
}

async function timeline({ value }: { readonly value: string }, query = ''): Promise<readonly Entry[]> {
  await product.settled();
  return (await product.get(`/customers/${value}/timeline?limit=200${query}`)).body.entries;
}

const record = async (stream: string): Promise<Answer> => product.get(`/customers/records/${encodeURIComponent(stream)}`);
const amend = (stream: string, verb: string, body: object, headers: Record<string, string> = {}): Promise<Answer> => product.post(`/customers/records/${encodeURIComponent(stream)}/${verb}`, body, headers);
const typesOf = (entries: readonly Entry[]): readonly string[] => entries.map(({ type }) => type);

async function note(text: string): Promise<{ readonly stream: string; readonly eventId: string; readonly data: Record<string, any> }> {
  const { body } = await product.post(`/customers/${jane.value}/notes`, { text });
  const [entry] = (await record(body.stream)).body.entries as readonly Entry[];
  return { stream: body.stream, eventId: entry!.id, data: entry!.data };
}

async function ticket(): Promise<{ readonly id: string; readonly stream: string; readonly replies: readonly string[] }> {
  const { body } = await product.post('/service/tickets', { customer: jane, subject: 'Simulated question' });
  const replies: string[] = [];
  for (const direction of ['out', 'in']) replies.push((await product.post(`/service/tickets/${body.id}/reply`, { text: `Simulated mail ${direction}`, channel: 'email', direction })).body.events[0].id);
  return { id: body.id, stream: body.stream, replies };
}

describe('a note', () => {
  it('reads as corrected; what it said at first stands behind it, and the correction for itself', async () => {
    const { stream, eventId, data } = await note('Prefers tee');
    const answer = await amend(stream, 'correct', { eventId, data: { ...data, text: 'Prefers tea' }, reason });
    expect(answer).toMatchObject({ status: 200, body: { stream, revision: 1, events: [{ type: 'record.corrected' }] } });
    const entries = await timeline(jane);
    expect(entries.find(({ id }) => id === eventId)).toMatchObject({
      data: { text: 'Prefers tea' },
      text: { en: 'Note: Prefers tea' },
      amended: { withdrawn: false, steps: [{ kind: 'corrected', reason, eventId: answer.body.events[0].id }], original: { data: { text: 'Prefers tee' }, text: { en: 'Note: Prefers tee' } } },
    });
    expect(entries.find(({ type }) => type === 'record.corrected')?.text.en).toBe(`Entry corrected: Note: Prefers tea · ${reason}`);
    expect((await timeline(jane, '&words=tea')).length).toBe(2);
  });

  it('is corrected once, however often it is asked for, and only by who has seen it', async () => {
    const { stream, eventId, data } = await note('Call at 8');
    const correction = { eventId, data: { ...data, text: 'Call at 9' }, reason };
    const first = await amend(stream, 'correct', correction, { 'idempotency-key': 'once', 'if-match': '"0"' });
    expect((await amend(stream, 'correct', correction, { 'idempotency-key': 'once' })).body).toEqual({ ...first.body, repeated: true });
    expect((await amend(stream, 'correct', correction)).body).toMatchObject({ revision: 1, events: [] });
    expect(await amend(stream, 'correct', { ...correction, data }, { 'if-match': '"0"' })).toMatchObject({ status: 412, body: { code: 'REVISION_CHANGED' } });
  });

  it('that was withdrawn is shown as such, and is not written again', async () => {
    const { stream, eventId, data } = await note('Simulated nonsense');
    expect((await amend(stream, 'withdraw', { reason })).status).toBe(200);
    expect((await timeline(jane)).find(({ id }) => id === eventId)).toMatchObject({ text: { en: 'Note: Simulated nonsense' }, amended: { withdrawn: true, steps: [{ kind: 'withdrawn', reason }] } });
    expect(await product.post(`/customers/${jane.value}/notes`, { noteId: data['noteId'], text: 'again' })).toMatchObject({ status: 409, body: { code: 'RECORD_WITHDRAWN' } });
    expect((await amend(stream, 'withdraw', { reason })).body.events).toEqual([]);
  });
});

describe('a ticket', () => {
  it('shows as if a reply that was withdrawn had never been', async () => {
    const { id, stream, replies } = await ticket();
    const shown = async () => (await product.settled(), (await product.get(`/service/tickets/${id}`)).body);
    expect(await shown()).toMatchObject({ status: 'open', messages: 1 });
    expect((await amend(stream, 'withdraw', { eventId: replies[1], reason })).status).toBe(200);
    const thread = (await record(stream)).body.entries as readonly Entry[];
    expect(thread.map(({ type, amended }) => [type, amended?.withdrawn ?? false])).toEqual([['service.ticket-opened', false], ['service.ticket-replied', false], ['service.ticket-replied', true], ['record.withdrawn', false]]);
    expect(await shown()).toMatchObject({ status: 'open', messages: 0 });
    const last = (await amend(stream, 'withdraw', { reason })).body;
    expect(last.events).toMatchObject([{ type: 'record.withdrawn' }]);
    await product.settled();
    expect((await product.get(`/service/tickets/${id}`)).body.code).toBe('TICKET_NOT_FOUND');
  });

  it('goes to the right customer with all that was said, and as of before it is where it was', async () => {
    const { stream } = await ticket();
    const opened = (entries: readonly Entry[]) => typesOf(entries.filter(({ data, type }) => stream === `ticket-${data['ticketId']}` || (type === 'record.moved' && data['stream'] === stream)));
    const whole = ['service.ticket-replied', 'service.ticket-replied', 'service.ticket-opened'];
    const { headers } = await record(stream);
    expect(headers.get('etag')).toBe('"2"');
    await pause(5);
    const before = new Date().toISOString();
    await pause(5);
    expect(await amend(stream, 'move', { customer: john, reason }, { 'if-match': '"2"' })).toMatchObject({ status: 200, body: { events: [{ type: 'record.moved' }] } });
    expect((await amend(stream, 'move', { customer: john, reason })).body.events).toEqual([]);
    expect(opened(await timeline(john))).toEqual(['record.moved', ...whole]);
    expect(opened(await timeline(jane))).toEqual(['record.moved']);
    expect(opened(await timeline(jane, '&originals=true'))).toEqual(['record.moved', ...whole]);
    expect(opened(await timeline(jane, `&asOf=${before}`))).toEqual(whole);
    expect(opened(await timeline(jane, `&knownAt=${before}`))).toEqual(whole);
    expect(opened(await timeline(john, `&knownAt=${before}`))).toEqual([]);
    await product.post(`/service/tickets/${stream.slice('ticket-'.length)}/reply`, { text: 'third answer', channel: 'email', direction: 'out' });
    expect(opened(await timeline(john)).length).toBe(5);
    expect(opened(await timeline(jane))).toEqual(['record.moved']);
  });

  it('is read page by page where it went', async () => {
    const all = (await timeline(john)).map(({ id }) => id);
    const seen: string[] = [];
    for (let older: string | null = ''; older !== null; ) {
      const { body }: Answer = await product.get(`/customers/${john.value}/timeline?limit=2${older === '' ? '' : `&older=${encodeURIComponent(older)}`}`);
      seen.push(...(body.entries as readonly Entry[]).map(({ id }) => id));
      older = body.older;
    }
    expect([seen, seen.length]).toEqual([all, 5]);
  });
});

it('an opportunity that was moved belongs to the company it went to; withdrawn, it is listed no more', async () => {
  const { body } = await product.post('/sales/opportunities', { company: { type: 'company', value: 'Simulated Ltd' }, stage: 'proposal', value: { amount: '100.00', currency: 'EUR' } });
  await amend(body.stream, 'move', { company: { type: 'company', value: 'Simulated GmbH' }, reason });
  await product.settled();
  expect((await product.get(`/sales/opportunities/${body.id}`)).body).toMatchObject({ company: 'Simulated GmbH', status: 'open' });
  await amend(body.stream, 'withdraw', { reason });
  await product.settled();
  expect((await product.get(`/sales/opportunities/${body.id}`)).status).toBe(404);
  expect((await product.post(`/sales/opportunities/${body.id}/win`)).body.code).toBe('OPPORTUNITY_NOT_FOUND');
});

describe('what cannot be amended says why', () => {
  const nowhere = { reason, eventId: '00000000-0000-7000-8000-000000000000' };

  it('what is not there, or is our own housekeeping', async () => {
    expect(await record('note-nobody')).toMatchObject({ status: 404, body: { code: 'RECORD_NOT_FOUND' } });
    expect(await amend('note-nobody', 'withdraw', { reason })).toMatchObject({ status: 404, body: { code: 'RECORD_NOT_FOUND' } });
    const { body } = await product.get('/ops/keys');
    const stream = `source-${String(body.keys[0].source)}`;
    expect(await record(stream)).toMatchObject({ status: 404 });
    expect([404, 409]).toContain((await amend(stream, 'withdraw', { reason })).status);
  });

  it('what another system told us', async () => {
    await product.events([{ specversion: '1.0', id: 'told', source: '/crm', type: 'customer.note-written', data: { noteId: 'told', customer: jane, text: 'told by the CRM' } }]);
    const [entry] = (await record('note-told')).body.entries as readonly Entry[];
    expect(await amend('note-told', 'correct', { reason, eventId: entry!.id, data: { ...entry!.data, text: 'x' } })).toMatchObject({ status: 409, body: { code: 'RECORD_NOT_BY_HAND' } });
    expect(await amend('note-told', 'withdraw', { reason })).toMatchObject({ status: 409, body: { code: 'RECORD_NOT_BY_HAND' } });
    expect((await amend('note-told', 'move', { reason, customer: john })).status).toBe(200);
  });

  it('a correction that is about something else, or is none', async () => {
    const { stream, eventId, data } = await note('right');
    expect(await amend(stream, 'correct', { reason, eventId, data: { ...data, customer: john } })).toMatchObject({ status: 409, body: { code: 'RECORD_OTHER_THING' } });
    expect(await amend(stream, 'correct', { reason, eventId, data: { ...data, text: 7 } })).toMatchObject({ status: 400, body: { code: 'DATA_INVALID', errors: [{ path: '/data/text' }] } });
    expect(await amend(stream, 'correct', { ...nowhere, data })).toMatchObject({ status: 404, body: { code: 'RECORD_NOT_FOUND' } });
  });

  it('a body that is wrong, field by field', async () => {
    const answer = await amend('note-n', 'correct', { eventId: 'x', data: 'x', reason: '' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect(answer.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual(['/data', '/eventId', '/reason']);
    expect((await amend('note-told', 'move', { reason })).body.code).toBe('DATA_INVALID');
    for (const stream of ['%00', '$all', 'a'.repeat(600)]) for (const verb of ['withdraw', 'move']) expect([400, 404]).toContain((await amend(stream, verb, { reason, customer: john })).status);
  });
});

it('is the same when every view is built anew', async () => {
  const before = [await timeline(jane), await timeline(john)];
  const { body } = await product.get('/ops/projections');
  for (const { view } of body.projections as { view: string }[]) await product.post(`/ops/projections/${view}/rebuild`);
  const views = async () => (await product.get('/ops/projections')).body.projections as { view: string; rebuild: { state: string; outcome: string } }[];
  while ((await views()).some(({ rebuild }) => rebuild.state === 'running')) await pause(50);
  expect((await views()).filter(({ rebuild }) => rebuild.outcome !== 'flipped')).toEqual([]);
  expect([await timeline(jane), await timeline(john)]).toEqual(before);
}, 60_000);
