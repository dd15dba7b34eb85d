// Real: the whole product in this process over SQLite files, spoken to over HTTP.
import { Product, shopEvent, type Answer } from './product';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

const ids = ({ body }: Answer): string[] => body.entries.map((entry: { id: string }) => entry.id);
const visit = (who: string, id: string, more: object = {}) => shopEvent(`${who}-${id}`, { type: 'shop.visit', subject: `email:${who}@example.com`, data: { page: id }, ...more });

describe('a timeline', () => {
  beforeAll(async () => {
    const events = Array.from({ length: 130 }, (_, i) => visit('pages', String(i), { time: new Date(Date.UTC(2026, 0, 1 + Math.floor(i / 10))).toISOString() }));
    await product.events(events);
    await product.settled();
  });

  it('is read page by page, both ways, each entry once', async () => {
    const route = '/customers/pages@example.com/timeline?limit=20';
    const seen: string[] = [];
    let page = await product.get(route);
    for (;;) {
      seen.push(...ids(page));
      if (page.body.older === null) break;
      page = await product.get(`${route}&older=${encodeURIComponent(page.body.older)}`);
    }
    expect([seen.length, new Set(seen).size]).toEqual([130, 130]);
    const back: string[] = [...ids(page)];
    while (page.body.newer !== null) {
      page = await product.get(`${route}&newer=${encodeURIComponent(page.body.newer)}`);
      back.unshift(...ids(page));
    }
    expect(back).toEqual(seen);
  });

  it('begins at a day', async () => {
    const { body } = await product.get('/customers/pages@example.com/timeline?at=2026-01-03&limit=5');
    expect(body.entries[0].effectiveAt).toBe('2026-01-03T00:00:00.000Z');
    expect(body.newer).not.toBeNull();
  });

  it('refuses cursors that are damaged or of another store, and odd questions', async () => {
    const ask = async (query: string) => (await product.get(`/customers/pages@example.com/timeline?${query}`)).body.code;
    expect(await ask('older=abc')).toBe('CURSOR_INVALID');
    expect(await ask('older=2026-01-01T00:00:00.000Z~1~another')).toBe('CURSOR_OF_ANOTHER_STORE');
    expect(await ask('limit=0')).toBe('VALIDATION_FAILED');
    expect(await ask('limit=ten')).toBe('VALIDATION_FAILED');
    expect(await ask('asOf=yesterday')).toBe('VALIDATION_FAILED');
    expect(await ask('unknown=1')).toBe('VALIDATION_FAILED');
    expect(await ask('minPosition=99999999')).toBe('PROJECTION_BEHIND');
  }, 20_000);

  it('is filtered by context, type, channel, actor and words', async () => {
    await product.events([visit('filters', '1'), visit('filters', '2', { type: 'web.Download Started', data: { file: 'Preisliste.pdf' } })]);
    await product.post('/customers/filters@example.com/notes', { text: 'Wants the PRICE list', channel: 'phone' });
    await product.settled();
    const found = async (query: string) => ids(await product.get(`/customers/filters@example.com/timeline?${query}`)).length;
    expect(await found('')).toBe(3);
    expect(await found('context=shop')).toBe(1);
    expect(await found('type=web.Download%20Started')).toBe(1);
    expect(await found('channel=phone')).toBe(1);
    expect(await found('words=price%20list')).toBe(1);
    expect(await found('words=preisliste')).toBe(1);
    expect(await found('words=notiz')).toBe(1);
    expect(await found('words=nothing%20like%20this')).toBe(0);
    const { body } = await product.get('/customers/filters@example.com/timeline?context=customer');
    expect(await found(`actor=${encodeURIComponent(body.entries[0].actor)}`)).toBe(1);
  });

  it('shows one the own writing, by its position', async () => {
    for (let i = 0; i < 5; i += 1) {
      const written = await product.post('/customers/own@example.com/notes', { text: `note ${i}` });
      const page = await product.get(`/customers/own@example.com/timeline?minPosition=${written.body.position}&limit=1`);
      expect(page.body.entries[0].id).toBe(written.body.events[0].id);
    }
  });

  it('sorts by effective time: a clock of 2099 heads nothing, and what it said is shown', async () => {
    await product.events([visit('clock', 'future', { time: '2099-01-01T00:00:00Z' })]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await product.events([visit('clock', 'now')]);
    await product.settled();
    const { body } = await product.get('/customers/clock@example.com/timeline');
    expect(body.entries.map(({ data }: { data: { page: string } }) => data.page)).toEqual(['now', 'future']);
    expect(body.entries[1].occurredAt).toBe('2099-01-01T00:00:00.000Z');
  });
});

describe('the two clocks', () => {
  it('asOf cuts by when it happened, knownAt by when we learned it', async () => {
    const first = (await product.events([visit('clocks', 'old', { time: '2026-01-01T00:00:00Z' })])).body.events[0];
    await new Promise((resolve) => setTimeout(resolve, 20));
    const between = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await product.events([visit('clocks', 'late', { time: '2025-06-01T00:00:00Z' })]);
    await product.settled();
    const pages = async (query: string) => (await product.get(`/customers/clocks@example.com/timeline?${query}`)).body.entries.map(({ data }: { data: { page: string } }) => data.page);
    expect(await pages('')).toEqual(['old', 'late']);
    expect(await pages('asOf=2025-12-31T00:00:00Z')).toEqual(['late']);
    expect(await pages(`knownAt=${first.position}`)).toEqual(['old']);
    expect(await pages(`knownAt=${between}`)).toEqual(['old']);
    expect(await pages('asOf=2025-12-31T00:00:00Z&knownAt=0')).toEqual([]);
    expect((await product.get(`/customers/clocks@example.com?knownAt=${between}`)).body.summary).toMatchObject({ events: 1, firstSeen: Date.parse('2026-01-01T00:00:00Z') });
    expect((await product.get('/customers/clocks@example.com?asOf=2020-01-01T00:00:00Z')).status).toBe(404);
  });
});

describe('a customer', () => {
  it('is found under any of the identifiers, in any spelling, and by name', async () => {
    await product.post('/marketing/leads', { customer: { type: 'email', value: 'Anna.Simulated@Example.com' }, firstName: 'Anna', lastName: 'Simulated' });
    await product.events([shopEvent('company', { subject: 'company:Simulated Works' }), shopEvent('device', { subject: 'device:d-1' })]);
    await product.settled();
    for (const text of ['anna.simulated@example.com', 'ANNA.SIMULATED@EXAMPLE.COM', 'email:anna.simulated@example.com', 'mailto:anna.simulated@example.com', 'Simulated Works', 'company:Simulated Works', 'd-1'])
      expect([text, (await product.get(`/customers/${encodeURIComponent(text)}`)).status]).toEqual([text, 200]);
    const names = async (search: string) => (await product.get(`/customers?search=${encodeURIComponent(search)}`)).body.customers.map(({ name, identifier }: { name: string | null; identifier: { value: string } }) => name ?? identifier.value);
    expect(await names('anna sim')).toEqual(['Anna Simulated']);
    expect(await names('d-1')).toEqual(['d-1']);
    // Her name stands beside her company, what is found here stands without: it is one row, with the name.
    await product.post('/marketing/leads', { customer: { type: 'email', value: 'berta@example.com' }, company: { type: 'company', value: 'Simulated Works' }, firstName: 'Berta' });
    await product.events([visit('berta', '1')]);
    await product.settled();
    expect(await names('berta@')).toEqual(['Berta']);
    expect(await names('nobody like this')).toEqual([]);
    expect((await product.get('/customers/nobody@example.com')).body.code).toBe('CUSTOMER_NOT_FOUND');
    expect((await product.get(`/customers/${'x'.repeat(500)}`)).body.code).toBe('IDENTIFIER_INVALID');
  });

  it('merged and unmerged is byte for byte as before, but for the link itself', async () => {
    const [a, b] = [{ type: 'email', value: 'merge-a@example.com' }, { type: 'user', value: 'merge-b' }];
    await product.events([visit('merge-a', '1', { time: '2026-01-01T00:00:00Z' }), shopEvent('merge-b', { subject: 'user:merge-b', time: '2026-01-02T00:00:00Z' }), visit('merge-a', '2', { time: '2026-01-03T00:00:00Z' })]);
    await product.settled();
    const strip = (answer: Answer) => ({ ...answer.body, live: '', entries: answer.body.entries?.filter(({ type }: { type: string }) => !type.startsWith('identity.')) });
    const both = async () => Promise.all(['merge-a@example.com', 'user:merge-b'].flatMap((who) => [product.get(`/customers/${who}`), product.get(`/customers/${who}/timeline`)]));
    const before = await both();

    const linked = await product.post('/customers/links', { a, b, evidence: 'said so on the phone' });
    await product.settled();
    const [one, timeline, other] = await both();
    expect(one?.body.nodes).toEqual(other?.body.nodes);
    expect(one?.body.summary).toMatchObject({ events: 4, byContext: { shop: 3, identity: 1 } });
    expect(timeline?.body.entries.map(({ type }: { type: string }) => type)).toEqual(['identity.nodes-linked', 'shop.visit', 'shop.order-placed', 'shop.visit']);
    const note = await product.post('/customers/user:merge-b/notes', { text: 'recorded in between' });

    await product.post(`/customers/links/${linked.body.id}/unlink`, { a, b, reason: 'a mistake' });
    await product.settled();
    const after = await both();
    expect(strip(after[1] as Answer)).toEqual(strip(before[1] as Answer));
    expect(after[0]?.body.nodes).toEqual(before[0]?.body.nodes);
    expect(strip(after[3] as Answer).entries.map(({ id }: { id: string }) => id)).toEqual([note.body.events[0].id, ...ids(before[3] as Answer)]);
    // As known before the link was undone they are still one.
    const known = await product.get(`/customers/merge-a@example.com?knownAt=${note.body.position}`);
    expect(known.body.nodes).toHaveLength(2);
    expect((await product.post('/customers/links', { linkId: linked.body.id, a, b })).body.code).toBe('LINK_UNLINKED');
  });

  it('has an owner who can be handed over and released', async () => {
    const owner = 'staff:00000000-0000-7000-8000-000000000001';
    await product.ask('PUT', '/customers/owned@example.com/owner', { body: { owner } });
    await product.settled();
    expect((await product.get('/customers/owned@example.com')).body.summary.owner).toMatchObject({ value: owner });
    await product.ask('DELETE', '/customers/owned@example.com/owner');
    await product.settled();
    expect((await product.get('/customers/owned@example.com')).body.summary.owner).toMatchObject({ value: null });
  });
});
