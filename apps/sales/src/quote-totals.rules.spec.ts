// Pure: totals of offers. The figures were worked out by hand; those of the official examples are compared in test/journeys.
import fc from 'fast-check';
import type { QuoteTerms } from '@throughline/contracts';
import { quoteTotals, whyNotCalculable } from './quote-totals.rules';

const line = (more: Partial<QuoteTerms['lines'][number]> = {}): QuoteTerms['lines'][number] => ({ lineId: '1', product: 'Pump', quantity: '1', unitPrice: '100', taxRate: '19', ...more });
const terms = (more: Partial<QuoteTerms>): QuoteTerms => ({ currency: 'EUR', lines: [line()], ...more });
const totalsOf = (more: Partial<QuoteTerms>) => quoteTotals(terms(more)).totals;

it('adds up lines and the tax of each rate', () => {
  expect(totalsOf({ lines: [line({ quantity: '3', unitPrice: '19.99' }), line({ quantity: '0.5', unitPrice: '10.01', taxRate: '7' }), line({ unitPrice: '5', taxRate: '19.00' })] })).toEqual({
    linesTotal: '69.98', discounts: '0.00', charges: '0.00', net: '69.98',
    taxByRate: [{ rate: '19', category: 'S', base: '64.97', tax: '12.34' }, { rate: '7', category: 'S', base: '5.01', tax: '0.35' }],
    tax: '12.69', gross: '82.67', prepaid: '0.00', rounding: '0.00', payable: '82.67',
  });
});

it('takes a price for several units', () => {
  expect(quoteTotals(terms({ lines: [line({ quantity: '250', unitPrice: '7.35', perQuantity: '100' })] })).lines[0]?.net).toBe('18.38');
});

it('rounds half a cent away from zero, below zero too', () => {
  expect(quoteTotals(terms({ lines: [line({ unitPrice: '1.005' }), line({ lineId: '2', unitPrice: '-1.005' })] })).lines.map(({ net }) => net)).toEqual(['1.01', '-1.01']);
});

it.each([
  ['an amount off', [{ kind: 'discount', amount: '12.00' }], '88.00'],
  ['an amount on top', [{ kind: 'charge', amount: '12.00' }], '112.00'],
  ['a percentage of the line', [{ kind: 'discount', percent: '2.5' }], '97.50'],
  ['a percentage of something else', [{ kind: 'charge', percent: '10', base: '50' }], '105.00'],
  ['the amount beside a percentage', [{ kind: 'discount', percent: '10', base: '100', amount: '9.99' }], '90.01'],
  ['one after the other, each of the whole line', [{ kind: 'discount', percent: '10' }, { kind: 'discount', percent: '10' }], '80.00'],
] as const)('adjusts a line by %s', (_how, adjustments, net) => {
  expect(quoteTotals(terms({ lines: [line({ adjustments })] })).lines[0]?.net).toBe(net);
});

it('taxes a discount and a charge of the document where they say', () => {
  const lines = [line({ unitPrice: '1000', taxRate: '25' }), line({ unitPrice: '500', taxRate: '12' })];
  const { net, discounts, charges, taxByRate, gross } = totalsOf({ lines, adjustments: [{ kind: 'discount', percent: '10', taxRate: '25' }, { kind: 'charge', amount: '30', taxRate: '12', reason: 'freight' }] });
  expect({ net, discounts, charges, taxes: taxByRate.map(({ base, tax }) => [base, tax]), gross }).toEqual({ net: '1430.00', discounts: '100.00', charges: '30.00', taxes: [['900.00', '225.00'], ['530.00', '63.60']], gross: '1718.60' });
});

it('spreads what names no rate over the rates, to the cent', () => {
  const lines = [line({ unitPrice: '10', taxRate: '19' }), line({ unitPrice: '10', taxRate: '7' }), line({ unitPrice: '10', taxRate: '0' })];
  const { net, taxByRate } = totalsOf({ lines, adjustments: [{ kind: 'discount', amount: '10' }] });
  expect([net, ...taxByRate.map(({ base }) => base)]).toEqual(['20.00', '6.67', '6.67', '6.66']);
});

it('keeps categories of one rate apart', () => {
  expect(totalsOf({ lines: [line({ taxRate: '0', taxCategory: 'E' }), line({ taxRate: '0', taxCategory: 'K' })] }).taxByRate.map(({ category, base }) => [category, base])).toEqual([['E', '100.00'], ['K', '100.00']]);
});

it('subtracts what was paid before and adds the rounding', () => {
  expect(totalsOf({ prepaid: '50', rounding: '0.30' }).payable).toBe('69.30');
});

it.each([['JPY', '119'], ['KWD', '119.000'], ['EUR', '119.00']])('rounds to the digits of %s', (currency, gross) => {
  expect(totalsOf({ currency }).gross).toBe(gross);
});

it('says what cannot be calculated', () => {
  expect(whyNotCalculable(terms({ lines: [line(), line({ perQuantity: '0' })] }))?.field).toBe('/lines/1/perQuantity');
  expect(whyNotCalculable(terms({ lines: [line({ adjustments: [{ kind: 'charge' }] })] }))?.field).toBe('/lines/0/adjustments/0');
  expect(whyNotCalculable(terms({ adjustments: [{ kind: 'charge', base: '1' }] }))?.field).toBe('/adjustments/0');
  expect(whyNotCalculable(terms({}))).toBeNull();
});

const decimals = fc.tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 3 })).map(([n, digits]) => (n / 10 ** digits).toFixed(digits));
const adjustment = fc.oneof(fc.record({ kind: fc.constantFrom('discount' as const, 'charge' as const), amount: decimals }), fc.record({ kind: fc.constantFrom('discount' as const, 'charge' as const), percent: decimals }));
const anyTerms = fc.record({
  currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  lines: fc.array(fc.record({ lineId: fc.constant('1'), product: fc.constant('Pump'), quantity: decimals, unitPrice: decimals, perQuantity: fc.constantFrom('1', '3', '1000'), taxRate: fc.constantFrom('0', '7', '19', '7.70'), adjustments: fc.array(adjustment, { maxLength: 2 }) }), { maxLength: 5 }),
  adjustments: fc.array(adjustment, { maxLength: 3 }),
});

/** In the smallest unit of the currency. */
const units = (amount: string): bigint => BigInt(amount.replace('.', ''));
const total = (amounts: readonly string[]): bigint => amounts.reduce((sum, amount) => sum + units(amount), 0n);

it('always adds up', () => {
  fc.assert(
    fc.property(anyTerms, (any) => {
      const { lines, totals } = quoteTotals(any);
      expect(total(lines.map(({ net }) => net))).toBe(units(totals.linesTotal));
      expect(units(totals.net)).toBe(units(totals.linesTotal) - units(totals.discounts) + units(totals.charges));
      expect(total(totals.taxByRate.map(({ base }) => base))).toBe(units(totals.net));
      expect(total(totals.taxByRate.map(({ tax }) => tax))).toBe(units(totals.tax));
      expect(units(totals.gross)).toBe(units(totals.net) + units(totals.tax));
    }),
    { numRuns: 1_000 },
  );
});
