// Pure: the products of a customer.
import { ProductList, type OrderOfProducts } from './products.rules';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const pump = { lineId: '1', product: 'Pump', productId: 'P-1', quantity: '2', unitPrice: eur('10.10'), net: eur('20.20') };
const seal = { lineId: '2', product: 'Seal', quantity: '0.5', net: { amount: '3', currency: 'USD' } };
const order = (more: Partial<OrderOfProducts> = {}): OrderOfProducts => ({ status: 'placed', lines: [pump, seal], returns: [], placedAt: 100, ...more });

function listOf(...orders: readonly OrderOfProducts[]): ProductList {
  const products = new ProductList();
  for (const one of orders) products.addOrder(one);
  return products;
}

it('sums what was bought of each product, by its id or else its name', () => {
  expect(listOf(order(), order({ lines: [{ ...pump, product: 'Pump, new name' }, { ...seal, product: ' SEAL' }], placedAt: 50 })).shown()).toEqual([
    { productId: 'P-1', product: 'Pump', bought: { quantity: '4', net: { EUR: '40.4' }, times: 2, first: 50, last: 100 }, returned: null, offered: null },
    { productId: null, product: 'Seal', bought: { quantity: '1', net: { USD: '6' }, times: 2, first: 50, last: 100 }, returned: null, offered: null },
  ]);
});

it('says what came back: as it was said, by the price, or of whole lines by what they were sold for', () => {
  const returns = [
    { lines: [{ lineId: '1', quantity: '1', net: eur('9') }], at: 200 },
    { lines: [{ lineId: '1', quantity: '1' }, { lineId: '2', quantity: '0.50' }, { lineId: 'nowhere', quantity: '7' }], at: 300 },
  ];
  expect(listOf(order({ returns })).shown().map(({ returned }) => returned)).toEqual([
    { quantity: '2', net: { EUR: '19.1' }, times: 2, first: 200, last: 300 },
    { quantity: '0.5', net: { USD: '3' }, times: 1, first: 300, last: 300 },
  ]);
});

it('leaves out what was cancelled', () => expect(listOf(order({ status: 'cancelled' })).shown()).toEqual([]));

it('shows what was offered beside what was bought, the latest first', () => {
  const products = listOf(order());
  products.addOffer({ currency: 'EUR', lines: [{ product: 'Valve', quantity: '1', net: '7.00' }, { product: 'seal', quantity: '2', net: '9' }], at: 500 });
  expect(products.shown().map(({ product, bought, offered }) => [product, bought?.quantity, offered?.quantity, offered?.net])).toEqual([
    ['Seal', '0.5', '2', { EUR: '9' }],
    ['Valve', undefined, '1', { EUR: '7' }],
    ['Pump', '2', undefined, undefined],
  ]);
});
