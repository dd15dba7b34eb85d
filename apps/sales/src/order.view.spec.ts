// Real: the view, its queries, the engine's pure fold and the shelf in memory. Events are made by hand.
import type { RecordEvent } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { MemoryReadStore, type Shelf } from '@throughline/read-store';
import type { OrderEvent } from './order.decider';
import { orderView, type OrderDocument } from './order.view';
import { orderById, orderPage, ordersByBuyer, ordersOf, type OrderQuery } from './orders.queries';

let position = 0n;
const start = Date.parse('2026-03-01T00:00:00.000Z');
const eur = (amount: string) => ({ amount, currency: 'EUR' });

function happened(fact: OrderEvent | RecordEvent, parties: StoredEvent['parties'] = []): StoredEvent {
  position += 1n;
  const stream = 'stream' in fact.data ? fact.data.stream : `order-${fact.data.orderId}`;
  return {
    ...fact, id: `00000000-0000-7000-8000-${String(position).padStart(12, '0')}`, schemaVersion: 1, source: 'erp', subject: stream, parties,
    occurredAt: new Date(start + Number(position) * 1_000).toISOString(), recordedAt: '2026-06-01T00:00:00.000Z', actor: 'source:erp', correlationId: 'c', causationId: null, stream, revision: 0, position,
  };
}

const jane: StoredEvent['parties'] = [{ node: 'user:1', role: 'customer', identifier: { type: 'user', value: 'jane' } }];
const acme: StoredEvent['parties'] = [{ node: 'company:Acme', role: 'company', identifier: { type: 'company', value: 'Acme' } }];
/** As the store has it: who an event concerns is known, by name only where it names him. */
const hers: StoredEvent['parties'] = [{ node: 'user:1', role: 'customer' }];
const of = (orderId: string) => ({ orderId });
const lines = [{ lineId: '1', product: 'Pump', quantity: '3', net: eur('30') }, { lineId: '2', product: 'Seal', quantity: '1', net: eur('2') }];
const placed = (orderId: string, parties = jane, more: object = {}) => happened({ type: 'sales.order-placed', data: { orderId, lines, net: eur('32'), gross: eur('38.08'), ...more } }, parties);

const shown = (...events: readonly StoredEvent[]): OrderDocument | undefined => foldView(orderView, events).documents.get('a') as OrderDocument | undefined;

describe('an order', () => {
  it('is what was bought, for whom and for how much', () => {
    expect(shown(placed('a', jane, { number: 'O-1', shop: 'North' }))).toMatchObject({ status: 'placed', number: 'O-1', shop: 'North', customer: { type: 'user', value: 'jane' }, net: eur('32'), gross: eur('38.08'), delivery: 'none', payment: 'none', placedAt: expect.any(Number) });
  });
  it('was changed, shipped, delivered, invoiced and paid', () => {
    const invoiced: OrderEvent = { type: 'sales.order-invoiced', data: { ...of('a'), invoiceNumber: 'I-1', net: eur('32'), gross: eur('38.08'), due: '2026-03-31' } };
    const until = (count: number) => [
      placed('a'),
      happened({ type: 'sales.order-shipped', data: { ...of('a'), trackingId: 'T-1' } }, hers),
      happened({ type: 'sales.order-delivered', data: of('a') }, hers),
      happened({ type: 'sales.order-shipped', data: of('a') }, hers),
      happened(invoiced, hers),
      happened({ type: 'sales.order-fell-overdue', data: { ...of('a'), since: '2026-04-01', level: 1 } }, hers),
      happened({ type: 'sales.order-paid', data: { ...of('a'), amount: eur('30') } }, hers),
      happened({ type: 'sales.order-credited', data: { ...of('a'), amount: eur('8.08') } }, hers),
    ].slice(0, count);
    const steps = [1, 2, 3, 4, 5, 6, 7, 8].map((count) => shown(...until(count)));
    expect(steps.map((step) => [step?.delivery, step?.payment])).toEqual([['none', 'none'], ['shipped', 'none'], ['delivered', 'none'], ['delivered', 'none'], ['delivered', 'due'], ['delivered', 'overdue'], ['delivered', 'overdue'], ['delivered', 'paid']]);
    expect(steps.at(-1)).toMatchObject({ customer: { value: 'jane' }, invoices: [{ invoiceNumber: 'I-1', due: '2026-03-31' }], paid: { EUR: '30' }, credited: { EUR: '8.08' }, overdueSince: '2026-04-01', reminderLevel: 1, shipments: [{ trackingId: 'T-1' }, { trackingId: null }] });
  });
  it('is paid in part until all is paid, without an invoice of its gross', () => {
    const paid = (amount: string) => happened({ type: 'sales.order-paid', data: { ...of('a'), amount: eur(amount) } }, hers);
    expect([shown(placed('a'), paid('38.07'))?.payment, shown(placed('a'), paid('38.07'), paid('0.01'))?.payment]).toEqual(['part-paid', 'paid']);
  });
  it('came back in parts, at last whole', () => {
    const back = (amount: string) => happened({ type: 'sales.order-returned', data: { ...of('a'), net: eur(amount) } }, hers);
    expect([shown(placed('a'), back('30'))?.status, shown(placed('a'), back('30'), back('2.00'))?.status]).toEqual(['placed', 'returned']);
  });
  it('was cancelled, and what comes later does not bring it back', () => {
    const cancelled = happened({ type: 'sales.order-cancelled', data: { ...of('a'), reason: 'price' } }, hers);
    expect(shown(placed('a'), cancelled, happened({ type: 'sales.order-shipped', data: of('a') }, hers))).toMatchObject({ status: 'cancelled', reason: 'price', delivery: 'shipped' });
  });
  it('may begin with what logistics tell, and is filled in by what is told later', () => {
    const shipped = happened({ type: 'sales.order-shipped', data: of('a') });
    expect(shown(shipped)).toMatchObject({ status: 'placed', net: null, placedAt: null, delivery: 'shipped' });
    expect(shown(shipped, happened({ type: 'sales.order-changed', data: { ...of('a'), lines: [], net: eur('5') } }), placed('a'))).toMatchObject({ net: eur('5'), lines: [], delivery: 'shipped', customer: { value: 'jane' } });
  });
  it('is another customer’s when it was moved, and nobody’s when it was withdrawn', () => {
    const moved = happened({ type: 'record.moved', data: { stream: 'order-a', company: { type: 'company', value: 'Acme' }, reason: 'a namesake' } }, acme);
    expect(shown(placed('a'), moved)).toMatchObject({ customer: null, customerNode: null, companyNode: 'company:Acme', company: { value: 'Acme' } });
    expect(shown(placed('a'), happened({ type: 'record.withdrawn', data: { stream: 'order-a', reason: 'entered twice' } }))).toMatchObject({ status: 'none' });
  });
});

describe('lists', () => {
  let shelf: Shelf;
  beforeAll(async () => {
    const events = [
      placed('a', jane, { number: 'O-260301-0001' }),
      placed('b', acme, { quoteId: 'q1', shop: 'North' }),
      placed('c', [...jane, ...acme], { lines: [{ lineId: '1', product: 'Special valve', quantity: '1', net: eur('1') }] }),
      placed('d', []),
      placed('e', jane),
      happened({ type: 'sales.order-cancelled', data: of('e') }, hers),
      placed('f', jane),
      happened({ type: 'record.withdrawn', data: { stream: 'order-f', reason: 'entered twice' } }, hers),
    ];
    shelf = await new MemoryReadStore().open({ view: 'orders', version: 1, generation: 1, kind: 'document', indexes: orderView.indexes });
    await shelf.write({ documents: [...foldView(orderView, events).documents].map(([key, body]) => ({ key, lane: key, position: 1n, body, expected: null })), entries: [], park: [], unpark: [], checkpoint: null });
  });

  const asked: readonly (readonly [Omit<OrderQuery, 'limit'>, readonly string[]])[] = [
    [{}, ['e', 'd', 'c', 'b', 'a']],
    [{ nodes: ['user:1'] }, ['e', 'c', 'a']],
    [{ nodes: ['user:1', 'company:Acme'] }, ['e', 'c', 'b', 'a']],
    [{ status: 'placed', nodes: ['user:1'] }, ['c', 'a']],
    [{ search: 'VALVE' }, ['c']],
    [{ search: '0301-0001' }, ['a']],
    [{ quoteId: 'q1' }, ['b']],
    [{ shop: 'North' }, ['b']],
    [{ payment: 'overdue' }, []],
  ];
  it.each(asked)('show newest first what is asked for, each once, page by page: %j', async (query, ids) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof orderPage>> = await orderPage(shelf, { ...query, limit: 2, ...(after === null ? {} : { after }) });
      seen.push(...page.orders.map(({ orderId }) => orderId));
      after = page.after;
    } while (after !== null);
    expect(seen).toEqual(ids);
  });

  it('of a customer hold each order once; those of one buyer stand together', async () => {
    const all = async (orders: AsyncIterable<OrderDocument>): Promise<readonly string[]> => {
      const ids: string[] = [];
      for await (const { orderId } of orders) ids.push(orderId);
      return ids;
    };
    expect(await all(ordersOf(shelf, ['user:1', 'company:Acme']))).toEqual(['a', 'c', 'e', 'b']);
    expect(await all(ordersByBuyer(shelf))).toEqual(['a', 'c', 'e', 'd', 'b']);
    expect([await orderById(shelf, 'f'), await orderById(shelf, 'x')]).toEqual([null, null]);
  });
});
