// Real: the whole product in this process over SQLite files, spoken to over HTTP. The people are simulated.
import { Command } from 'commander';
import { addMember } from '../../apps/cli/src/member.command';
import { Server } from '../../apps/cli/src/server';
import { Product } from './product';
import { placesOf } from './servers';

let product: Product;

interface Person {
  readonly id: string;
  readonly actor: string;
  readonly key: string;
}

let [anna, ben, cora]: Person[] = [];

/** Somebody with a key of his own, registered under it. */
async function person(name: string): Promise<Person> {
  const { key, actor } = (await product.post('/ops/keys', { kind: 'staff', name })).body;
  const registered = await product.post('/team/members', { actor, name, office: 'North' });
  expect(registered).toMatchObject({ status: 201, body: { events: [{ type: 'staff.member-registered' }] } });
  return { key, actor, id: registered.body.id };
}

beforeAll(async () => {
  product = await Product.start();
  [anna, ben, cora] = [await person('Simulated Anna'), await person('Simulated Ben'), await person('Simulated Cora')];
  await product.settled();
});
afterAll(() => product.end());

const as = (who: Person | undefined) => ({ key: who?.key ?? '' });
const told = (id: string, type: string, data: object) => ({ specversion: '1.0', id, source: '/simulated', type, data });
const customer = (name: string) => ({ type: 'email', value: `${name}@example.com` });
const post = (who: Person | undefined, route: string, body: unknown = {}) => product.ask('POST', route, { ...as(who), body });

async function ticketOf(more: object = {}): Promise<string> {
  return (await product.post('/service/tickets', { subject: 'A simulated question', ...more })).body.id as string;
}

async function inboxOf(who: Person | undefined, query = '') {
  await product.settled();
  const { body } = await product.get(`/team/inbox${query}`, as(who));
  return body as { items: { type: string; position: string; because: string; read: boolean; text: { en: string }; work: { title: string } | null }[]; after: string | null; unread: { count: number; more: boolean } };
}

const typesIn = ({ items }: Awaited<ReturnType<typeof inboxOf>>) => items.map(({ type }) => type);

describe('members, teams and queues', () => {
  it('are registered, found by name, and put together', async () => {
    expect((await post(anna, '/team/teams', { teamId: 'north', name: 'Simulated team north' })).status).toBe(201);
    for (const who of [anna, ben]) expect((await post(anna, '/team/teams/north/members', { member: who?.actor })).status).toBe(200);
    expect((await post(anna, '/team/queues', { queueId: 'technik', name: 'Technik', teams: ['north'] })).status).toBe(201);
    await product.settled();
    expect((await product.get('/team/members?search=ANN')).body).toMatchObject({ members: [{ staffId: anna?.id, name: 'Simulated Anna', active: true, office: 'North', teams: [{ teamId: 'north', name: 'Simulated team north' }] }], after: null });
    expect((await product.get('/team/teams')).body.teams).toMatchObject([{ teamId: 'north', members: [anna?.id, ben?.id] }]);
    expect((await product.get('/team/queues')).body.queues).toMatchObject([{ queueId: 'technik', name: 'Technik', openTickets: 0 }]);
    const first = (await product.get('/team/members?limit=1')).body;
    expect((await product.get(`/team/members?limit=5&after=${first.after}`)).body.members.map(({ name }: { name: string }) => name)).toEqual(['Simulated Ben', 'Simulated Cora']);
  });

  it('keep their names sealed', async () => {
    const stored = await storedText();
    expect(stored).toContain('staff.team-created');
    for (const name of ['Simulated Anna', 'Simulated team north']) expect(stored).not.toContain(name);
  });

  it('a queue with open tickets is neither closed nor renamed, a team that serves a queue is not dissolved', async () => {
    const ticketId = await ticketOf({ queue: 'Technik' });
    await product.settled();
    expect(await post(anna, '/team/queues/technik/close')).toMatchObject({ status: 409, body: { code: 'QUEUE_HAS_OPEN_TICKETS' } });
    expect((await post(anna, '/team/queues/technik/change', { name: 'Other' })).body.code).toBe('QUEUE_HAS_OPEN_TICKETS');
    expect((await post(anna, '/team/teams/north/dissolve')).body.code).toBe('TEAM_SERVES_QUEUES');
    await product.post(`/service/tickets/${ticketId}/close`);
    await product.settled();
    expect((await post(anna, '/team/queues/technik/change', { name: 'Technik und Ersatzteile' })).status).toBe(200);
    expect((await post(anna, '/team/queues/technik/change', { name: 'Technik' })).status).toBe(200);
  });

  it('refuse what makes no sense, and say where', async () => {
    expect((await post(anna, '/team/queues', { name: 'Technik', teams: ['north'] })).body.code).toBe('QUEUE_NAME_TAKEN');
    expect((await post(anna, '/team/queues', { name: 'Büro', teams: ['nobody'] })).body.code).toBe('TEAM_NOT_FOUND');
    expect((await post(anna, '/team/teams/north/members', { member: 'staff:00000000-0000-7000-8000-000000000000' })).body.code).toBe('MEMBER_NOT_FOUND');
    expect((await post(anna, '/team/members/nobody/rename', { name: 'X' })).body.code).toBe('MEMBER_NOT_FOUND');
    expect(await post(anna, '/team/queues', { name: '', teams: [7, 'ok'] })).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    for (const route of ['/team/members/nobody', '/team/teams/nobody', '/team/queues/nobody', '/team/members/nobody/open-work']) expect([route, (await product.get(route)).status]).toEqual([route, 404]);
    for (const route of ['/team/work?whose=his', '/team/work?after=broken', '/team/members?after=nobody', '/team/inbox?after=broken', `/team/members/${anna?.id}/open-work?after=x`]) expect([route, (await product.get(route)).status]).toEqual([route, 400]);
    expect((await post(anna, '/team/inbox/read', { upTo: '999999999' })).body.code).toBe('POSITION_AHEAD');
    expect((await post(anna, '/team/inbox/read', { entries: ['x'] })).body.code).toBe('VALIDATION_FAILED');
  });
});

describe('the work list', () => {
  it('shows mine, my team’s and nobody’s, what is due first on top', async () => {
    const [mine, queued, nobodys] = [await ticketOf(), await ticketOf({ queue: 'Technik' }), await ticketOf()];
    await post(anna, `/service/tickets/${mine}/assign`, { assignee: anna?.actor });
    await product.events([
      told('f1', 'customer.follow-up-planned', { followUpId: 'f1', customer: customer('work'), what: 'Call back', assignee: anna?.actor, due: '2026-01-05T09:00:00.000Z', promised: true }),
      told('f2', 'customer.follow-up-planned', { followUpId: 'f2', customer: customer('work'), what: 'Send the offer', assignee: ben?.actor, due: '2099-01-05T09:00:00.000Z', promised: false }),
    ]);
    await product.settled();
    const list = async (who: Person | undefined, query: string) => ((await product.get(`/team/work?${query}`, as(who))).body.work as { stream: string }[]).map(({ stream }) => stream);
    expect(await list(anna, '')).toEqual(['follow-up-f1', `ticket-${mine}`]);
    expect(await list(anna, 'whose=team')).toEqual(['follow-up-f1', 'follow-up-f2', `ticket-${mine}`, `ticket-${queued}`]);
    expect(await list(cora, 'whose=team')).toEqual([]);
    expect(await list(cora, 'whose=unassigned')).toEqual([`ticket-${queued}`, `ticket-${nobodys}`]);
    expect(await list(anna, 'whose=team&kind=ticket')).toEqual([`ticket-${mine}`, `ticket-${queued}`]);
    expect((await product.get('/team/work', as(anna))).body.work).toMatchObject([{ kind: 'follow-up', title: 'Call back', promised: true, overdue: true, due: Date.parse('2026-01-05T09:00:00.000Z') }, { kind: 'ticket', overdue: false, due: null }]);
  });

  it('pages without losing or repeating', async () => {
    const all = (await product.get('/team/work?whose=team&limit=200', as(anna))).body.work as unknown[];
    const paged: unknown[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const { body } = await product.get(`/team/work?whose=team&limit=1${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`, as(anna));
      paged.push(...body.work);
      after = body.after;
    }
    expect(paged).toEqual(all);
  });
});

describe('whoever leaves', () => {
  it('hands his open work over first, blindly by what the list says', async () => {
    await product.ask('PUT', '/customers/left@example.com/owner', { body: { owner: anna?.actor } });
    await product.settled();
    const refused = await product.post(`/team/members/${anna?.id}/deactivate`, { reason: 'left (simulated)' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'MEMBER_HAS_OPEN_WORK', openWork: { total: 3, counts: { ticket: 1, 'follow-up': 1, customer: 1 } } } });
    expect((await product.get(`/team/members/${anna?.id}/open-work?to=${anna?.actor}`)).body.code).toBe('HAND_OVER_TO_SELF');
    for (let after: string | null = ''; after !== null; ) {
      const { body } = await product.get(`/team/members/${anna?.actor}/open-work?limit=1&to=${ben?.actor}${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`);
      for (const { handOver } of body.items) expect([handOver.route, (await product.ask(handOver.method, handOver.route, { body: handOver.body })).status]).toEqual([handOver.route, 200]);
      after = body.after;
    }
    await product.settled();
    expect((await product.get(`/team/members/${anna?.id}/open-work`)).body).toMatchObject({ total: 0, counts: {}, items: [], after: null });
    expect((await product.get('/customers/left@example.com')).body.summary.owner).toMatchObject({ value: ben?.actor });
    expect(await product.post(`/team/members/${anna?.id}/deactivate`, { reason: 'left (simulated)' })).toMatchObject({ status: 200, body: { events: [{ type: 'staff.member-deactivated' }] } });
  });

  it('and gets work afterwards has it as if it were nobody’s', async () => {
    const late = await ticketOf();
    await product.post(`/service/tickets/${late}/assign`, { assignee: anna?.actor });
    await product.settled();
    const { work } = (await product.get('/team/work?whose=unassigned', as(ben))).body as { work: { stream: string; assigneeInactive: boolean }[] };
    expect(work.find(({ stream }) => stream === `ticket-${late}`)).toMatchObject({ assigneeInactive: true });
    expect((await product.get(`/team/members/${ben?.id}/open-work?to=${anna?.actor}`)).body.code).toBe('MEMBER_INACTIVE');
  });

  it('can come back', async () => {
    expect((await product.post(`/team/members/${anna?.id}/reactivate`)).status).toBe(200);
    await product.settled();
    expect((await product.get('/team/members?active=false')).body.members).toEqual([]);
  });
});

describe('the inbox', () => {
  it('has what speaks to me, what happens to my work, and what happens to my customers; not what I did', async () => {
    const before = typesIn(await inboxOf(cora)).length;
    const theirs = await ticketOf({ customer: customer('inbox'), kind: 'complaint' });
    await product.ask('PUT', '/customers/inbox@example.com/owner', { body: { owner: cora?.actor } });
    await product.settled();
    const ticketId = await ticketOf({ customer: customer('inbox'), kind: 'complaint', subject: 'A second complaint' });
    await product.post(`/service/tickets/${theirs}/assign`, { assignee: cora?.actor });
    await post(cora, '/service/tickets', { customer: customer('inbox'), subject: 'her own deed' });
    await product.settled();
    await product.post(`/service/tickets/${theirs}/reply`, { text: 'It still leaks', direction: 'in' });
    await product.post(`/service/tickets/${theirs}/reply`, { text: 'We come on Monday', direction: 'out' });
    await product.events([told('n1', 'customer.note-written', { noteId: 'n1', customer: customer('somebody'), text: 'Please call (simulated)', mentions: [cora?.actor] })]);
    const inbox = await inboxOf(cora);
    expect(typesIn(inbox).length - before).toBe(5);
    expect(inbox.items.slice(0, 5)).toMatchObject([
      { type: 'customer.note-written', because: 'direct', read: false, work: null },
      { type: 'service.ticket-replied', because: 'work', work: { title: 'A simulated question' } },
      { type: 'service.ticket-assigned', because: 'direct' },
      { type: 'service.ticket-opened', because: 'customer', work: { id: ticketId, title: 'A second complaint' } },
      { type: 'customer.owner-assigned', because: 'direct' },
    ]);
    expect(inbox.unread).toEqual({ count: 5 + before, more: false });
  });

  it('follows a customer under all his identifiers, and what happened before is not mine', async () => {
    const before = typesIn(await inboxOf(cora)).length;
    await product.post('/service/tickets', { ticketId: 'before-the-link', customer: { type: 'phone', value: '+49 30 5550100' }, subject: 'by phone' });
    await product.post('/customers/links', { a: customer('inbox'), b: { type: 'phone', value: '+49 30 5550100' } });
    await product.post('/service/tickets', { ticketId: 'after-the-link', customer: { type: 'phone', value: '+49 30 5550100' }, subject: 'by phone again' });
    expect(typesIn(await inboxOf(cora)).length - before).toBe(2);
    await product.ask('PUT', '/customers/old@example.com/owner', { body: { owner: ben?.actor } });
    await product.post('/service/tickets', { customer: customer('old'), subject: 'while Ben owns' });
    await product.settled();
    const mine = typesIn(await inboxOf(cora)).length;
    await product.ask('PUT', '/customers/old@example.com/owner', { body: { owner: cora?.actor } });
    expect(typesIn(await inboxOf(cora)).length - mine).toBe(1);
  });

  it('is read up to a place or one by one, and pages', async () => {
    const { items } = await inboxOf(cora);
    expect((await post(cora, '/team/inbox/read', { entries: [items[0]?.position, items[2]?.position] })).status).toBe(201);
    expect((await inboxOf(cora)).unread.count).toBe(items.length - 2);
    expect((await inboxOf(cora, '?show=unread')).items.map(({ position }) => position)).toEqual(items.filter((_item, index) => index !== 0 && index !== 2).map(({ position }) => position));
    const top = [...items].map(({ position }) => Number(position)).toSorted((a, b) => b - a)[3];
    expect((await post(cora, '/team/inbox/read', { upTo: String(top) })).body.events).toMatchObject([{ type: 'staff.inbox-read' }]);
    expect((await post(cora, '/team/inbox/read', { upTo: String(top) })).body.events).toEqual([]);
    const unread = (await inboxOf(cora)).items.filter(({ read }) => !read);
    expect(unread.map(({ position }) => Number(position)).every((position) => position > (top ?? 0))).toBe(true);
    const paged: unknown[] = [];
    for (let query = '?limit=2'; query !== ''; ) {
      const page = await inboxOf(cora, query);
      paged.push(...page.items.map(({ position }) => position));
      query = page.after === null ? '' : `?limit=2&after=${encodeURIComponent(page.after)}`;
    }
    expect(paged).toEqual(items.map(({ position }) => position));
  });

  it('is everybody’s own', async () => {
    expect(typesIn(await inboxOf(ben))).not.toContain('customer.note-written');
    expect((await product.get('/team/inbox', { key: product.keys.source })).status).toBe(403);
  });
});

it('the command line hands over everything and deactivates', async () => {
  await Promise.all(Array.from({ length: 12 }, async () => product.post(`/service/tickets/${await ticketOf()}/assign`, { assignee: ben?.actor })));
  await product.settled();
  const { total, counts } = (await product.get(`/team/members/${ben?.id}/open-work`)).body;
  expect(counts).toMatchObject({ ticket: expect.any(Number), 'follow-up': 2, customer: 1 });
  expect(await throughline('member', 'hand-over', ben?.id ?? '', '--to', cora?.id ?? '', '--reason', 'left (simulated)')).toBe(`${total} handed over\ndeactivated\n`);
  await product.settled();
  expect((await product.get(`/team/members/${cora?.id}/open-work?limit=200`)).body.total).toBeGreaterThanOrEqual(total);
  expect(await throughline('member', 'list', '--search', 'ben')).toMatch(/Simulated Ben .*inactive/);
  await expect(throughline('member', 'hand-over', cora?.id ?? '', '--to', ben?.id ?? '')).rejects.toMatchObject({ code: 'MEMBER_INACTIVE' });
});

/** The real commands in this process, over HTTP; what they say on stdout. */
async function throughline(...words: string[]): Promise<string> {
  const said: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const program = new Command().exitOverride();
  addMember(program, () => new Server({ url: product.url, key: product.keys.staff }));
  await program.parseAsync(words, { from: 'user' }).finally(() => write.mockRestore());
  return said.join('');
}

/** What lies in the store, as anybody who gets at it reads it. */
async function storedText(): Promise<string> {
  return [...(await placesOf(product.folder)).values()].join('');
}
