import { Type, type Static } from '@sinclair/typebox';
import type { Reading } from './event-type';

/** An exact amount: never a binary fraction. Up to 15 digits before and 6 after the point; currency by ISO 4217. */
export const MoneySchema = Type.Object(
  {
    amount: Type.String({ pattern: '^-?[0-9]{1,15}(\\.[0-9]{1,6})?$' }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  },
  { additionalProperties: false },
);

export type Money = Readonly<Static<typeof MoneySchema>>;

/** Equal in value: `10.50 EUR` is `010.5 EUR`. Two absent amounts are the same. */
export function sameMoney(a: Money | undefined, b: Money | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.currency === b.currency && plain(a.amount) === plain(b.amount);
}

function plain(amount: string): string {
  const [whole = '', fraction = ''] = amount.replace('-', '').split('.');
  const digits = `${whole.replace(/^0+(?=.)/, '')}.${fraction.replace(/0+$/, '')}`;
  return amount.startsWith('-') && digits !== '0.' ? `-${digits}` : digits;
}

/** Building a formatter costs more than a thousand uses of it. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatter(language: string, currency: string): Intl.NumberFormat {
  const key = `${language} ${currency}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits: 6 });
  formatters.set(key, made);
  return made;
}

/** `€1,054.00`, `1.054,00 €`. The amount is formatted as the decimal it is, so that no digit is lost. */
export function readMoney(money: Money | undefined): Reading | undefined {
  if (money === undefined) return undefined;
  const amount = money.amount as Intl.StringNumericLiteral;
  return { en: formatter('en', money.currency).format(amount), de: formatter('de', money.currency).format(amount) };
}

/** The exact sum of two decimal texts, without trailing zeros: `1.10` and `2.9` give `4`. */
export function addAmounts(a: string, b: string): string {
  const digits = Math.max(fractionOf(a), fractionOf(b));
  const sum = scaled(a, digits) + scaled(b, digits);
  const text = (sum < 0n ? -sum : sum).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits).replace(/0+$/, '');
  return `${sum < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function fractionOf(amount: string): number {
  return amount.split('.')[1]?.length ?? 0;
}

function scaled(amount: string, digits: number): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(digits, '0'));
}
