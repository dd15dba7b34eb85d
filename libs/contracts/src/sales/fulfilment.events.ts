import { Type } from '@sinclair/typebox';
import { readDay } from '../day';
import { eventType, type FactOf } from '../event-type';
import { Day, fields, Label, ShortFreeText, Slug, ThingId } from '../fields';
import { MoneySchema, readMoney } from '../money';
import { line, named } from '../reading';
import { MOST_ORDER_LINES } from './order.events';

/** What logistics and accounting tell of an order: their systems know nothing of ours but its id, so any of these may come first. */
const stream = ({ orderId }: { readonly orderId: string }): string => `order-${orderId}`;

/** Left us, or the named lines of it did. */
export const orderShipped = eventType({
  type: 'sales.order-shipped',
  version: 1,
  door: 'open',
  schema: fields({ orderId: ThingId, trackingId: Type.Optional(Label), carrier: Type.Optional(Label), lines: Type.Optional(Type.Array(Slug, { maxItems: MOST_ORDER_LINES })) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Order shipped', de: 'Auftrag versandt' }, named('with', 'mit', data.carrier), named('tracking number', 'Sendungsnummer', data.trackingId), parts(data.lines)),
});

/** The customer has it. */
export const orderDelivered = eventType({
  type: 'sales.order-delivered',
  version: 1,
  door: 'open',
  schema: fields({ orderId: ThingId, trackingId: Type.Optional(Label), receivedBy: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Order delivered', de: 'Auftrag zugestellt' }, named('received by', 'angenommen von', data.receivedBy), named('tracking number', 'Sendungsnummer', data.trackingId)),
});

export const orderInvoiced = eventType({
  type: 'sales.order-invoiced',
  version: 1,
  door: 'open',
  schema: fields({ orderId: ThingId, invoiceNumber: Label, net: MoneySchema, gross: Type.Optional(MoneySchema), due: Type.Optional(Day) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Order invoiced', de: 'Rechnung gestellt' }, data.invoiceNumber, readMoney(data.gross ?? data.net), named('due on', 'fällig am', readDay(data.due))),
});

/** Money came in; several payments add up. */
export const orderPaid = eventType({
  type: 'sales.order-paid',
  version: 1,
  door: 'open',
  schema: fields({ orderId: ThingId, amount: MoneySchema, invoiceNumber: Type.Optional(Label), method: Type.Optional(Slug) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Payment received', de: 'Zahlung eingegangen' }, readMoney(data.amount), named('for invoice', 'zu Rechnung', data.invoiceNumber)),
});

/** Not paid in time. `level`: how often it was asked for. */
export const orderFellOverdue = eventType({
  type: 'sales.order-fell-overdue',
  version: 1,
  door: 'open',
  schema: fields({ orderId: ThingId, since: Type.Optional(Day), level: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })), invoiceNumber: Type.Optional(Label), amount: Type.Optional(MoneySchema) }),
  stream,
  parties: () => [],
  reads: (data) =>
    line(
      { en: 'Payment overdue', de: 'Zahlung überfällig' },
      readMoney(data.amount),
      named('since', 'seit', readDay(data.since)),
      named('invoice', 'Rechnung', data.invoiceNumber),
      data.level === undefined ? undefined : { en: `reminder level ${data.level}`, de: `Mahnstufe ${data.level}` },
    ),
});

/** Money given back or not asked for any more: after a return, or as a gesture. What came back is said by the return. */
export const orderCredited = eventType({
  type: 'sales.order-credited',
  version: 1,
  door: 'open',
  schema: fields({ orderId: ThingId, amount: MoneySchema, creditNumber: Type.Optional(Label), reason: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Credit note', de: 'Gutschrift erteilt' }, data.creditNumber, readMoney(data.amount), data.reason),
});

export type FulfilmentEvent =
  | FactOf<typeof orderShipped>
  | FactOf<typeof orderDelivered>
  | FactOf<typeof orderInvoiced>
  | FactOf<typeof orderPaid>
  | FactOf<typeof orderFellOverdue>
  | FactOf<typeof orderCredited>;

function parts(lines: readonly string[] | undefined) {
  if (lines === undefined) return undefined;
  return lines.length === 1 ? { en: '1 line of the order', de: '1 Position des Auftrags' } : { en: `${lines.length} lines of the order`, de: `${lines.length} Positionen des Auftrags` };
}
