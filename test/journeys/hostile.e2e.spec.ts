// Real: the whole product in this process over SQLite files, spoken to over HTTP.
import { Product, shopEvent } from './product';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

const DEPTH = 200_000;
const deep = '['.repeat(DEPTH) + ']'.repeat(DEPTH);

describe('a body nested without end', () => {
  it.each(['/sales/opportunities', '/service/tickets', '/customers/links', '/ops/quarantine/x/resubmit'])('is refused by %s', async (route) => {
    for (const body of [deep, `{"stage":${deep}}`, `{"customer":{"type":"email","value":${deep}}}`, `{"event":${deep}}`, `{"$sealed":1,"a":${deep}}`, '{"a":'.repeat(DEPTH) + '1' + '}'.repeat(DEPTH)])
      expect(await product.post(route, body)).toMatchObject({ status: 400, body: { code: expect.any(String) } });
  });

  it('costs only itself among events', async () => {
    const answer = await product.ask('POST', '/events', { key: product.keys.source, headers: { 'content-type': 'application/cloudevents-batch+json' }, body: `[${JSON.stringify(shopEvent('deep-1'))},{"data":${deep}},${JSON.stringify(shopEvent('deep-2'))}]` });
    expect(answer.status).toBe(202);
    expect(answer.body.events).toMatchObject([{ status: 'recorded' }, { status: 'quarantined', code: 'TOO_DEEP' }, { status: 'recorded' }]);
    const one = await product.ask('POST', '/events', { key: product.keys.source, headers: { 'content-type': 'application/cloudevents+json' }, body: deep });
    const reserved = await product.ask('POST', '/events', { key: product.keys.source, headers: { 'content-type': 'application/cloudevents+json' }, body: `{"$sealed":1,"data":${deep}}` });
    expect(reserved).toMatchObject({ status: 202, body: { events: [{ status: 'quarantined', code: 'RESERVED_MEMBER' }] } });
    expect(one).toMatchObject({ status: 202, body: { events: [{ status: 'quarantined', code: 'NOT_AN_OBJECT' }] } });
  });

  it('costs only its line in a file', async () => {
    const answer = await product.import([JSON.stringify(shopEvent('deep-3')), `{"data":${deep}}`, JSON.stringify(shopEvent('deep-4'))]);
    expect(answer.body).toEqual({ done: true, lines: 3, recorded: 2, repeated: 0, quarantined: 1 });
    await product.settled();
  });
});

describe('the same key at the same moment', () => {
  it('with other contents is one command, and the other is refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { body } = await product.post('/sales/opportunities', { stage: 'proposal' });
      const answers = await Promise.all(['one', 'two', 'three'].map((stage) => product.post(`/sales/opportunities/${body.id}/advance`, { stage }, { 'idempotency-key': `race-${round}` })));
      expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '422', '422']);
    }
  });

  it('with the same content is one command, answered to each alike', async () => {
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all([1, 2, 3, 4].map(() => product.post('/service/tickets', { subject: 'once' }, { 'idempotency-key': `same-${round}` })));
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
      expect(new Set(answers.map(({ body }) => body.events[0].position)).size).toBe(1);
    }
  });
});

describe('names nobody thought of', () => {
  it.each(['two\nlines', 'tab\there', '"quoted"', "it's; drop table", '100 % sure_', '__proto__', 'a\u0000b', '\ud800 half', '𝄞', 'x'.repeat(320)])('are companies like all others: %j', async (value) => {
    const company = { type: 'company', value };
    const [taken] = (await product.events([shopEvent(`company-${value.slice(0, 20)}`, { subject: `company:${value}` })])).body.events;
    const opened = await product.post('/sales/opportunities', { company, stage: 'proposal' });
    await product.settled();
    if (taken.status === 'quarantined') {
      expect([taken.code, opened.status]).toEqual(['SUBJECT_INVALID', 400]);
      return;
    }
    expect([taken.status, opened.status]).toEqual(['recorded', 201]);
    const { body } = await product.get(`/customers/${encodeURIComponent(`company:${value}`)}`);
    expect(body).toMatchObject({ summary: { events: 2, identifiers: { [`company:${value}`]: company } }, incompleteSince: null });
    expect((await product.get(`/customers?search=${encodeURIComponent(value)}`)).body.customers).toMatchObject([{ identifier: company }]);
  });

  it('in an address are answered as a problem', async () => {
    for (const route of ['/customers/%E0%A4%A', '/customers/%00', `/customers/${'y'.repeat(3_000)}`, '/customers/a%2F..%2Fb', '/customers/x?asOf=2026-W05', '/customers/x?knownAt=2026-99-99T00:00:00Z', '/customers/x?asOf=2026-02-30', '/customers/x/timeline?words=a&words=b', '/customers/x/timeline?__proto__=1', '/customers/x/timeline?older=2026-01-01T00:00:00.000Z~9223372036854775808~s', '/ops/projections/timeline/parked?after=99999999999999999999', '/ops/quarantine?after=~']) {
      const answer = await product.get(route);
      const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') === true && typeof answer.body.code === 'string';
      expect([route, answer.status < 500, answer.status === 200 || isProblem]).toEqual([route, true, true]);
    }
  });
});

it('a file and people at the same things at the same time get in nobody\'s way', async () => {
  const customer = { type: 'email', value: 'crowd@example.com' };
  const tickets = [0, 1, 2, 3].map((n) => `crowd-${n}`);
  for (const ticketId of tickets) expect((await product.post('/service/tickets', { ticketId, customer, subject: 'everybody writes here' })).status).toBe(201);
  const steps = Array.from({ length: 600 }, (_, i) => shopEvent(`crowd-${i}`, { type: 'service.ticket-activity-recorded', time: '2026-01-05T10:00:00Z', data: { ticketId: tickets[(i * 7) % 4], activity: `step ${i}` } }));
  const imports = [steps.slice(0, 400), steps.slice(300)].map((part) => product.import(part.map((step) => JSON.stringify(step))));
  const notes = Array.from({ length: 60 }, (_, i) => product.post(`/service/tickets/${tickets[i % 4]}/note`, { text: `note ${i}` }));
  expect((await Promise.all(notes)).every(({ status }) => status === 200)).toBe(true);
  const counts = (await Promise.all(imports)).map(({ body }) => body as { lines: number; recorded: number; quarantined: number });
  expect([counts[0]!.recorded + counts[1]!.recorded, counts[0]!.quarantined + counts[1]!.quarantined]).toEqual([600, 0]);
  await product.settled();

  const seen: { stream: string; revision: number; type: string; data: { activity?: string } }[] = [];
  for (let older: string | null = ''; older !== null; ) {
    const { body } = await product.get(`/customers/crowd@example.com/timeline?limit=200${older === '' ? '' : `&older=${encodeURIComponent(older)}`}`);
    seen.push(...body.entries);
    older = body.older as string | null;
  }
  for (const ticketId of tickets) {
    const own = seen.filter(({ stream }) => stream === `ticket-${ticketId}`).toSorted((a, b) => a.revision - b.revision);
    expect(own.map(({ revision }) => revision)).toEqual(own.map((_, index) => index));
    expect(own).toHaveLength(1 + 150 + 15);
    const numbers = own.flatMap(({ data: { activity } }) => (activity === undefined ? [] : [Number(activity.slice(5))]));
    // Two files overlap: each is in its order, and what both have came with the one that was quicker.
    for (const inFile of [(n: number) => n < 300, (n: number) => n >= 400]) expect(numbers.filter(inFile)).toEqual(numbers.filter(inFile).toSorted((a, b) => a - b));
  }
});
