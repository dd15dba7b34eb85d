// Pure: amounts and Node's own number formats.
import fc from 'fast-check';
import { readMoney, sameMoney } from './money';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

it.each([
  ['10.50', '10.5'],
  ['10.00', '10'],
  ['0010', '10'],
  ['0', '-0.00'],
  ['-1.10', '-01.1'],
])('%s is %s', (a, b) => expect(sameMoney(eur(a), eur(b))).toBe(true));

it.each([
  ['10.5', '10.05'],
  ['10', '100'],
  ['1', '-1'],
])('%s is not %s', (a, b) => expect(sameMoney(eur(a), eur(b))).toBe(false));

it('no amount is no amount, and every currency is another', () => {
  expect(sameMoney(undefined, undefined)).toBe(true);
  expect(sameMoney(eur('0'), undefined)).toBe(false);
  expect(sameMoney(eur('1'), { amount: '1', currency: 'CHF' })).toBe(false);
});

it('is the same exactly when the cents are', () => {
  const cents = fc.integer({ min: -10_000, max: 10_000 });
  const written = (n: number) => `${n < 0 ? '-' : ''}${Math.trunc(Math.abs(n) / 100)}.${String(Math.abs(n) % 100).padStart(2, '0')}`;
  fc.assert(fc.property(cents, cents, (a, b) => expect(sameMoney(eur(written(a)), eur(written(b)))).toBe(a === b)));
});

it('reads with every digit, as each language writes it', () => {
  expect(readMoney(eur('10005534'))).toEqual({ en: '€10,005,534.00', de: '10.005.534,00\u00a0€' });
  expect(readMoney(eur('0.125'))).toEqual({ en: '€0.125', de: '0,125\u00a0€' });
  expect(readMoney({ amount: '999999999999999.99', currency: 'USD' })?.en).toBe('$999,999,999,999,999.99');
  expect(readMoney({ amount: '1200', currency: 'JPY' })?.en).toBe('¥1,200');
  expect(readMoney(undefined)).toBeUndefined();
});
