// Real: the whole product in this process over SQLite files, spoken to over HTTP. Data is simulated.
import { Product, type Answer } from './product';

let product: Product;
let ben: string;

beforeAll(async () => {
  product = await Product.start();
  ben = (await product.post('/ops/keys', { kind: 'staff', name: 'Ben' })).body.key;
});
afterAll(() => product.end());

const jane = { type: 'email', value: 'simulated.jane@example.com' };

async function opened(body: Record<string, unknown> = {}): Promise<string> {
  const { status, body: answer } = await product.post('/service/tickets', { subject: 'The pump leaks', customer: jane, ...body });
  expect(status).toBe(201);
  return answer.id;
}

const asBen = (route: string, body: unknown = {}): Promise<Answer> => product.ask('POST', route, { key: ben, body });

async function ticketOf(id: string): Promise<any> {
  await product.settled();
  return (await product.get(`/service/tickets/${id}`)).body;
}

describe('a ticket', () => {
  it('gets a number that people can say, and is found by it, by words and by its customer', async () => {
    const id = await opened({ subject: 'Simulated question about the flange' });
    const { number } = await ticketOf(id);
    expect(number).toMatch(/^T-\d{6}-\d{4}$/);
    const found = async (query: string) => (await product.get(`/service/tickets?${query}`)).body.tickets.map(({ ticketId }: { ticketId: string }) => ticketId);
    expect(await found(`search=${number.toLowerCase()}`)).toEqual([id]);
    expect(await found('search=FLANGE%20simulated')).toEqual([id]);
    expect(await found('search=flange%20nothing')).toEqual([]);
    expect(await found(`customer=${jane.value}`)).toContain(id);
    expect(await found('customer=nobody@example.com')).toEqual([]);
  });

  it('is taken by one of two who take it at once; the other is told who was faster, and may take it over knowingly', async () => {
    const id = await opened({ queue: 'Simulated taking' });
    await product.settled();
    const free = async () => (await product.get('/service/tickets?queue=Simulated%20taking&assigned=false')).body.tickets.length;
    expect(await free()).toBe(1);
    const [one, two] = await Promise.all([product.post(`/service/tickets/${id}/take`), asBen(`/service/tickets/${id}/take`)]);
    const [winner, loser] = one?.status === 200 ? [one, two] : [two, one];
    expect([winner?.status, winner?.body.events[0].type]).toEqual([200, 'service.ticket-taken']);
    const { assignee } = await ticketOf(id);
    expect(await free()).toBe(0);
    expect(loser).toMatchObject({ status: 409, body: { code: 'TICKET_TAKEN', assignee, since: expect.stringMatching(/^\d{4}-.*Z$/) } });
    const late = loser === one ? product.post(`/service/tickets/${id}/take`, { expected: assignee }) : asBen(`/service/tickets/${id}/take`, { expected: assignee });
    expect((await late).status).toBe(200);
    expect(await ticketOf(id)).toMatchObject({ assignee: expect.not.stringContaining(assignee), assignedAt: expect.any(Number) });
    const { steps } = (await product.get(`/service/tickets/${id}/thread`)).body;
    expect(steps.at(-1)).toMatchObject({ type: 'service.ticket-taken', data: { from: assignee }, text: { de: 'Ticket von Kollegen übernommen' } });
  });

  it('waits for the customer until he answers', async () => {
    const id = await opened();
    expect(await ticketOf(id)).toMatchObject({ customerWaitsSince: expect.any(Number), waitingSince: null });
    await product.post(`/service/tickets/${id}/reply`, { text: 'Please send a photo', direction: 'out' });
    await product.post(`/service/tickets/${id}/wait`, { note: 'photo' });
    expect(await ticketOf(id)).toMatchObject({ status: 'open', customerWaitsSince: null, waitingSince: expect.any(Number), lastAnswerAt: expect.any(Number) });
    expect((await product.get('/service/tickets?waiting=true')).body.tickets.map(({ ticketId }: { ticketId: string }) => ticketId)).toEqual([id]);
    await product.post(`/service/tickets/${id}/reply`, { text: 'Here it is', direction: 'in', channel: 'email' });
    expect(await ticketOf(id)).toMatchObject({ customerWaitsSince: expect.any(Number), waitingSince: null, messages: 1 });
    expect((await product.get('/service/tickets?waiting=true')).body.tickets).toEqual([]);
  });

  it('is changed with old and new value, and shows them on the timeline', async () => {
    const id = await opened({ kind: 'claim', category: 'Pumps', queue: 'Simulated queue' });
    const route = `/service/tickets/${id}/change`;
    expect((await product.post(route, { kind: 'complaint', category: null, priority: 'urgent' })).body.events).toHaveLength(1);
    expect((await product.post(route, { kind: 'complaint' })).body.events).toEqual([]);
    expect(await ticketOf(id)).toMatchObject({ kind: 'complaint', category: null, priority: 'urgent', queue: 'Simulated queue' });
    expect((await product.post(route, { priority: null })).body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: '/priority' }] });
    const { entries } = (await product.get(`/customers/${jane.value}/timeline?type=service.ticket-changed`)).body;
    expect(entries[0].text.de).toBe('Ticket geändert: Kategorie Pumps → – · Priorität normal → dringend · Art Reklamation → Beschwerde');
  });

  it('of somebody unknown is his once he is known', async () => {
    const id = await opened({ customer: undefined, subject: 'Simulated, no name' });
    const route = `/service/tickets/${id}/customer`;
    const customer = { type: 'email', value: 'simulated.unknown@example.com' };
    expect((await product.post(route, { customer })).status).toBe(200);
    expect((await product.post(route, { customer: jane })).body.code).toBe('TICKET_CUSTOMER_KNOWN');
    await product.settled();
    expect((await product.get(`/service/tickets?customer=${customer.value}`)).body.tickets).toMatchObject([{ ticketId: id }]);
    expect((await product.get(`/customers/${customer.value}/timeline`)).body.entries[0].type).toBe('service.ticket-customer-identified');
  });

  it('answers what it does not know or understand with a code and a path', async () => {
    expect(await product.get('/service/tickets/nothing')).toMatchObject({ status: 404, body: { code: 'TICKET_NOT_FOUND' } });
    expect(await product.get('/service/tickets/nothing/thread')).toMatchObject({ status: 404, body: { code: 'TICKET_NOT_FOUND' } });
    expect(await product.get('/service/tickets?after=x')).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
    expect(await product.post('/service/tickets/x/take', { expected: 'me' })).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED', errors: [{ path: '/expected' }] } });
    expect(await product.post('/service/tickets/nothing/take')).toMatchObject({ status: 404, body: { code: 'TICKET_NOT_FOUND' } });
  });
});

describe('a duplicate', () => {
  it('goes into the other ticket, whose thread shows both; it takes no answer any more, and can be brought back', async () => {
    const [id, into] = [await opened({ subject: 'Simulated twin' }), await opened({ subject: 'Simulated original' })];
    await product.post(`/service/tickets/${id}/reply`, { text: 'from the twin', direction: 'in' });
    expect((await product.post(`/service/tickets/${id}/merge`, { into: 'nowhere' })).status).toBe(404);
    expect((await product.post(`/service/tickets/${id}/merge`, { into })).status).toBe(200);
    expect((await product.post(`/service/tickets/${into}/merge`, { into: id })).body.code).toBe('TICKET_MERGED');
    const refused = await product.post(`/service/tickets/${id}/reply`, { text: 'hello?', direction: 'in' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'TICKET_MERGED', detail: expect.stringContaining(into) } });
    expect(await ticketOf(id)).toMatchObject({ status: 'merged', mergedInto: into });
    expect(await ticketOf(into)).toMatchObject({ status: 'open', duplicates: [{ ticketId: id }] });
    const { steps } = (await product.get(`/service/tickets/${into}/thread`)).body;
    expect(steps.map(({ ticketId, type }: { ticketId: string; type: string }) => [ticketId === id ? 'twin' : 'original', type.replace('service.ticket-', '')])).toEqual([
      ['twin', 'opened'], ['original', 'opened'], ['twin', 'replied'], ['twin', 'merged'],
    ]);
    expect(steps.at(-1).text.de).toBe(`Ticket als Dublette zusammengeführt: mit Ticket ${(await ticketOf(into)).number}`);
    await product.post(`/service/tickets/${id}/reopen`);
    expect(await ticketOf(into)).toMatchObject({ duplicates: [] });
  });

  it('told by another system is recorded, and so is what comes behind it', async () => {
    const told = (id: string, type: string, data: object) => ({ specversion: '1.0', id, source: '/helpdesk', type: `service.ticket-${type}`, data: { ticketId: 'SIM-1', ...data } });
    await product.events([told('1', 'opened', { number: 'SIM-4711', deadline: '2026-03-01T12:00:00Z' }), told('2', 'merged', { into: 'SIM-2' }), told('3', 'replied', { direction: 'in', text: 'still here' }), told('4', 'closed', {})]);
    expect(await ticketOf('SIM-1')).toMatchObject({ status: 'merged', mergedInto: 'SIM-2', number: 'SIM-4711', deadline: Date.parse('2026-03-01T12:00:00Z') });
  });
});

describe('the collection of solutions', () => {
  it('suggests what may help, is named by tickets, and counts what helped', async () => {
    const text = { title: 'Change the seal of the GTX', symptom: 'oil drips at the flange', solution: 'Take seal 12-4.', products: ['Simulated GTX'], categories: ['Seals'], language: 'en' };
    const solutionId = (await product.post('/service/solutions', text)).body.id;
    const other = (await product.post('/service/solutions', { title: 'Invoice twice', solution: 'Cancel one.' })).body.id;
    const solved = await opened({ subject: 'Oil drips', product: 'Simulated GTX' });
    expect((await product.post(`/service/tickets/${solved}/solutions`, { solutionId: 'nothing' })).body.code).toBe('SOLUTION_NOT_FOUND');
    await product.post(`/service/tickets/${solved}/solutions`, { solutionId });
    await product.post(`/service/tickets/${solved}/resolve`, { solutionId, solution: 'New seal' });
    const asking = await opened({ subject: 'Drips oil, what now?', product: 'Simulated GTX' });
    await product.post(`/service/tickets/${asking}/solutions`, { solutionId });
    await product.settled();
    const { body } = await product.get(`/service/tickets/${asking}/solutions`);
    expect(body.solutions).toMatchObject([{ solutionId, uses: 2, helped: 1 }]);
    expect(body.tickets).toMatchObject([{ ticketId: solved, solution: 'New seal', solvedBy: solutionId }]);
    expect((await ticketOf(asking)).linkedSolutions).toMatchObject([{ title: text.title }]);
    expect((await product.get(`/service/solutions/${solutionId}`)).body.tickets.map(({ helped }: { helped: unknown }) => helped).toSorted()).toEqual([null, true]);
    expect((await product.get('/service/solutions?search=FLANGE%20oil&product=Simulated%20GTX')).body.solutions).toMatchObject([{ solutionId }]);
    await product.post(`/service/solutions/${other}/retire`, { replacedBy: solutionId });
    expect((await product.post(`/service/solutions/${other}/revise`, { title: 'again' })).body.code).toBe('SOLUTION_RETIRED');
    await product.settled();
    expect((await product.get('/service/solutions')).body.solutions).toHaveLength(1);
    expect((await product.get('/service/solutions?status=retired')).body.solutions).toMatchObject([{ solutionId: other, replacedBy: solutionId }]);
  });
});

describe('interactions', () => {
  const route = `/service/customers/${jane.value}/interactions`;

  it('stand where they happened, also when they are written down later', async () => {
    const startedAt = '2026-01-15T09:00:00.000Z';
    const missed = await product.post(route, { kind: 'call', direction: 'out', reached: false, summary: 'voice box', startedAt, seconds: 40 });
    expect(missed.status).toBe(201);
    await product.post(route, { kind: 'social-post', direction: 'in', summary: 'Simulated praise', channel: 'forum', about: 'ticket-42' });
    await product.settled();
    expect((await product.get(route)).body.interactions).toMatchObject([{ kind: 'social-post', channel: 'forum', about: 'ticket-42' }, { kind: 'call', channel: 'phone', reached: false, at: Date.parse(startedAt) }]);
    const first = (await product.get(`${route}?limit=1`)).body;
    expect((await product.get(`${route}?limit=1&after=${encodeURIComponent(first.after)}`)).body.interactions).toMatchObject([{ kind: 'call' }]);
    expect((await product.get(`${route}?kind=call&direction=in`)).body.interactions).toEqual([]);
    const { entries } = (await product.get(`/customers/${jane.value}/timeline?channel=phone`)).body;
    expect(entries[0]).toMatchObject({ occurredAt: startedAt, text: { de: 'Ausgehender Anruf, nicht erreicht: voice box · 40 s' } });
  });

  it('say only what they can know', async () => {
    expect((await product.post(route, { kind: 'visit', direction: 'out', reached: true })).body.code).toBe('INTERACTION_NOT_OUR_CALL');
    expect((await product.post(route, { kind: 'visit', direction: 'out', about: 'jane@example.com' })).body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: '/about' }] });
    expect((await product.post('/service/customers/%20/interactions', { kind: 'visit', direction: 'out' })).body.code).toBe('IDENTIFIER_INVALID');
  });
});

describe('trends', () => {
  it('count complaints by category against the period before, in a zone', async () => {
    const told = (id: string, time: string, type: string, data: object = {}) => ({ specversion: '1.0', id: `t-${id}-${type}-${time}`, source: '/helpdesk', time, type: `service.ticket-${type}`, data: { ticketId: `TREND-${id}`, ...data } });
    const complaint = (id: string, time: string, category: string) => told(id, time, 'opened', { kind: 'complaint', category });
    await product.events([
      complaint('1', '2025-10-31T12:00:00Z', 'Delivery'),
      complaint('2', '2025-11-02T23:30:00Z', 'Delivery'), told('2', '2025-11-03T08:00:00Z', 'resolved'),
      complaint('3', '2025-11-12T12:00:00Z', 'Delivery'), told('3', '2025-11-13T12:00:00Z', 'resolved'), told('3', '2025-11-14T12:00:00Z', 'reopened'), told('3', '2025-11-15T12:00:00Z', 'closed'),
      complaint('4', '2025-11-12T12:00:00Z', 'Invoices'),
      complaint('5', '2025-11-12T13:00:00Z', 'Invoices'), told('5', '2025-11-12T14:00:00Z', 'merged', { into: 'TREND-4' }),
    ]);
    await product.settled();
    const { status, body } = await product.get('/service/trends?kind=complaint&by=category&from=2025-11-01&to=2025-11-30&bucket=week&zone=Europe/Berlin');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      before: { from: '2025-10-01', to: '2025-10-31' },
      buckets: ['2025-11-01', '2025-11-03', '2025-11-10', '2025-11-17', '2025-11-24'],
      total: { count: 3, before: 1, change: 2 },
      rows: [
        { value: 'Delivery', count: 2, before: 1, change: 1, buckets: [0, 1, 1, 0, 0], done: 2, firstContactShare: 0.5, reopenedShare: 0.5 },
        { value: 'Invoices', count: 1, before: 0, change: null, buckets: [0, 0, 1, 0, 0], done: 0, firstContactShare: null, reopenedShare: null },
      ],
    });
    expect((await product.get('/service/trends')).status).toBe(200);
  });

  it('refuse what cannot be asked', async () => {
    expect((await product.get('/service/trends?from=2026-02-01&to=2026-01-01')).body.code).toBe('PERIOD_INVALID');
    expect((await product.get('/service/trends?from=1900-01-01&to=2026-01-01&bucket=day')).body.code).toBe('PERIOD_TOO_LONG');
    expect((await product.get('/service/trends?zone=Mars/North')).body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: '/zone' }] });
  });
});
