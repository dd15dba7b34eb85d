import { addAmounts, type Money } from '@throughline/contracts';

/** Per currency, exact decimals; currencies are never mixed. */
export type Amounts = { readonly [currency: string]: string };

export function plus(amounts: Amounts, money: Money | null): Amounts {
  return money === null ? amounts : { ...amounts, [money.currency]: addAmounts(amounts[money.currency] ?? '0', money.amount) };
}

export function difference(amount: string, taken: string): string {
  return addAmounts(amount, taken.startsWith('-') ? taken.slice(1) : `-${taken}`);
}

/** Without trailing zeros, and `0` for nothing, as sums are written. */
export function plain(amount: string): string {
  return addAmounts(amount, '0');
}
