import { Big } from 'big.js';
import type { QuoteAdjustment, QuoteContent, QuoteLine, QuoteTerms, QuoteTotals, TaxCategory } from '@throughline/contracts';

/** Of our own, so that nobody else's settings count here: half a cent is rounded away from zero. */
const Exact = Big();
Exact.DP = 30;
Exact.RM = Big.roundHalfUp;

type Exactly = InstanceType<typeof Exact>;

const ZERO = new Exact(0);

/** What cannot be calculated; `field` is the JSON pointer of what is wrong. */
export interface NotCalculable {
  readonly field: string;
  readonly must: string;
}

/** Of one rate: what its lines and the adjustments that name it come to. */
interface TaxGroup {
  readonly rate: string;
  readonly category: TaxCategory;
  base: Exactly;
}

/**
 * Totals of an offer or invoice by EN 16931-1:2017, section 6.4 (BT-106 to BT-117, BT-131):
 *   line net      price × quantity ÷ price quantity + charges − discounts, rounded (BT-131)
 *   net           sum of line nets − document discounts + document charges (BT-109)
 *   tax           per category and rate: rounded (base × rate %) (BT-117); their sum (BT-110)
 *   gross         net + tax (BT-112);   payable = gross − prepaid + rounding (BT-115)
 * Everything is exact and rounded, half away from zero, only where the standard rounds: to the currency's digits (ISO 4217).
 */
export function quoteTotals(terms: QuoteTerms): Pick<QuoteContent, 'lines' | 'totals'> {
  const digits = digitsOf(terms.currency);
  const lines = terms.lines.map((line) => ({ ...line, net: lineNet(line, digits) }));
  const groups = groupsOf(lines);
  const linesTotal = sum(lines.map(({ net }) => new Exact(net)));
  const { discounts, charges } = adjusted(terms.adjustments ?? [], groups, linesTotal, digits);
  const net = linesTotal.minus(discounts).plus(charges);
  const taxByRate = groups.map(({ rate, category, base }) => ({ rate, category, base: written(base, digits), tax: written(base.times(rate).div(100), digits) }));
  const tax = sum(taxByRate.map((one) => new Exact(one.tax)));
  const gross = net.plus(tax);
  const [prepaid, rounding] = [new Exact(written(new Exact(terms.prepaid ?? 0), digits)), new Exact(written(new Exact(terms.rounding ?? 0), digits))];
  const amounts = { linesTotal, discounts, charges, net, tax, gross, prepaid, rounding, payable: gross.minus(prepaid).plus(rounding) };
  const totals = Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, written(amount, digits)])) as unknown as Omit<QuoteTotals, 'taxByRate'>;
  return { lines, totals: { ...totals, taxByRate } };
}

/** `null` = it can be calculated. */
export function whyNotCalculable({ lines, adjustments = [] }: Pick<QuoteTerms, 'lines' | 'adjustments'>): NotCalculable | null {
  for (const [index, { perQuantity, adjustments: ofLine = [] }] of lines.entries()) {
    if (perQuantity !== undefined && new Exact(perQuantity).lte(0)) return { field: `/lines/${index}/perQuantity`, must: 'be more than 0' };
    const wrong = wrongIn(ofLine);
    if (wrong >= 0) return { field: `/lines/${index}/adjustments/${wrong}`, must: EITHER };
  }
  const wrong = wrongIn(adjustments);
  return wrong >= 0 ? { field: `/adjustments/${wrong}`, must: EITHER } : null;
}

const EITHER = 'have an amount or a percentage';

function wrongIn(adjustments: readonly QuoteAdjustment[]): number {
  return adjustments.findIndex(({ amount, percent }) => amount === undefined && percent === undefined);
}

function lineNet({ quantity, unitPrice, perQuantity = '1', adjustments = [] }: QuoteLine, digits: number): string {
  const full = new Exact(unitPrice).times(quantity).div(perQuantity);
  return written(adjustments.reduce((net, one) => net.plus(signed(one, amountOf(one, full, digits))), full), digits);
}

/** The stated amount counts as it is; beside it a percentage is only said for the reader. */
function amountOf({ amount, percent, base }: QuoteAdjustment, standsOn: Exactly, digits: number): Exactly {
  return new Exact(written(amount === undefined ? new Exact(base ?? standsOn).times(percent ?? 0).div(100) : new Exact(amount), digits));
}

function signed({ kind }: QuoteAdjustment, amount: Exactly): Exactly {
  return kind === 'charge' ? amount : amount.times(-1);
}

function groupsOf(lines: readonly (QuoteLine & { readonly net: string })[]): TaxGroup[] {
  const groups: TaxGroup[] = [];
  for (const line of lines) groupFor(groups, line).base = groupFor(groups, line).base.plus(line.net);
  return groups;
}

/** The group of a category and rate, made if it is not there: `25` and `25.00` are one rate. */
function groupFor(groups: TaxGroup[], { taxRate, taxCategory = 'S' }: { readonly taxRate: string; readonly taxCategory?: TaxCategory | undefined }): TaxGroup {
  const rate = new Exact(taxRate).toFixed();
  const known = groups.find((group) => group.rate === rate && group.category === taxCategory);
  if (known !== undefined) return known;
  const made = { rate, category: taxCategory, base: ZERO };
  groups.push(made);
  return made;
}

/** Puts the document's discounts and charges where they are taxed. A percentage stands on the lines, not on other adjustments. */
function adjusted(adjustments: readonly QuoteAdjustment[], groups: TaxGroup[], linesTotal: Exactly, digits: number): { discounts: Exactly; charges: Exactly } {
  const linesOf = new Map(groups.map((group) => [group, group.base]));
  let [discounts, charges] = [ZERO, ZERO];
  for (const one of adjustments) {
    const { taxRate } = one;
    const named = taxRate === undefined ? null : groupFor(groups, { ...one, taxRate });
    const amount = amountOf(one, named === null ? linesTotal : (linesOf.get(named) ?? ZERO), digits);
    const shares = named === null ? spread(amount, groups, linesOf, digits) : new Map([[named, amount]]);
    for (const [group, share] of shares) group.base = group.base.plus(signed(one, share));
    if (one.kind === 'discount') discounts = discounts.plus(amount);
    else charges = charges.plus(amount);
  }
  return { discounts, charges };
}

/** In proportion to the lines of each rate, to the cent: the last group takes what rounding leaves. */
function spread(amount: Exactly, groups: TaxGroup[], linesOf: ReadonlyMap<TaxGroup, Exactly>, digits: number): Map<TaxGroup, Exactly> {
  const bearing = groups.filter((group) => linesOf.get(group)?.eq(0) === false);
  const total = sum(bearing.map((group) => linesOf.get(group) ?? ZERO));
  const shares = new Map<TaxGroup, Exactly>();
  if (bearing.length === 0 || total.eq(0)) return shares.set(groups[0] ?? groupFor(groups, { taxRate: '0', taxCategory: 'Z' }), amount);
  let left = amount;
  for (const group of bearing.slice(0, -1)) {
    const share = new Exact(written(amount.times(linesOf.get(group) ?? ZERO).div(total), digits));
    shares.set(group, share);
    left = left.minus(share);
  }
  return shares.set(bearing.at(-1) as TaxGroup, left);
}

/** Rounded, half away from zero; there is no negative nothing. */
function written(amount: Exactly, digits: number): string {
  const text = amount.toFixed(digits);
  return /[1-9]/.test(text) ? text : text.replace('-', '');
}

function sum(amounts: readonly Exactly[]): Exactly {
  return amounts.reduce((total, amount) => total.plus(amount), ZERO);
}

/** ISO 4217, list one: all others have 2. Not asked of `Intl`, which goes by custom and changes with its version. */
const DIGITS: Readonly<Record<string, number>> = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ...'CLF UYW'.split(' ').map((code) => [code, 4]),
]);

function digitsOf(currency: string): number {
  return DIGITS[currency] ?? 2;
}
