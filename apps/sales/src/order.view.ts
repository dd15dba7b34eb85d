import { concernedBy, CONCERNS_NOBODY, type Concerned, type Money, type OrderContent, type OrderLine, type ReturnedLine } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';
import { plus, type Amounts } from './amounts.rules';
import { isMore } from './order-content.rules';
import type { OrderEvent } from './order.decider';

/** `none` = there is none (any more); `returned` = all of it came back. */
export const ORDER_STATUSES = ['placed', 'cancelled', 'returned'] as const;
/** `due` = invoiced and not paid yet, `part-paid` and `paid` of what is to be paid: its invoices, else its gross. */
export const PAYMENTS = ['none', 'due', 'overdue', 'part-paid', 'paid'] as const;

/** One order with all that became of it. Times are effective times, milliseconds since 1970. */
export type OrderDocument = Concerned & {
  readonly orderId: string;
  readonly status: 'none' | (typeof ORDER_STATUSES)[number];
  readonly number: string | null;
  readonly quoteId: string | null;
  readonly opportunityId: string | null;
  readonly channel: string | null;
  readonly shop: string | null;
  readonly lines: readonly OrderLine[];
  readonly net: Money | null;
  readonly tax: Money | null;
  readonly gross: Money | null;
  readonly returns: readonly OrderReturn[];
  readonly delivery: 'none' | 'shipped' | 'delivered';
  readonly shipments: readonly { readonly trackingId: string | null; readonly carrier: string | null; readonly at: number }[];
  readonly payment: (typeof PAYMENTS)[number];
  readonly invoices: readonly { readonly invoiceNumber: string; readonly net: Money; readonly gross: Money | null; readonly due: string | null; readonly at: number }[];
  readonly paid: Amounts;
  readonly credited: Amounts;
  readonly overdueSince: string | null;
  readonly reminderLevel: number | null;
  readonly placedAt: number | null;
  readonly cancelledAt: number | null;
  readonly reason: string | null;
  /** What a search looks through. */
  readonly words: string;
  readonly revision: number;
};

export type OrderReturn = { readonly returnId: string | null; readonly lines: readonly ReturnedLine[]; readonly net: Money; readonly reason: string | null; readonly at: number };

const NOTHING: Omit<OrderDocument, 'orderId'> = {
  status: 'none', ...CONCERNS_NOBODY, number: null, quoteId: null, opportunityId: null, channel: null, shop: null,
  lines: [], net: null, tax: null, gross: null, returns: [], delivery: 'none', shipments: [], payment: 'none', invoices: [], paid: {}, credited: {}, overdueSince: null, reminderLevel: null,
  placedAt: null, cancelledAt: null, reason: null, words: '', revision: -1,
};

export const orderView: DocumentView<OrderDocument> = {
  kind: 'document',
  name: 'orders',
  version: 1,
  indexes: ['status', 'payment', 'customerNode', 'companyNode', 'opportunityId', 'quoteId', 'placedAt'],
  keys: (event) => (event.type.startsWith('sales.order-') ? [(event.data as { orderId: string }).orderId] : []),
  streamsOf: (orderId) => [`order-${orderId}`],
  initial: (orderId) => ({ orderId, ...NOTHING }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & OrderEvent;
    const seen: OrderDocument = { ...before, ...concernedBy(event, before), status: before.status === 'none' ? 'placed' : before.status, revision: event.revision };
    const after = told(seen, event, effectiveTime(event));
    return { ...after, status: statusOf(after), payment: paymentOf(after), words: wordsOf(after) };
  },
};

function told(one: OrderDocument, event: OrderEvent, at: number): OrderDocument {
  switch (event.type) {
    case 'sales.order-placed':
      return { ...one, ...(one.net === null ? contentIn(event.data) : {}), ...placedIn(event.data), placedAt: one.placedAt ?? at };
    case 'sales.order-changed':
      return { ...one, ...contentIn(event.data) };
    case 'sales.order-cancelled':
      return { ...one, status: 'cancelled', cancelledAt: at, reason: event.data.reason ?? null };
    case 'sales.order-returned':
      return { ...one, returns: [...one.returns, { returnId: event.data.returnId ?? null, lines: event.data.lines ?? [], net: event.data.net, reason: event.data.reason ?? null, at }] };
    case 'sales.order-shipped':
      return { ...one, delivery: one.delivery === 'delivered' ? 'delivered' : 'shipped', shipments: [...one.shipments, { trackingId: event.data.trackingId ?? null, carrier: event.data.carrier ?? null, at }] };
    case 'sales.order-delivered':
      return { ...one, delivery: 'delivered' };
    case 'sales.order-invoiced':
      return { ...one, invoices: [...one.invoices, { invoiceNumber: event.data.invoiceNumber, net: event.data.net, gross: event.data.gross ?? null, due: event.data.due ?? null, at }] };
    case 'sales.order-paid':
      return { ...one, paid: plus(one.paid, event.data.amount) };
    case 'sales.order-fell-overdue':
      return { ...one, overdueSince: event.data.since ?? one.overdueSince ?? new Date(at).toISOString().slice(0, 10), reminderLevel: event.data.level ?? one.reminderLevel };
    case 'sales.order-credited':
      return { ...one, credited: plus(one.credited, event.data.amount) };
  }
}

function contentIn({ lines, net, tax, gross }: OrderContent): Pick<OrderDocument, 'lines' | 'net' | 'tax' | 'gross'> {
  return { lines, net, tax: tax ?? null, gross: gross ?? null };
}

function placedIn({ number, quoteId, opportunityId, channel, shop }: Extract<OrderEvent, { type: 'sales.order-placed' }>['data']) {
  return { number: number ?? null, quoteId: quoteId ?? null, opportunityId: opportunityId ?? null, channel: channel ?? null, shop: shop ?? null };
}

function statusOf({ status, net, returns }: OrderDocument): OrderDocument['status'] {
  if (status === 'cancelled' || returns.length === 0 || net === null) return status;
  const back = returns.reduce((sum: Amounts, one) => plus(sum, one.net), {});
  return isMore(net.amount, back[net.currency] ?? '0') ? 'placed' : 'returned';
}

/** A credit note counts as paid: nobody waits for that money. */
function paymentOf({ paid, credited, gross, invoices, overdueSince }: OrderDocument): OrderDocument['payment'] {
  const isBilled = invoices.length > 0;
  const [currency, payable] = Object.entries(isBilled ? invoices.reduce((sum: Amounts, one) => plus(sum, one.gross ?? one.net), {}) : plus({}, gross))[0] ?? [];
  const settled = currency === undefined ? null : plus(paid, { amount: credited[currency] ?? '0', currency })[currency];
  const isPaid = payable === undefined ? Object.keys(paid).length > 0 : !isMore(payable, settled ?? '0');
  if (isPaid && (isBilled || Object.keys(paid).length > 0)) return 'paid';
  if (overdueSince !== null) return 'overdue';
  if (Object.keys(paid).length > 0) return 'part-paid';
  return isBilled ? 'due' : 'none';
}

function wordsOf({ orderId, number, customer, company, lines, invoices, shipments }: OrderDocument): string {
  const words = [orderId, number, customer?.value, company?.value, ...lines.map(({ product }) => product), ...invoices.map(({ invoiceNumber }) => invoiceNumber), ...shipments.map(({ trackingId }) => trackingId)];
  return words.filter((word) => typeof word === 'string').join(' ');
}
