import { addAmounts, type Money } from '@throughline/contracts';
import { difference, plus, type Amounts } from './amounts.rules';

/** What an order adds to the value of its customer. */
export interface ValuedOrder {
  readonly status: string;
  /** `null` = nobody has said what it is worth. */
  readonly net: Money | null;
  readonly returns: readonly { readonly net: Money }[];
  /** Milliseconds since 1970. */
  readonly placedAt: number | null;
}

/** In one currency, without tax: exact decimals. `net` = placed − cancelled − returned. */
export interface CurrencyValue {
  readonly placed: string;
  readonly cancelled: string;
  readonly returned: string;
  readonly net: string;
  /** Those that were not cancelled; the two times are of these. Milliseconds since 1970. */
  readonly orders: number;
  readonly cancelledOrders: number;
  readonly firstOrder: number | null;
  readonly lastOrder: number | null;
}

export type CustomerValue = { readonly [currency: string]: CurrencyValue };

/** Placed and then cancelled is worth nothing; what came back before is not taken off twice. Credit notes change no value: what came back is said by returns. */
export interface Contribution {
  readonly placed: Amounts;
  readonly cancelled: Amounts;
  readonly returned: Amounts;
}

export function contributionOf({ status, net, returns }: ValuedOrder): Contribution {
  const returned = returns.reduce((sum: Amounts, one) => plus(sum, one.net), {});
  const placed = plus({}, net);
  if (status !== 'cancelled' || net === null) return { placed, cancelled: {}, returned };
  return { placed, cancelled: { [net.currency]: difference(net.amount, returned[net.currency] ?? '0') }, returned };
}

/** Per currency: they are never mixed. */
export function valued(value: CustomerValue, order: ValuedOrder): CustomerValue {
  const { placed, cancelled, returned } = contributionOf(order);
  const currencies = [...new Set([placed, cancelled, returned].flatMap((amounts) => Object.keys(amounts)))];
  return currencies.reduce((sum, currency) => {
    const before = sum[currency] ?? NOTHING;
    const [more, less, back] = [placed, cancelled, returned].map((amounts) => amounts[currency] ?? '0') as [string, string, string];
    return { ...sum, [currency]: withOrder({ ...before, ...added(before, more, less, back) }, order, currency) };
  }, value);
}

const NOTHING: CurrencyValue = { placed: '0', cancelled: '0', returned: '0', net: '0', orders: 0, cancelledOrders: 0, firstOrder: null, lastOrder: null };

function added(before: CurrencyValue, more: string, less: string, back: string) {
  const [placed, cancelled, returned] = [addAmounts(before.placed, more), addAmounts(before.cancelled, less), addAmounts(before.returned, back)];
  return { placed, cancelled, returned, net: difference(difference(placed, cancelled), returned) };
}

/** It counts in the currency it was placed in; what came back in another one is only money. */
function withOrder(value: CurrencyValue, { status, net, placedAt }: ValuedOrder, currency: string): CurrencyValue {
  if (net?.currency !== currency) return value;
  if (status === 'cancelled') return { ...value, cancelledOrders: value.cancelledOrders + 1 };
  const times = [value.firstOrder, value.lastOrder, placedAt].filter((time) => time !== null);
  return { ...value, orders: value.orders + 1, firstOrder: times.length === 0 ? null : Math.min(...times), lastOrder: times.length === 0 ? null : Math.max(...times) };
}
