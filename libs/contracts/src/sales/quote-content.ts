import { Type } from '@sinclair/typebox';
import type { DataOf } from '../event-type';
import { Day, fields, Label, oneOf, PersonalLabel, ShortFreeText, Slug, ThingId } from '../fields';

/** An exact decimal: prices and quantities have more digits than amounts. */
export const Decimal = Type.String({ pattern: '^-?[0-9]{1,15}(\\.[0-9]{1,10})?$' });

/** What a total comes to: rounded to the currency's own digits. */
const Amount = Type.String({ pattern: '^-?[0-9]{1,30}(\\.[0-9]{1,4})?$' });

/** Of EN 16931 (UNCL 5305): S standard and reduced rates, Z zero, E exempt, AE reverse charge, K within the EU, G export, O outside the scope, L and M Canary Islands, Ceuta, Melilla. */
export const TAX_CATEGORIES = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M'] as const;
export type TaxCategory = (typeof TAX_CATEGORIES)[number];

export const ADJUSTMENT_KINDS = ['discount', 'charge'] as const;

/** An amount, or a percentage of `base`; without a base, of what it stands on (the line's price times quantity, or the lines of its rate). */
const adjustment = {
  kind: oneOf(ADJUSTMENT_KINDS),
  amount: Type.Optional(Decimal),
  percent: Type.Optional(Decimal),
  base: Type.Optional(Decimal),
  reason: Type.Optional(PersonalLabel),
};

const tax = { taxRate: Decimal, taxCategory: Type.Optional(oneOf(TAX_CATEGORIES)) };

const line = {
  lineId: Slug,
  product: Label,
  productId: Type.Optional(ThingId),
  text: Type.Optional(ShortFreeText),
  quantity: Decimal,
  unit: Type.Optional(Label),
  unitPrice: Decimal,
  /** How many units the price is for; 1 if nothing is said. */
  perQuantity: Type.Optional(Decimal),
  adjustments: Type.Optional(Type.Array(fields(adjustment), { maxItems: 20 })),
  ...tax,
};

/** What a customer is asked to pay for, as it was entered. */
export const quoteTerms = {
  title: Type.Optional(PersonalLabel),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  /** Without a rate the adjustment is spread over the rates of the lines, in proportion. */
  adjustments: Type.Optional(Type.Array(fields({ ...adjustment, taxRate: Type.Optional(Decimal), taxCategory: Type.Optional(oneOf(TAX_CATEGORIES)) }), { maxItems: 20 })),
  prepaid: Type.Optional(Decimal),
  /** Added to what is payable, to reach a round amount. */
  rounding: Type.Optional(Decimal),
  /** The last day it can be accepted on, in `zone` (an IANA name). */
  validUntil: Type.Optional(Day),
  zone: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  notes: Type.Optional(ShortFreeText),
};

export const QuoteLineSchema = fields(line);
const PricedLineSchema = fields({ ...line, net: Amount });

export const QuoteTotalsSchema = fields({
  linesTotal: Amount,
  discounts: Amount,
  charges: Amount,
  net: Amount,
  taxByRate: Type.Array(fields({ rate: Decimal, category: oneOf(TAX_CATEGORIES), base: Amount, tax: Amount }), { maxItems: 200 }),
  tax: Amount,
  gross: Amount,
  prepaid: Amount,
  rounding: Amount,
  payable: Amount,
});

/** As stored: with what each line and the whole came to, so that an offer stays what it was when arithmetic is ever changed. */
export const quoteContent = { ...quoteTerms, lines: Type.Array(PricedLineSchema, { maxItems: 200 }), totals: QuoteTotalsSchema };

const QuoteTermsSchema = fields({ ...quoteTerms, lines: Type.Array(QuoteLineSchema, { maxItems: 200 }) });
const QuoteContentSchema = fields(quoteContent);

export type QuoteLine = DataOf<typeof QuoteLineSchema>;
export type QuoteAdjustment = NonNullable<DataOf<typeof QuoteTermsSchema>['adjustments']>[number];
export type QuoteTerms = DataOf<typeof QuoteTermsSchema>;
export type QuoteTotals = DataOf<typeof QuoteTotalsSchema>;
export type QuoteContent = DataOf<typeof QuoteContentSchema>;
