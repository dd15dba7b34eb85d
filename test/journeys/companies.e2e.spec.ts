// Real: the whole product in this process over SQLite files, spoken to over HTTP. The companies and their people are simulated.
import { Product, shopEvent } from './product';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

async function settledGet(route: string) {
  await product.settled();
  return product.get(route);
}

async function person(firstName: string, lastName: string): Promise<{ readonly type: string; readonly value: string }> {
  return (await product.post('/customers', { kind: 'person', profile: { firstName, lastName } })).body.identifier;
}

const routeOf = ({ type, value }: { readonly type: string; readonly value: string }): string => `/customers/${type}:${value}`;

describe('a company', () => {
  it('is created, and warned of however its legal form is written', async () => {
    const answer = await product.post('/customers', { kind: 'company', profile: { name: 'Simulierte Hydraulik GmbH & Co. KG' } });
    expect(answer).toMatchObject({ status: 201, body: { identifier: { type: 'company' } } });
    await product.settled();
    expect((await product.post('/customers', { kind: 'company', profile: { name: 'Simulierte Hydraulik AG' } })).body).toMatchObject({ code: 'DUPLICATES_LIKELY', candidates: [{ kind: 'company', name: 'Simulierte Hydraulik GmbH & Co. KG' }] });
    expect((await settledGet('/customers?search=hydraulik')).body.customers).toMatchObject([{ name: 'Simulierte Hydraulik GmbH & Co. KG' }]);
  });

  it('knows its people with role and time, and a person his companies', async () => {
    const [ute, vera] = [await person('Simulated Ute', 'Ullmann'), await person('Simulated Vera', 'Vollmer')];
    const company = { type: 'company', value: 'Simulated Pumps Ltd.' };
    expect(await product.post('/customers/memberships', { membershipId: 'ute', person: ute, company, role: 'Buyer', from: '2024-03-01' })).toMatchObject({ status: 201, body: { id: 'ute' } });
    await product.post('/customers/memberships', { membershipId: 'vera', person: vera, company, role: 'Fitter', from: '2020-01-01' });
    await product.post('/customers/memberships/vera/end', { to: '2023-12-31' });
    await product.post('/customers/memberships/ute/change', { role: 'Head of purchasing' });
    await product.settled();
    const route = '/customers/company:Simulated%20Pumps%20Ltd./members';
    const rows = ({ body }: { body: { memberships: { person: unknown; role: string; from: string; to: string }[] } }) => body.memberships.map(({ role, from, to }) => [role, from, to]);
    expect(rows(await product.get(route))).toEqual([['Fitter', '2020-01-01', '2023-12-31'], ['Head of purchasing', '2024-03-01', null]]);
    expect(rows(await product.get(`${route}?on=2024-03-01`))).toEqual([['Head of purchasing', '2024-03-01', null]]);
    const first = (await product.get(`${route}?limit=1`)).body;
    expect(rows(await product.get(`${route}?limit=1&after=${first.after}`))).toEqual([['Head of purchasing', '2024-03-01', null]]);
    expect((await product.get(`${routeOf(ute)}/companies`)).body.memberships).toMatchObject([{ company, role: 'Head of purchasing' }]);
    expect((await product.get('/customers/memberships/vera')).body).toMatchObject({ status: 'ended' });
    expect((await product.get(`${routeOf(vera)}/timeline`)).body.entries[0].text.en).toContain('No longer belongs to the company');
    for (const [answer, code] of [
      [await product.post('/customers/memberships/nobody/end', { to: '2024-01-01' }), 'MEMBERSHIP_NOT_FOUND'],
      [await product.post('/customers/memberships/ute/end', { to: '2024-02-30' }), 'VALIDATION_FAILED'],
      [await product.post('/customers/memberships/ute/end', { to: '2024-02-29' }), 'MEMBERSHIP_ENDS_BEFORE_IT_STARTS'],
      [await product.get('/customers/memberships/nobody'), 'MEMBERSHIP_NOT_FOUND'],
      [await product.get(`${route}?after=broken`), 'CURSOR_INVALID'],
    ] as const) expect(answer.body.code).toBe(code);
  });
});

describe('the timeline of a company with its members', () => {
  const company = { type: 'company', value: 'Simulated Valves' };
  const wim = { type: 'email', value: 'wim@example.com' };
  const told = (id: string, type: string, time: string, data: object) => ({ specversion: '1.0', id, source: '/simulated', type, time, data });
  const ticket = (ticketId: string, time: string, more: object = {}) => told(ticketId, 'service.ticket-opened', time, { ticketId, customer: wim, subject: `Simulated ${ticketId}`, ...more });
  const idsOf = ({ body }: { body: { entries: { sender?: { id: string } }[] } }) => body.entries.flatMap(({ sender }) => sender?.id ?? []);

  it('has what they did there, and neither their private purchases nor their life before and after', async () => {
    const started = await product.post('/customers/memberships', { membershipId: 'wim', person: wim, company, from: '2024-01-01' });
    await product.events([
      ticket('before', '2023-12-31T23:00:00.000Z'), ticket('then', '2024-06-01T09:00:00.000Z'), ticket('last-day', '2024-12-31T23:00:00.000Z'), ticket('behind', '2025-01-01T00:00:00.000Z'),
      ticket('elsewhere', '2024-07-01T09:00:00.000Z', { company: { type: 'company', value: 'Simulated Other' } }),
      ticket('named', '2025-07-01T09:00:00.000Z', { company }),
      shopEvent('private', { subject: `email:${wim.value}`, time: '2024-08-01T09:00:00.000Z' }),
    ]);
    const ended = await product.post('/customers/memberships/wim/end', { to: '2024-12-31' });
    const route = '/customers/company:Simulated%20Valves/timeline';
    const whole = await settledGet(`${route}?members=true`);
    expect(idsOf(whole)).toEqual(['named', 'last-day', 'then']);
    expect(whole.body.entries).toHaveLength(5);
    expect(idsOf(await product.get(route))).toEqual(['named']);
    expect(idsOf(await product.get(`${route}?members=true&knownAt=${BigInt(ended.body.position) - 1n}`))).toEqual(['named', 'behind', 'last-day', 'then']);
    expect(idsOf(await product.get(`${route}?members=true&knownAt=${BigInt(started.body.position) - 1n}`))).toEqual([]);
    const pages: string[] = [];
    for (let older: string | null = ''; older !== null; ) {
      const page = await product.get(`${route}?members=true&limit=1${older === '' ? '' : `&older=${older}`}`);
      pages.push(...idsOf(page));
      older = page.body.older;
    }
    expect(pages).toEqual(['named', 'last-day', 'then']);
    expect((await product.get(`${route}?members=perhaps`)).body.code).toBe('VALIDATION_FAILED');
  });
});
