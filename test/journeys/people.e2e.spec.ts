// Real: the whole product in this process over SQLite files, spoken to over HTTP; time for the processes is the test's own. The people are simulated.
import { ManualClock } from '@throughline/processes';
import { Product, shopEvent } from './product';
import { placesOf } from './servers';

const start = Date.now();
const DAY = 24 * 60 * 60_000;
const clock = new ManualClock(start);
let product: Product;

beforeAll(async () => {
  product = await Product.startAt(clock);
});
afterAll(() => product.end());

const anna = 'staff:00000000-0000-7000-8000-00000000000a';
const ben = 'staff:00000000-0000-7000-8000-00000000000b';
const cora = 'staff:00000000-0000-7000-8000-00000000000c';

const put = (route: string, body: unknown, key = product.keys.staff) => product.ask('PUT', route, { body, key });
const patch = (route: string, body: unknown, headers: Record<string, string> = {}) => product.ask('PATCH', route, { body, headers });
const remove = (route: string) => product.ask('DELETE', route);
const create = (body: unknown, headers: Record<string, string> = {}) => product.post('/customers', body, headers);
const person = (firstName: string, lastName: string, more: object = {}) => ({ kind: 'person', profile: { firstName, lastName, ...more } });

async function settledGet(route: string, key = product.keys.staff) {
  await product.settled();
  return product.get(route, { key });
}

/** Somebody nobody is like, by his name in the routes. */
async function created(body: unknown): Promise<string> {
  const answer = await create(body);
  expect([answer.status, answer.body.code]).toEqual([201, undefined]);
  const { type, value } = answer.body.identifier;
  return `${type}:${value}`;
}

describe('a person', () => {
  const profile = {
    salutation: 'Frau', title: 'Dr.', firstName: 'Simulated Anna', lastName: 'Müller', birthday: '1980-02-29', language: 'de', preferredChannel: 'phone',
    addresses: [{ kind: 'work', street: 'Simulierte Straße 1', postalCode: '53111', city: 'Bonn', country: 'DE' }],
    phones: [{ kind: 'mobile', number: '+49 170 1234567' }], emails: [{ address: 'a.mueller@example.com' }], whatToKnow: 'Calls back in the mornings only (simulated).',
  };

  it('is created by hand under an identifier of ours, and found by her name however it is spelt', async () => {
    const answer = await create({ kind: 'person', profile, identifiers: [] });
    expect(answer).toMatchObject({ status: 201, body: { events: [{ type: 'customer.profile-created' }], identifier: { type: 'customer' }, linked: [] } });
    const name = `customer:${answer.body.identifier.value}`;
    expect((await settledGet(`/customers/${name}/profile`)).body).toMatchObject({ kind: 'person', called: 'Simulated Anna Müller', profile, said: { whatToKnow: { by: expect.stringMatching(/^staff:/) } }, revision: 0 });
    for (const search of ['Müller', 'mueller', 'MUELLER']) expect((await product.get(`/customers?search=${search}`)).body.customers).toMatchObject([{ name: 'Simulated Anna Müller' }]);
  });

  it('stands in the store sealed', async () => {
    const stored = [...(await placesOf(product.folder)).values()].join('');
    expect(stored).toContain('customer.profile-created');
    for (const text of ['M\u00fcller', Buffer.from('M\u00fcller').toString('latin1'), 'Simulierte Stra', '1234567', 'a.mueller', '1980-02-29', 'Calls back']) expect([text, stored.includes(text)]).toEqual([text, false]);
  });

  it('is warned of when somebody like her is about to be created, and nothing is recorded', async () => {
    const before = (await product.get('/ops/projections')).body.projections[0].head;
    const likely = { status: 409, body: { code: 'DUPLICATES_LIKELY', candidates: [{ identifier: { type: 'customer' }, name: 'Simulated Anna Müller', kind: 'person', score: expect.any(Number) }] } };
    expect(await create(person('Simulated Anne', 'Mueller'))).toMatchObject({ ...likely, body: { ...likely.body, candidates: [{ evidence: [{ kind: 'name' }] }] } });
    expect(await create(person('Somebody', 'Else', { phones: [{ number: '0170/1234567' }] }))).toMatchObject({ ...likely, body: { candidates: [{ evidence: [{ kind: 'phone', likeness: 100 }] }] } });
    expect(await create(person('Somebody', 'Else', { emails: [{ address: 'A.Mueller@Example.com' }] }))).toMatchObject({ ...likely, body: { candidates: [{ evidence: [{ kind: 'email' }] }] } });
    expect(await create(person('Bernd', 'Müller', { addresses: [{ street: 'Simulierte Str. 1', postalCode: '53111' }] }))).toMatchObject({ ...likely, body: { candidates: [{ evidence: [{ kind: 'address' }] }] } });
    expect((await product.get('/ops/projections')).body.projections[0].head).toBe(before);
    expect((await product.get('/customers/duplicates?name=anna%20simulated%20mueller')).body).toMatchObject({ candidates: [{ name: 'Simulated Anna Müller' }] });
    expect((await product.get('/customers/duplicates?name=Simulated%20Bernd')).body).toEqual({ candidates: [] });
    expect((await product.get('/customers/duplicates?kind=dog')).body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: '/kind' }] });
  });

  it('is somebody else if it is said so', async () => {
    const answer = await create({ ...person('Simulated Anna', 'Müller'), evenIfDuplicate: true });
    expect(answer.status).toBe(201);
    expect((await settledGet('/customers/duplicates?name=Simulated%20Anna%20Müller')).body.candidates).toHaveLength(2);
  });

  it('has further identifiers, and the same request again is the same person', async () => {
    const body = { ...person('Simulated Otto', 'Quandt'), identifiers: [{ type: 'user', value: 'otto-7' }, { type: 'email', value: 'otto@example.com' }, { type: 'phone', value: '+49 228 7654321' }] };
    const first = await create(body, { 'Idempotency-Key': 'otto' });
    expect(first).toMatchObject({ status: 201, body: { repeated: false, identifier: { type: 'user', value: 'otto-7' }, linked: [{ type: 'email' }, { type: 'phone' }] } });
    await product.settled();
    expect((await create(body, { 'Idempotency-Key': 'otto' })).body).toMatchObject({ repeated: true, position: first.body.position, linked: [{ type: 'email' }, { type: 'phone' }] });
    expect((await create(body)).body).toMatchObject({ code: 'DUPLICATES_LIKELY', candidates: [{ score: 100 }] });
    const { nodes, summary } = (await settledGet('/customers/otto@example.com')).body;
    expect([nodes.length, summary.events]).toEqual([3, 3]);
  });

  it('keeps what belongs to somebody else where it is, if he is not the same', async () => {
    const answer = await create({ ...person('Simulated Olga', 'Quandt'), identifiers: [{ type: 'email', value: 'otto@example.com' }, { type: 'email', value: 'olga@example.com' }], evenIfDuplicate: true });
    expect(answer).toMatchObject({ status: 201, body: { identifier: { type: 'customer' }, linked: [{ value: 'olga@example.com' }] } });
    const olga = (await settledGet('/customers/olga@example.com/profile')).body;
    expect([olga.called, olga.nodes.length]).toEqual(['Simulated Olga Quandt', 2]);
    expect((await product.get('/customers/otto@example.com/profile')).body.called).toBe('Simulated Otto Quandt');
  });

  it('needs a name, and what is wrong is named', async () => {
    expect(await create({ kind: 'person', profile: { title: 'Dr.' } })).toMatchObject({ status: 400, body: { code: 'DATA_INVALID' } });
    expect((await create({ kind: 'person', profile: { lastName: 'X', addresses: [{ country: 'Germany' }], birthday: '1980-02-30' } })).body).toMatchObject({ code: 'VALIDATION_FAILED', errors: expect.arrayContaining([expect.objectContaining({ path: '/profile/addresses/0/country' }), expect.objectContaining({ path: '/profile/birthday' })]) });
    expect((await create({ ...person('A', 'Companyman'), identifiers: [{ type: 'company', value: 'Acme' }] })).body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: '/identifiers' }] });
  });
});

describe('what is known about a customer', () => {
  it('is changed with old and new value, an unchanged save says nothing, and nobody overwrites what he has not seen', async () => {
    const karl = await created(person('Simulated Karl', 'Oldman'));
    const changed = await patch(`/customers/${karl}/profile`, { lastName: 'Newman', whatToKnow: 'Simulated' }, { 'If-Match': '"0"' });
    expect(changed).toMatchObject({ status: 200, body: { events: [{ type: 'customer.profile-changed' }] } });
    expect(changed.headers.get('etag')).toBe('"1"');
    expect((await patch(`/customers/${karl}/profile`, { firstName: 'Simulated Karl', lastName: 'Newman', phones: [] })).body.events).toEqual([]);
    expect((await patch(`/customers/${karl}/profile`, { lastName: 'Other' }, { 'If-Match': '"0"' })).body.code).toBe('REVISION_CHANGED');
    const shown = await settledGet(`/customers/${karl}/profile`);
    expect([shown.headers.get('etag'), shown.body.called]).toEqual(['"1"', 'Simulated Karl Newman']);
    expect((await product.get(`/customers/${karl}/timeline`)).body.entries[0].text.en).toBe('Customer details changed: last name Oldman → Newman · what to know Simulated');
    expect((await product.get('/customers?search=newman')).body.customers).toMatchObject([{ name: 'Simulated Karl Newman' }]);
  });

  it('may begin with a customer who came by himself', async () => {
    await product.events([shopEvent('walk-in', { subject: 'email:walkin@example.com' })]);
    expect((await settledGet('/customers/walkin@example.com/profile')).body).toMatchObject({ kind: null, profile: {}, revision: -1 });
    expect((await patch('/customers/walkin@example.com/profile', { lastName: 'Walkin', language: 'en' })).status).toBe(201);
    expect((await settledGet('/customers?search=walkin@')).body.customers).toMatchObject([{ name: 'Walkin' }]);
  });

  it('is merged when two turn out to be one: of each field the later word holds, and stays when saved again', async () => {
    const [lena, helena] = [await created(person('Simulated Lena', 'Vogt', { phones: [{ number: '+49 30 111111' }] })), await created(person('Simulated Helena', 'Zander'))];
    const [type, value] = helena.split(':');
    const [otherType, otherValue] = lena.split(':');
    await product.post('/customers/links', { a: { type, value }, b: { type: otherType, value: otherValue } });
    expect((await settledGet(`/customers/${lena}/profile`)).body).toMatchObject({ called: 'Simulated Helena Zander', profile: { phones: [{ number: '+49 30 111111' }] } });
    expect((await patch(`/customers/${lena}/profile`, { firstName: 'Simulated Helena', lastName: 'Zander' })).body.events).toEqual([]);
    await patch(`/customers/${lena}/profile`, { lastName: 'Vogt' });
    expect((await settledGet(`/customers/${helena}/timeline`)).body.entries[0].text.en).toBe('Customer details changed: last name Zander → Vogt');
    expect((await product.get(`/customers/${helena}/profile`)).body.called).toBe('Simulated Helena Vogt');
  });
});

describe('who looks after a customer', () => {
  const jane = 'owned@example.com';
  const until = new Date(start + 3 * DAY).toISOString();

  it('is an owner, a second owner, and for a time a deputy', async () => {
    await put(`/customers/${jane}/owner`, { owner: anna });
    expect((await put(`/customers/${jane}/second-owner`, { secondOwner: anna })).body.code).toBe('SECOND_OWNER_IS_OWNER');
    await put(`/customers/${jane}/second-owner`, { secondOwner: ben });
    expect((await put(`/customers/${jane}/deputy`, { deputy: cora, until: '2020-01-01' })).body.code).toBe('DEPUTY_ENDS_IN_THE_PAST');
    expect((await put(`/customers/${jane}/deputy`, { deputy: cora, until, reason: 'holidays (simulated)' })).body.events).toMatchObject([{ type: 'customer.deputy-appointed' }]);
    expect((await settledGet(`/customers/${jane}/ownership`)).body).toMatchObject({ owner: { staff: anna }, secondOwner: { staff: ben }, deputy: { staff: cora, until, reason: 'holidays (simulated)' } });
    expect((await product.get(`/customers/owned?staff=${cora}`)).body.customers).toMatchObject([{ customer: { value: jane }, owner: { staff: anna } }]);
    expect((await product.get(`/customers/owned?staff=${cora}&as=owner`)).body).toEqual({ customers: [], after: null });
    expect((await product.get(`/customers/owned?staff=cora`)).body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: '/staff' }] });
  });

  it('his deputy ends by himself when his time is over, and not before, also when it is prolonged', async () => {
    const later = new Date(start + 5 * DAY).toISOString();
    await put(`/customers/${jane}/deputy`, { deputy: cora, until: later });
    await product.settled();
    await clock.advance(start + 4 * DAY);
    expect((await settledGet(`/customers/${jane}/ownership`)).body.deputy).toMatchObject({ staff: cora, until: later });
    await clock.advance(start + 5 * DAY);
    expect((await settledGet(`/customers/${jane}/ownership`)).body).toMatchObject({ owner: { staff: anna }, deputy: null });
    expect((await product.get(`/customers/${jane}/timeline`)).body.entries[0]).toMatchObject({ type: 'customer.deputy-ended', actor: 'process:deputy', text: { de: 'Keine Vertretung mehr' } });
  });

  it('is released, and a deputy ended earlier', async () => {
    await put(`/customers/${jane}/deputy`, { deputy: cora, until: new Date(start + 9 * DAY).toISOString() });
    for (const role of ['owner', 'second-owner', 'deputy']) expect((await remove(`/customers/${jane}/${role}`)).status).toBe(200);
    expect((await settledGet(`/customers/${jane}/ownership`)).body).toEqual({ owner: null, secondOwner: null, deputy: null });
    expect((await remove(`/customers/${jane}/deputy`)).body.events).toEqual([]);
  });
});

describe('what is new', () => {
  it('is what came since one looked, also what took place before, and is each person’s own', async () => {
    const route = '/customers/news@example.com';
    const ordered = (id: string, more: object = {}) => shopEvent(id, { subject: 'email:news@example.com', ...more });
    const { key } = (await product.post('/ops/keys', { kind: 'staff', name: 'Simulated colleague' })).body;
    await product.events([ordered('n1'), ordered('n2')]);
    const first = (await settledGet(`${route}/news`)).body;
    expect(first).toMatchObject({ seen: null, count: 2, more: false, entries: [{ sender: { id: 'n2' } }, { sender: { id: 'n1' } }], older: null });
    const position = first.entries[0].position as string;
    expect((await put(`${route}/seen`, { position })).body.events).toMatchObject([{ type: 'staff.customer-seen' }]);
    expect((await put(`${route}/seen`, { position: first.entries[1].position })).body.events).toEqual([]);
    await product.events([ordered('n3', { time: '2020-01-01T00:00:00.000Z' }), ordered('n4')]);
    expect((await settledGet(`${route}/news`)).body).toMatchObject({ seen: position, count: 2, entries: [{ sender: { id: 'n4' } }, { sender: { id: 'n3' } }] });
    const page = (await product.get(`${route}/news?limit=1`)).body;
    expect((await product.get(`${route}/news?limit=1&older=${page.older}`)).body).toMatchObject({ count: 2, entries: [{ sender: { id: 'n3' } }], older: null });
    expect((await settledGet(`${route}/news`, key)).body).toMatchObject({ seen: null, count: 4 });
    expect((await put(`${route}/seen`, { position: '999999999999' })).body.code).toBe('POSITION_AHEAD');
    expect((await put(`${route}/seen`, { position: 'x' })).body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: '/position' }] });
    expect((await product.get(`${route}/timeline`)).body.entries).toHaveLength(4);
  });
});
