import { Big } from 'big.js';
import { addAmounts, sameMoney, type Money, type OrderContent, type OrderLine, type ReturnedLine } from '@throughline/contracts';
import { reject, type Rejection } from '@throughline/kernel';
import { difference } from './amounts.rules';

/** What somebody orders: totals that follow from the rest may be left out. */
export interface OrderTerms {
  readonly lines: readonly OrderLine[];
  /** Left out, the sum of the lines. */
  readonly net?: Money | undefined;
  readonly tax?: Money | undefined;
  /** Left out, net and tax together. */
  readonly gross?: Money | undefined;
}

/** What came back: lines, an amount, or neither for all that is still there. */
export interface ReturnTerms {
  readonly lines?: readonly ReturnedLine[] | undefined;
  readonly net?: Money | undefined;
}

/** What came back before. */
export interface Returned {
  readonly lines: readonly ReturnedLine[];
  readonly net: Money;
}

export function priced({ lines, ...totals }: OrderTerms): OrderContent | Rejection {
  const net = totals.net ?? sumOf(lines.map((line) => line.net));
  if (net === null) return reject('ORDER_EMPTY', 'an order needs a line or a net amount');
  const amounts = [net, ...lines.flatMap((line) => [line.net, line.unitPrice]), totals.tax, totals.gross].filter((money) => money !== undefined);
  if (isMixed(amounts)) return MIXED;
  if (isBelowZero(net)) return BELOW_ZERO;
  if (new Set(lines.map(({ lineId }) => lineId)).size < lines.length) return reject('ORDER_LINE_TWICE', 'two lines have the same lineId');
  const { tax } = totals;
  const sum = tax === undefined ? undefined : { ...net, amount: addAmounts(net.amount, tax.amount) };
  const gross = totals.gross ?? sum;
  if (sum !== undefined && !sameMoney(gross, sum)) return reject('ORDER_TOTALS_WRONG', 'gross must be net and tax together');
  return { lines, net, ...(tax === undefined ? {} : { tax }), ...(gross === undefined ? {} : { gross }) };
}

/** `null` = all of it has come back already. Without a known content nobody can say what is too much. */
export function returned({ lines, net }: ReturnTerms, content: OrderContent | null, before: readonly Returned[]): Returned | Rejection | null {
  const rest = content === null ? null : { ...content.net, amount: before.reduce((left, one) => difference(left, one.net.amount), content.net.amount) };
  const isAll = lines === undefined && net === undefined;
  if (isAll && rest !== null && before.length > 0 && !isMore(rest.amount, '0')) return null;
  const worth = net ?? (lines === undefined ? rest : netOf(lines, content));
  if (worth === null) return reject('ORDER_RETURN_NET_MISSING', 'say the net amount that came back; it does not follow from the lines');
  if (isMixed([worth, ...(content === null ? [] : [content.net]), ...before.map((one) => one.net), ...(lines ?? []).flatMap((line) => line.net ?? [])])) return MIXED;
  if (isBelowZero(worth)) return BELOW_ZERO;
  if (rest !== null && isMore(worth.amount, rest.amount)) return reject('ORDER_RETURN_EXCEEDS', `no more than ${rest.amount} ${rest.currency} of this order can still come back`);
  return tooMany(lines ?? [], content, before) ?? { lines: isAll ? restOf(content, before) : (lines ?? []), net: worth };
}

/** What is still there, line by line. */
function restOf(content: OrderContent | null, before: readonly Returned[]): readonly ReturnedLine[] {
  const rest = (content?.lines ?? []).map(({ lineId, quantity }) => ({ lineId, quantity: difference(quantity, cameBack(lineId, before).toFixed()) }));
  return rest.filter(({ quantity }) => isMore(quantity, '0'));
}

function cameBack(lineId: string, before: readonly Pick<Returned, 'lines'>[]): Big {
  return before.flatMap((one) => one.lines.filter((line) => line.lineId === lineId)).reduce((sum, { quantity }) => sum.plus(quantity), new Big(0));
}

const MIXED = reject('ORDER_CURRENCY_MIXED', 'all amounts of one order are in one currency');
const BELOW_ZERO = reject('ORDER_AMOUNT_NEGATIVE', 'an order, and what comes back of it, is not worth less than nothing');

export function isMixed(amounts: readonly Money[]): boolean {
  return new Set(amounts.map(({ currency }) => currency)).size > 1;
}

/** Of whole lines it is known. */
function netOf(lines: readonly ReturnedLine[], content: OrderContent | null): Money | null {
  const nets = lines.map(({ lineId, quantity, net }) => {
    const line = content?.lines.find((one) => one.lineId === lineId);
    return net ?? (line !== undefined && new Big(line.quantity).eq(quantity) ? line.net : null);
  });
  return nets.includes(null) ? null : sumOf(nets.filter((net) => net !== null));
}

function tooMany(lines: readonly ReturnedLine[], content: OrderContent | null, before: readonly Returned[]): Rejection | null {
  if (content === null) return null;
  for (const { lineId } of lines) {
    const line = content.lines.find((one) => one.lineId === lineId);
    if (line === undefined) return reject('ORDER_LINE_UNKNOWN', `this order has no line ${lineId}`);
    if (cameBack(lineId, [...before, { lines }]).gt(line.quantity)) return reject('ORDER_RETURN_EXCEEDS', `no more than ${line.quantity} of line ${lineId} were ordered`);
  }
  return null;
}

/** In the currency of the first; whether they are of one is asked elsewhere. */
function sumOf(amounts: readonly Money[]): Money | null {
  const [first] = amounts;
  return first === undefined ? null : { currency: first.currency, amount: amounts.slice(1).reduce((sum, { amount }) => addAmounts(sum, amount), first.amount) };
}

function isBelowZero({ amount }: Money): boolean {
  return isMore('0', amount);
}

export function isMore(amount: string, than: string): boolean {
  return new Big(amount).gt(than);
}
