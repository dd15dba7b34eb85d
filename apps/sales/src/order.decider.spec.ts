// Pure: the real decider and the real catalogue, nothing else.
import type { OrderLine } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { order, type OrderEvent } from './order.decider';

const orderId = '4711';
const of = { orderId };
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const chf = (amount: string) => ({ amount, currency: 'CHF' });
const pumps: OrderLine = { lineId: '1', product: 'Pump', quantity: '3', unitPrice: eur('10.10'), net: eur('30.30') };
const seals: OrderLine = { lineId: '2', product: 'Seal', quantity: '0.5', net: eur('1.70') };
const customer = { type: 'email', value: 'simulated@example.com' };
const terms = { lines: [pumps, seals], tax: eur('6.08') };
const totals = { net: eur('32'), tax: eur('6.08'), gross: eur('38.08') };
const placed: OrderEvent = { type: 'sales.order-placed', data: { ...of, customer, lines: terms.lines, ...totals } };
const shipped = (...lines: string[]): OrderEvent => ({ type: 'sales.order-shipped', data: { ...of, ...(lines.length === 0 ? {} : { lines }) } });
const cancelled: OrderEvent = { type: 'sales.order-cancelled', data: of };
const onePump: OrderEvent = { type: 'sales.order-returned', data: { ...of, returnId: 'r1', lines: [{ lineId: '1', quantity: '1' }], net: eur('10.10') } };

describe('placing', () => {
  it('adds up what is not said', () => {
    given(order).when('place-order', { ...of, customer, ...terms }).then(placed);
    given(order).when('place-order', { ...of, lines: [], net: eur('5') }).then({ type: 'sales.order-placed', data: { ...of, lines: [], net: eur('5') } });
    given(order).when('place-order', { ...of, lines: [pumps], net: eur('28') }).then({ type: 'sales.order-placed', data: { ...of, lines: [pumps], net: eur('28') } });
  });
  it('is done once, whatever number it was given', () => {
    given(order, { type: 'sales.order-placed', data: { ...of, number: 'O-1', customer, lines: terms.lines, ...totals } }).when('place-order', { ...of, number: 'O-2', customer, ...terms }).thenNothing();
    given(order, placed).when('place-order', { ...of, customer, lines: [pumps] }).thenRejected('ORDER_EXISTS');
  });
  it.each([
    ['nothing', { lines: [] }, 'ORDER_EMPTY'],
    ['two currencies', { lines: [pumps, { ...seals, net: chf('1') }] }, 'ORDER_CURRENCY_MIXED'],
    ['another currency of a price', { lines: [{ ...pumps, unitPrice: chf('10.10') }] }, 'ORDER_CURRENCY_MIXED'],
    ['another currency of the tax', { lines: [pumps], tax: chf('1') }, 'ORDER_CURRENCY_MIXED'],
    ['less than nothing', { lines: [], net: eur('-1') }, 'ORDER_AMOUNT_NEGATIVE'],
    ['a line twice', { lines: [pumps, pumps] }, 'ORDER_LINE_TWICE'],
    ['totals that do not add up', { lines: [pumps], tax: eur('1'), gross: eur('31.31') }, 'ORDER_TOTALS_WRONG'],
  ])('refuses %s', (_what, content, code) => given(order).when('place-order', { ...of, ...content }).thenRejected(code));
  it.each(['change-order', 'cancel-order', 'return-order'] as const)('comes before %s', (type) => given(order).when(type, { ...of, lines: [] }).thenRejected('ORDER_NOT_FOUND'));
});

describe('changing', () => {
  it('says what it was', () =>
    given(order, placed)
      .when('change-order', { ...of, lines: [seals], reason: 'enough pumps' })
      .then({ type: 'sales.order-changed', data: { ...of, lines: [seals], net: eur('1.70'), before: { lines: terms.lines, ...totals }, reason: 'enough pumps' } }));
  it('to the same is nothing', () => given(order, placed).when('change-order', { ...of, ...terms }).thenNothing());
  it('is possible while something is still here', () => {
    given(order, placed, shipped('1'), shipped('2')).when('change-order', { ...of, lines: [seals] }).thenRejected('ORDER_LEFT_US');
    expect(given(order, placed, shipped('1')).when('change-order', { ...of, lines: [pumps] }).outcome).toHaveLength(1);
  });
  it('keeps the currency, and what came back', () => {
    given(order, placed).when('change-order', { ...of, lines: [], net: chf('32') }).thenRejected('ORDER_CURRENCY_MIXED');
    given(order, placed, onePump).when('change-order', { ...of, lines: [seals] }).thenRejected('ORDER_RETURNED');
    given(order, placed, cancelled).when('change-order', { ...of, lines: [seals] }).thenRejected('ORDER_CANCELLED');
  });
});

describe('cancelling', () => {
  it('is possible until something left us', () => {
    given(order, placed).when('cancel-order', { ...of, reason: 'no-need' }).then({ type: 'sales.order-cancelled', data: { ...of, reason: 'no-need' } });
    given(order, placed, cancelled).when('cancel-order', { ...of, reason: 'price' }).thenNothing();
    given(order, placed, shipped('1')).when('cancel-order', of).thenRejected('ORDER_LEFT_US');
    const delivered: OrderEvent = { type: 'sales.order-delivered', data: of };
    given(order, delivered).when('cancel-order', of).thenRejected('ORDER_LEFT_US');
    given(order, placed, onePump).when('cancel-order', of).thenRejected('ORDER_LEFT_US');
  });
  it('explains another reason', () => given(order, placed).when('cancel-order', { ...of, reason: 'other' }).thenRejected('ORDER_EXPLANATION_MISSING'));
});

describe('returning', () => {
  it('is all that is still there, if nothing is said', () => {
    given(order, placed).when('return-order', of).then({ type: 'sales.order-returned', data: { ...of, lines: [{ lineId: '1', quantity: '3' }, { lineId: '2', quantity: '0.5' }], net: eur('32') } });
    given(order, placed, onePump).when('return-order', { ...of, returnId: 'r2' }).then({ type: 'sales.order-returned', data: { ...of, returnId: 'r2', lines: [{ lineId: '1', quantity: '2' }, { lineId: '2', quantity: '0.5' }], net: eur('21.9') } });
    given(order, placed, { type: 'sales.order-returned', data: { ...of, net: eur('32.00') } }).when('return-order', of).thenNothing();
  });
  it('knows what whole lines are worth, and asks otherwise', () => {
    given(order, placed).when('return-order', { ...of, lines: [{ lineId: '2', quantity: '0.50' }] }).then({ type: 'sales.order-returned', data: { ...of, lines: [{ lineId: '2', quantity: '0.50' }], net: eur('1.70') } });
    given(order, placed).when('return-order', { ...of, lines: [{ lineId: '1', quantity: '1' }] }).thenRejected('ORDER_RETURN_NET_MISSING');
    given(order, shipped()).when('return-order', of).thenRejected('ORDER_RETURN_NET_MISSING');
  });
  it('is never more than was ordered, nor worth more', () => {
    given(order, placed, onePump).when('return-order', { ...of, lines: [{ lineId: '1', quantity: '3' }], net: eur('1') }).thenRejected('ORDER_RETURN_EXCEEDS');
    given(order, placed, onePump).when('return-order', { ...of, net: eur('21.91') }).thenRejected('ORDER_RETURN_EXCEEDS');
    given(order, placed).when('return-order', { ...of, lines: [{ lineId: '9', quantity: '1' }], net: eur('1') }).thenRejected('ORDER_LINE_UNKNOWN');
    given(order, placed).when('return-order', { ...of, net: chf('1') }).thenRejected('ORDER_CURRENCY_MIXED');
    given(order, placed).when('return-order', { ...of, net: eur('-1') }).thenRejected('ORDER_AMOUNT_NEGATIVE');
    given(order, placed, cancelled).when('return-order', of).thenRejected('ORDER_CANCELLED');
  });
  it('is recorded once under its id', () => {
    given(order, placed, onePump).when('return-order', { ...of, returnId: 'r1', lines: [{ lineId: '1', quantity: '1' }], net: eur('10.10') }).thenNothing();
    given(order, placed, onePump).when('return-order', { ...of, returnId: 'r1', net: eur('10.10') }).thenRejected('ORDER_RETURN_EXISTS');
  });
});
