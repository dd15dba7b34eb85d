import { addAmounts, type Money } from '@throughline/contracts';

/** Per currency, exact decimals; currencies are never mixed. */
export type Amounts = { readonly [currency: string]: string };

export function plus(amounts: Amounts, money: Money | null): Amounts {
  return money === null ? amounts : { ...amounts, [money.currency]: addAmounts(amounts[money.currency] ?? '0', money.amount) };
}

export function minus(amounts: Amounts, money: Money | null): Amounts {
  return plus(amounts, money === null ? null : { ...money, amount: negated(money.amount) });
}

/** Without trailing zeros, and `0` for nothing, as sums are written. */
export function plain(amount: string): string {
  return addAmounts(amount, '0');
}

function negated(amount: string): string {
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}
