// Real: the whole product in this process over SQLite files, spoken to over HTTP only. Data is simulated.
import { Product } from './product';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const owner = 'staff:00000000-0000-7000-8000-00000000000a';
const colleague = 'staff:00000000-0000-7000-8000-00000000000b';

async function read(route: string): Promise<any> {
  await product.settled();
  return (await product.get(route)).body;
}

const typesOn = async (customer: string): Promise<readonly string[]> => (await read(`/customers/${customer}/timeline?limit=100`)).entries.map(({ type }: { type: string }) => type.replace('sales.', ''));

describe('an opportunity', () => {
  const customer = { type: 'email', value: 'simulated.pumps@example.com' };
  const buyer = { type: 'email', value: 'simulated.buyer@example.com' };
  const chief = { type: 'email', value: 'simulated.chief@example.com' };
  const stages = [
    { stage: 'first-call', label: { en: 'First call', de: 'Erstgespräch' }, probability: 10 },
    { stage: 'offer', label: { en: 'Offer', de: 'Angebot' }, probability: 50, requires: ['value', 'need'] },
    { stage: 'decision', label: { en: 'Decision', de: 'Entscheidung' }, probability: 75, requires: ['decision-maker', 'expected-close'] },
  ];
  let at: string;

  it('has the usual stages until the company sets its own', async () => {
    expect((await product.get('/sales/stages')).body.stages.map(({ stage }: { stage: string }) => stage)).toContain('negotiation');
    expect((await product.post('/sales/opportunities', { opportunityId: 'elsewhere', stage: 'site-visit' })).status).toBe(201);
    await product.post('/sales/opportunities/elsewhere/lose', { reason: 'timing' });
    expect((await product.ask('PUT', '/sales/stages', { body: { stages: [...stages, stages[0]] } })).body.code).toBe('STAGE_TWICE');
    expect((await product.ask('PUT', '/sales/stages', { body: { stages } })).status).toBe(201);
    expect((await product.get('/sales/stages')).body.stages).toEqual(stages);
  });

  it('goes forwards when it has what a stage asks for, and backwards freely', async () => {
    expect((await product.post('/sales/opportunities', { customer, stage: 'prospecting' })).body.code).toBe('STAGE_UNKNOWN');
    const { body } = await product.post('/sales/opportunities', { customer, title: 'Simulated pump station', stage: 'first-call', owner });
    at = `/sales/opportunities/${body.id}`;
    const refused = await product.post(`${at}/advance`, { stage: 'decision' });
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([409, 'STAGE_REQUIREMENTS_MISSING', expect.stringMatching(/value.*expected-close.*decision-maker.*need/)]);
    expect((await product.post(`${at}/needs`, { need: 'At least 12 bar', priority: 'must' })).status).toBe(200);
    expect((await product.post(`${at}/revalue`, { value: eur('48000.10') })).status).toBe(200);
    expect((await product.post(`${at}/advance`, { stage: 'offer' })).status).toBe(200);
    expect((await product.post(`${at}/forecast`, { expectedClose: '2026-05-29' })).status).toBe(200);
    expect((await product.post(`${at}/decision-makers`, { person: buyer, part: 'buyer', stance: 'in-favour' })).status).toBe(200);
    expect((await product.post(`${at}/advance`, { stage: 'decision' })).status).toBe(200);
    expect((await product.post(`${at}/advance`, { stage: 'first-call', reason: 'the budget is open again' })).status).toBe(200);
    expect((await product.post(`${at}/advance`, { stage: 'decision' })).status).toBe(200);
    expect(await read(at)).toMatchObject({ stage: 'decision', expectedClose: '2026-05-29', owner, needs: [{ need: 'At least 12 bar', priority: 'must' }], circle: [{ person: buyer, part: 'buyer', stance: 'in-favour' }] });
  });

  it('stands on the timeline of everybody who decides, as long as he does', async () => {
    await product.post(`${at}/decision-makers`, { person: chief, part: 'decider' });
    await product.post(`${at}/next-step`, { step: 'Simulated visit', due: '2026-01-05T09:00:00+01:00' });
    await product.post(`${at}/decision-makers/remove`, { person: buyer, reason: 'left the company' });
    await product.post(`${at}/competitors`, { competitor: 'Simulated Pumps Inc.', strength: 'strong' });
    const steps = ['opportunity-competitor-named', 'opportunity-decision-maker-removed', 'opportunity-next-step-planned', 'opportunity-decision-maker-named'];
    expect((await typesOn(chief.value)).slice(0, 4)).toEqual(steps);
    expect((await typesOn(buyer.value)).slice(0, 3)).toEqual(steps.slice(1));
    expect((await typesOn(customer.value)).slice(0, 4)).toEqual(steps);
  });

  it('shows in the pipeline by stage and currency, weighted, with what is overdue', async () => {
    await product.post('/sales/opportunities', { company: { type: 'company', value: 'Simulated Works' }, stage: 'first-call', title: 'Simulated valves' });
    const { stages: figures, total } = await read('/sales/pipeline');
    expect(figures.map((one: Record<string, unknown>) => [one['stage'], one['count'], one['value'], one['weighted'], one['overdueNextSteps']])).toEqual([
      ['first-call', 1, {}, {}, 0], ['offer', 0, {}, {}, 0], ['decision', 1, { EUR: '48000.1' }, { EUR: '36000.075' }, 1],
    ]);
    expect(total).toMatchObject({ count: 2, value: { EUR: '48000.1' } });
    for (const [query, count] of [[`owner=${owner}`, 1], ['expectedFrom=2026-05-30', 0], ['expectedTo=2026-05-29', 1], ['customer=company:Simulated%20Works', 1], [`customer=${customer.value}`, 1], ['customer=nobody@example.com', 0]] as const)
      expect([query, (await product.get(`/sales/pipeline?${query}`)).body.total.count]).toEqual([query, count]);
    const titles = async (query: string) => (await product.get(`/sales/opportunities?${query}`)).body.opportunities.map(({ title }: { title: string }) => title);
    expect([await titles('search=VALVE'), await titles('nextStep=overdue'), await titles('nextStep=missing'), await titles('limit=1')]).toEqual([['Simulated valves'], ['Simulated pump station'], ['Simulated valves'], ['Simulated valves']]);
  });

  it('is handed over, and won with its reason, once', async () => {
    for (const actor of [owner, colleague]) await product.post('/team/members', { actor, name: 'Simulated seller' });
    await product.settled();
    const handover = (await product.get(`/team/members/${owner.slice('staff:'.length)}/open-work?to=${colleague}`)).body;
    expect(JSON.stringify(handover)).toContain(`${at}/assign`);
    expect((await product.post(`${at}/assign`, { owner: colleague })).status).toBe(200);
    await product.post(`${at}/next-step/done`, { outcome: 'Simulated yes' });
    expect((await product.post(`${at}/win`, { reason: 'service', competitor: 'Simulated Pumps Inc.' })).status).toBe(200);
    expect((await product.post(`${at}/win`)).body.events).toEqual([]);
    expect(await read(at)).toMatchObject({ status: 'won', owner: colleague, value: eur('48000.10'), reason: 'service', competitor: 'Simulated Pumps Inc.', nextStep: { status: 'done' }, nextStepDue: null });
    expect(await read('/sales/report')).toMatchObject({ wonByReason: { service: 1 } });
  });

  it.each([
    ['a stage that cannot be', 'PUT', '/sales/stages', { stages: [{ stage: 'x', label: { en: 'x', de: 'x' }, requires: ['luck'] }] }, '/stages/0/requires'],
    ['an unknown part', 'POST', '/sales/opportunities/x/decision-makers', { person: buyer, part: 'king' }, '/part'],
    ['a person without a name', 'POST', '/sales/opportunities/x/decision-makers', { person: { type: 'email', value: ' ' }, part: 'user' }, '/person/value'],
    ['a day that does not exist', 'POST', '/sales/opportunities/x/forecast', { expectedClose: '2026-02-30' }, '/expectedClose'],
  ])('refuses %s and says where', async (_what, method, route, body, path) => {
    const answer = await product.ask(method, route, { body });
    expect([answer.status, answer.body.code, answer.body.errors[0].path]).toEqual([400, 'VALIDATION_FAILED', path]);
  });
});

describe('a lead that is converted', () => {
  it('becomes an opportunity by itself, in the first stage, for the same customer', async () => {
    const customer = { type: 'email', value: 'simulated.lead@example.com' };
    const lead = (await product.post('/marketing/leads', { customer, interest: 'simulated pumps' })).body.id;
    await product.ask('PUT', '/marketing/lead-criteria', { body: { criteria: [{ criterionId: 'need', label: { en: 'Need', de: 'Bedarf' }, points: 10 }], threshold: 5 } });
    await product.post(`/marketing/leads/${lead}/qualify`, { answers: [{ criterionId: 'need', met: true }] });
    const converted = await product.post(`/marketing/leads/${lead}/convert`, { value: eur('900'), owner });
    expect(converted.status).toBe(200);
    expect((await read(`/sales/opportunities?customer=${customer.value}`)).opportunities).toEqual([expect.objectContaining({ status: 'open', stage: 'first-call', customer, value: eur('900'), owner })]);
    expect((await typesOn(customer.value)).filter((type) => type === 'opportunity-opened')).toHaveLength(1);
  });
});

describe('an order', () => {
  const customer = { type: 'email', value: 'simulated.orders@example.com' };
  const pumps = { lineId: '1', product: 'Pump', productId: 'P-1', quantity: '2', unitPrice: eur('100.10'), net: eur('200.20') };
  const seals = { lineId: '2', product: 'Seal', quantity: '10', net: eur('9.90') };
  let id: string;
  const fact = (type: string, data: object) => ({ specversion: '1.0', id: `${type}-${id}`, source: '/simulated-erp', type: `sales.order-${type}`, data: { orderId: id, ...data } });

  it('is placed once, with a number, and changed while it is here', async () => {
    const body = { customer, lines: [pumps, seals], tax: eur('39.92'), channel: 'phone' };
    const placed = await product.post('/sales/orders', body, { 'idempotency-key': 'order-1' });
    expect([placed.status, (await product.post('/sales/orders', body, { 'idempotency-key': 'order-1' })).body.repeated]).toEqual([201, true]);
    id = placed.body.id;
    expect(await read(`/sales/orders/${id}`)).toMatchObject({ number: expect.stringMatching(/^O-\d{6}-0001$/), net: eur('210.1'), gross: eur('250.02'), status: 'placed' });
    expect((await product.post('/sales/orders', { customer, lines: [pumps, { ...seals, net: { amount: '9.90', currency: 'CHF' } }] })).body.code).toBe('ORDER_CURRENCY_MIXED');
    expect((await product.ask('PUT', `/sales/orders/${id}/content`, { body: { lines: [pumps] } })).status).toBe(200);
  });

  it('is shipped, invoiced and paid as logistics and accounting tell', async () => {
    const told = await product.events([
      fact('shipped', { trackingId: 'SIM-77', carrier: 'Simulated Parcel' }), fact('delivered', {}), fact('invoiced', { invoiceNumber: 'SIM-I-1', net: eur('200.20'), due: '2026-01-31' }),
      fact('fell-overdue', { since: '2026-02-01', level: 1 }), fact('paid', { amount: eur('200.20') }), fact('credited', { amount: eur('5'), reason: 'simulated gesture' }),
    ]);
    expect(told.status).toBe(200);
    expect(await read(`/sales/orders/${id}`)).toMatchObject({ delivery: 'delivered', payment: 'paid', paid: { EUR: '200.2' }, credited: { EUR: '5' }, overdueSince: '2026-02-01', customer });
    expect((await product.post(`/sales/orders/${id}/cancel`)).body.code).toBe('ORDER_LEFT_US');
    expect((await product.get('/sales/orders?search=sim-77')).body.orders.map(({ orderId }: { orderId: string }) => orderId)).toEqual([id]);
    expect((await typesOn(customer.value)).toSorted()).toEqual(['order-changed', 'order-credited', 'order-delivered', 'order-fell-overdue', 'order-invoiced', 'order-paid', 'order-placed', 'order-shipped']);
  });

  it('comes back in parts, never more than there was', async () => {
    expect((await product.post(`/sales/orders/${id}/return`, { lines: [{ lineId: '1', quantity: '3' }], net: eur('1') })).body.code).toBe('ORDER_RETURN_EXCEEDS');
    expect((await product.post(`/sales/orders/${id}/return`, { lines: [{ lineId: '1', quantity: '1' }], net: eur('100.10'), reason: 'defective' })).status).toBe(200);
    expect(await read(`/sales/orders/${id}`)).toMatchObject({ status: 'placed', returns: [{ net: eur('100.10'), reason: 'defective' }] });
  });

  it('makes the value of its customer, net of what came back or was cancelled, per currency, over all his identifiers', async () => {
    const user = { type: 'user', value: 'simulated-orders-7' };
    const chf = { amount: '30', currency: 'CHF' };
    const cancelled = (await product.post('/sales/orders', { customer, lines: [seals] })).body.id;
    await product.post(`/sales/orders/${cancelled}/cancel`, { reason: 'price' });
    await product.post('/sales/orders', { customer: user, lines: [{ lineId: '1', product: 'Valve', quantity: '1', net: chf }] });
    expect(Object.keys((await read(`/sales/customers/${customer.value}/value`)).value)).toEqual(['EUR']);
    await product.post('/customers/links', { a: customer, b: user, evidence: 'simulated' });
    expect(await read(`/sales/customers/${customer.value}/value`)).toMatchObject({
      value: {
        EUR: { placed: '210.1', cancelled: '9.9', returned: '100.1', net: '100.1', orders: 1, cancelledOrders: 1 },
        CHF: { placed: '30', net: '30', orders: 1 },
      },
    });
    expect((await product.get('/sales/purchases/report')).body).toMatchObject({ customers: 1, purchases: 2, cancelled: 1, purchaseDays: 1 });
  });

  it('and its quotes say which products a customer has, gave back and was offered', async () => {
    const { body } = await product.post('/sales/quotes', { customer, currency: 'EUR', lines: [{ lineId: '1', product: 'Pump', productId: 'P-1', quantity: '5', unitPrice: '99', taxRate: '19' }] });
    await product.post(`/sales/quotes/${body.id}/send`);
    const { products } = await read(`/sales/customers/${customer.value}/products`);
    expect(products.map((one: Record<string, { quantity: string } | null>) => [one['product'], one['bought']?.quantity, one['returned']?.quantity, one['offered']?.quantity])).toEqual([['Pump', '2', '1', '5'], ['Valve', '1', undefined, undefined]]);
  });
});
