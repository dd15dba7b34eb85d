import { Type } from '@sinclair/typebox';
import { readWay } from '../channel';
import { concerning, eventType, IdentifierSchema, type DataOf, type FactOf, type Reading } from '../event-type';
import { Channel, fields, Label, oneOf, ShortFreeText, Slug, ThingId } from '../fields';
import { MoneySchema, readMoney } from '../money';
import { line, named } from '../reading';

const stream = ({ orderId }: { readonly orderId: string }): string => `order-${orderId}`;

/** Lines of one order at most: an event stays under 256 KiB, also with the lines before a change. */
export const MOST_ORDER_LINES = 200;

/** An exact decimal, not below zero. */
const Quantity = Type.String({ pattern: '^[0-9]{1,15}(\\.[0-9]{1,10})?$' });

const OrderLineSchema = fields({
  lineId: Slug,
  product: Label,
  productId: Type.Optional(ThingId),
  quantity: Quantity,
  unitPrice: Type.Optional(MoneySchema),
  /** Of the whole line, without tax. */
  net: MoneySchema,
});
export type OrderLine = DataOf<typeof OrderLineSchema>;

/** Without tax, the tax, and both together. Freight and discounts may lie between the lines and `net`. */
const totals = { net: MoneySchema, tax: Type.Optional(MoneySchema), gross: Type.Optional(MoneySchema) };
const content = { lines: Type.Array(OrderLineSchema, { maxItems: MOST_ORDER_LINES }), ...totals };
const OrderContentSchema = fields(content);
export type OrderContent = DataOf<typeof OrderContentSchema>;

/** Somebody bought. `shop`: the branch it was bought in. */
export const orderPlaced = eventType({
  type: 'sales.order-placed',
  version: 1,
  door: 'open',
  schema: fields({
    orderId: ThingId,
    number: Type.Optional(Label),
    customer: Type.Optional(IdentifierSchema),
    company: Type.Optional(IdentifierSchema),
    quoteId: Type.Optional(ThingId),
    opportunityId: Type.Optional(ThingId),
    ...content,
    channel: Type.Optional(Channel),
    shop: Type.Optional(Label),
  }),
  stream,
  parties: (data) => concerning(data.customer, data.company),
  reads: (data) =>
    line(
      { en: 'Order placed', de: isFromShop(data) ? 'Bestellung aufgegeben' : 'Auftrag erteilt' },
      data.number,
      readMoney(data.gross ?? data.net),
      readProducts(data.lines),
      readWay(data.channel),
      named('in the branch', 'in der Filiale', data.shop),
    ),
  channel: (data) => data.channel,
});

/** Another content, whole. `before`: what it was. */
export const orderChanged = eventType({
  type: 'sales.order-changed',
  version: 1,
  door: 'open',
  schema: fields({ orderId: ThingId, ...content, before: Type.Optional(OrderContentSchema), reason: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Order changed', de: 'Auftrag geändert' }, change(data.before, data), readProducts(data.lines), data.reason),
});

const CANCELLATIONS = {
  'no-need': { en: 'not needed any more', de: 'nicht mehr benötigt' },
  price: { en: 'cheaper elsewhere', de: 'anderswo günstiger' },
  'delivery-time': { en: 'delivery takes too long', de: 'Lieferzeit zu lang' },
  'not-available': { en: 'not available', de: 'nicht lieferbar' },
  'not-paid': { en: 'not paid', de: 'nicht bezahlt' },
  mistake: { en: 'ordered by mistake', de: 'irrtümlich bestellt' },
  other: { en: 'another reason', de: 'anderer Grund' },
} as const satisfies Record<string, Reading>;

export type OrderCancellationReason = keyof typeof CANCELLATIONS;
export const ORDER_CANCELLATION_REASONS = Object.keys(CANCELLATIONS) as OrderCancellationReason[];

/** All of it, before it left us. */
export const orderCancelled = eventType({
  type: 'sales.order-cancelled',
  version: 1,
  door: 'open',
  schema: fields({ orderId: ThingId, reason: Type.Optional(oneOf(ORDER_CANCELLATION_REASONS)), explanation: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Order cancelled', de: 'Auftrag storniert' }, data.reason === undefined ? undefined : CANCELLATIONS[data.reason], data.explanation),
});

const RETURNS = {
  'not-as-described': { en: 'not as described', de: 'entspricht nicht der Beschreibung' },
  damaged: { en: 'damaged', de: 'beschädigt' },
  defective: { en: 'defective', de: 'defekt' },
  'wrong-delivery': { en: 'wrong delivery', de: 'Falschlieferung' },
  'does-not-fit': { en: 'does not fit', de: 'passt nicht' },
  'not-wanted': { en: 'not wanted', de: 'gefällt nicht' },
  other: { en: 'another reason', de: 'anderer Grund' },
} as const satisfies Record<string, Reading>;

export type OrderReturnReason = keyof typeof RETURNS;
export const ORDER_RETURN_REASONS = Object.keys(RETURNS) as OrderReturnReason[];

const ReturnedLineSchema = fields({ lineId: Slug, quantity: Quantity, net: Type.Optional(MoneySchema) });
export type ReturnedLine = DataOf<typeof ReturnedLineSchema>;

/** Goods came back; an order may come back in parts. `net` is what they were sold for, not what is paid back. */
export const orderReturned = eventType({
  type: 'sales.order-returned',
  version: 1,
  door: 'open',
  schema: fields({
    orderId: ThingId,
    returnId: Type.Optional(ThingId),
    lines: Type.Optional(Type.Array(ReturnedLineSchema, { maxItems: MOST_ORDER_LINES })),
    net: MoneySchema,
    reason: Type.Optional(oneOf(ORDER_RETURN_REASONS)),
    explanation: Type.Optional(ShortFreeText),
  }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Goods returned', de: 'Ware retourniert' }, readMoney(data.net), data.reason === undefined ? undefined : RETURNS[data.reason], data.explanation),
});

export type OrderPlacementEvent = FactOf<typeof orderPlaced> | FactOf<typeof orderChanged> | FactOf<typeof orderCancelled> | FactOf<typeof orderReturned>;

/** In German, what somebody orders in a shop is called otherwise than what a company commissions. */
function isFromShop({ channel, shop }: { readonly channel?: string; readonly shop?: string }): boolean {
  return shop !== undefined || channel === 'web' || channel === 'app';
}

/** The first few by name, the rest by number. */
function readProducts(lines: OrderContent['lines']): Reading | undefined {
  if (lines.length === 0) return undefined;
  const first = lines.slice(0, 3).map(({ quantity, product }) => `${quantity} × ${product}`).join(', ');
  const more = lines.length - 3;
  return more > 0 ? { en: `${first} and ${more} more`, de: `${first} und ${more} weitere` } : { en: first, de: first };
}

function change(before: OrderContent | undefined, after: OrderContent): Reading | undefined {
  const [from, to] = [readMoney(before?.gross ?? before?.net), readMoney(after.gross ?? after.net)];
  return from === undefined || to === undefined ? to : { en: `${from.en} → ${to.en}`, de: `${from.de} → ${to.de}` };
}
