// Pure: the value of a customer, by hand and compared with the plain rule in whole cents.
import fc from 'fast-check';
import { valued, type CustomerValue, type ValuedOrder } from './value.rules';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const usd = (amount: string) => ({ amount, currency: 'USD' });
const order = (more: Partial<ValuedOrder> = {}): ValuedOrder => ({ status: 'placed', net: eur('10.10'), returns: [], placedAt: 100, ...more });
const valueOf = (...orders: readonly ValuedOrder[]): CustomerValue => orders.reduce(valued, {});

it('is what was placed, less what was cancelled and what came back, per currency', () => {
  expect(valueOf(order(), order({ placedAt: 50, returns: [{ net: eur('0.1') }, { net: eur('1') }] }), order({ status: 'cancelled', net: eur('5'), placedAt: 1 }), order({ net: usd('3.50'), placedAt: null }))).toEqual({
    EUR: { placed: '25.2', cancelled: '5', returned: '1.1', net: '19.1', orders: 2, cancelledOrders: 1, firstOrder: 50, lastOrder: 100 },
    USD: { placed: '3.5', cancelled: '0', returned: '0', net: '3.5', orders: 1, cancelledOrders: 0, firstOrder: null, lastOrder: null },
  });
});

it('takes nothing off twice when an order is cancelled after some of it came back', () => {
  expect(valueOf(order({ status: 'cancelled', returns: [{ net: eur('4') }] }))['EUR']).toMatchObject({ placed: '10.1', cancelled: '6.1', returned: '4', net: '0' });
});

it('keeps to its currency what came back in another one, and counts no order there', () => {
  expect(valueOf(order({ returns: [{ net: usd('1') }] }))).toMatchObject({ EUR: { net: '10.1', orders: 1 }, USD: { returned: '1', net: '-1', orders: 0 } });
});

it('is nothing for orders of which nobody said what they are worth', () => expect(valueOf(order({ net: null }))).toEqual({}));

const cents = fc.integer({ min: 0, max: 1_000_000 });
const currency = fc.constantFrom('EUR', 'USD', 'JPY');
const written = (amount: number): string => (amount / 100).toFixed(2);
const orders = fc.array(fc.record({ currency, net: cents, isCancelled: fc.boolean(), returns: fc.array(fc.record({ currency, net: cents }), { maxLength: 3 }) }), { maxLength: 12 });

it('is exact, whatever the order it is summed in', () => {
  fc.assert(
    fc.property(orders, (made) => {
      const plain: Record<string, number> = {};
      for (const { currency: of, net, isCancelled, returns } of made) {
        const back = returns.filter((one) => one.currency === of).reduce((sum, one) => sum + one.net, 0);
        plain[of] = (plain[of] ?? 0) + (isCancelled ? 0 : net - back);
        for (const one of returns) if (one.currency !== of) plain[one.currency] = (plain[one.currency] ?? 0) - one.net;
      }
      const given = made.map((one): ValuedOrder => ({ status: one.isCancelled ? 'cancelled' : 'placed', net: { amount: written(one.net), currency: one.currency }, returns: one.returns.map((back) => ({ net: { amount: written(back.net), currency: back.currency } })), placedAt: null }));
      for (const list of [given, given.toReversed()]) {
        const value = valueOf(...list);
        expect(Object.fromEntries(Object.entries(value).map(([of, { net }]) => [of, Math.round(Number(net) * 100)]))).toEqual(plain);
      }
    }),
  );
});
