import type { FulfilmentEvent, OrderCancellationReason, OrderContent, OrderPlacementEvent, OrderReturnReason } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Identifier, type Rejection } from '@throughline/kernel';
import { isMixed, priced, returned, type OrderTerms, type Returned, type ReturnTerms } from './order-content.rules';

/**
 *   none ──place──► placed ──cancel (nothing has left us yet)──► cancelled
 *                   │    └ change (until all of it has left us, or something came back)
 *                   └ return, in parts, until nothing is left
 *   logistics and accounting tell what became of it, whatever the status, and may be the first to speak
 */
export type OrderEvent = OrderPlacementEvent | FulfilmentEvent;
type Placed = Extract<OrderEvent, { type: 'sales.order-placed' }>['data'];

interface Known {
  /** Null where the log of another system begins later. */
  readonly placed: Placed | null;
  readonly content: OrderContent | null;
  /** Lines that have left us; `all` of them. */
  readonly shipped: readonly string[] | 'all';
  readonly returns: readonly (Returned & { readonly returnId: string | null })[];
}

export type OrderState = { readonly status: 'none' } | ({ readonly status: 'placed' } & Known) | ({ readonly status: 'cancelled' } & Known);
type Existing = Exclude<OrderState, { status: 'none' }>;

const NOTHING_KNOWN: Extract<OrderState, { status: 'placed' }> = { status: 'placed', placed: null, content: null, shipped: [], returns: [] };

export function evolve(before: OrderState, event: OrderEvent): OrderState {
  const state = before.status === 'none' ? NOTHING_KNOWN : before;
  switch (event.type) {
    case 'sales.order-placed':
      return { ...state, placed: state.placed ?? event.data, content: state.content ?? contentOf(event.data) };
    case 'sales.order-changed':
      return { ...state, content: contentOf(event.data) };
    case 'sales.order-cancelled':
      return { ...state, status: 'cancelled' };
    case 'sales.order-returned':
      return { ...state, returns: [...state.returns, { returnId: event.data.returnId ?? null, lines: event.data.lines ?? [], net: event.data.net }] };
    case 'sales.order-shipped':
      return { ...state, shipped: state.shipped === 'all' || event.data.lines === undefined ? 'all' : [...state.shipped, ...event.data.lines] };
    case 'sales.order-delivered':
      return { ...state, shipped: 'all' };
    case 'sales.order-invoiced':
    case 'sales.order-paid':
    case 'sales.order-fell-overdue':
    case 'sales.order-credited':
      return state;
  }
}

function contentOf({ lines, net, tax, gross }: OrderContent): OrderContent {
  return { lines, net, ...(tax === undefined ? {} : { tax }), ...(gross === undefined ? {} : { gross }) };
}

type Of<More = unknown> = { readonly orderId: string } & More;

interface Placing {
  readonly number?: string;
  readonly customer?: Identifier;
  readonly company?: Identifier;
  readonly quoteId?: string;
  readonly opportunityId?: string;
  readonly channel?: string;
  readonly shop?: string;
}

export type OrderCommand =
  | Command<'place-order', Of<Placing & OrderTerms>>
  | Command<'change-order', Of<OrderTerms & { readonly reason?: string }>>
  | Command<'cancel-order', Of<{ readonly reason?: OrderCancellationReason; readonly explanation?: string }>>
  | Command<'return-order', Of<ReturnTerms & { readonly returnId?: string; readonly reason?: OrderReturnReason; readonly explanation?: string }>>;

type Wish<Type extends OrderCommand['type']> = Extract<OrderCommand, { type: Type }>['data'];
type Answer = readonly OrderEvent[] | Rejection;

export function decide(state: OrderState, command: OrderCommand): Answer {
  if (command.type === 'place-order') return place(state, command.data);
  if (state.status === 'none') return reject('ORDER_NOT_FOUND', 'there is no order with this id');
  switch (command.type) {
    case 'change-order':
      return change(state, command.data);
    case 'cancel-order':
      return cancel(state, command.data);
    case 'return-order':
      return takeBack(state, command.data);
  }
}

export const order: Decider<OrderState, OrderCommand, OrderEvent> = { category: 'order', initial: { status: 'none' }, evolve, decide };

/** The number is not compared: it was made for the first attempt. */
function place(state: OrderState, { number, lines, net, tax, gross, ...about }: Wish<'place-order'>): Answer {
  const content = priced({ lines, net, tax, gross });
  if ('rejected' in content) return content;
  const data: Placed = { ...about, ...content };
  if (state.status === 'none') return [{ type: 'sales.order-placed', data: { ...data, ...(number === undefined ? {} : { number }) } }];
  const { number: _number, ...before } = state.placed ?? {};
  return canonicalJson(before) === canonicalJson(data) ? [] : reject('ORDER_EXISTS', 'an order with this id was placed before, with other content');
}

function change(state: Existing, { orderId, reason, ...terms }: Wish<'change-order'>): Answer {
  if (state.status === 'cancelled') return CANCELLED;
  const content = priced(terms);
  if ('rejected' in content) return content;
  if (state.content !== null && canonicalJson(content) === canonicalJson(state.content)) return [];
  if (isGone(state)) return LEFT_US;
  if (state.returns.length > 0) return reject('ORDER_RETURNED', 'goods of this order came back already; place a new one instead');
  if (state.content !== null && isMixed([content.net, state.content.net])) return reject('ORDER_CURRENCY_MIXED', 'an order stays in the currency it was placed in');
  return [{ type: 'sales.order-changed', data: { orderId, ...content, ...(state.content === null ? {} : { before: state.content }), ...(reason === undefined ? {} : { reason }) } }];
}

function cancel(state: Existing, data: Wish<'cancel-order'>): Answer {
  if (state.status === 'cancelled') return [];
  if (lacksExplanation(data)) return UNEXPLAINED;
  return state.shipped.length > 0 || state.returns.length > 0 ? LEFT_US : [{ type: 'sales.order-cancelled', data }];
}

function takeBack(state: Existing, { orderId, returnId, lines, net, ...because }: Wish<'return-order'>): Answer {
  if (state.status === 'cancelled') return CANCELLED;
  if (lacksExplanation(because)) return UNEXPLAINED;
  const before = returnId === undefined ? undefined : state.returns.find((one) => one.returnId === returnId);
  const others = state.returns.filter((one) => one !== before);
  const back = returned({ lines, net }, state.content, others);
  if (back === null) return [];
  if ('rejected' in back) return back;
  if (before !== undefined) return canonicalJson([before.lines, before.net]) === canonicalJson([back.lines, back.net]) ? [] : reject('ORDER_RETURN_EXISTS', 'a return with this id was recorded before, with other content');
  return [{ type: 'sales.order-returned', data: { orderId, ...(returnId === undefined ? {} : { returnId }), ...(back.lines.length === 0 ? {} : { lines: back.lines }), net: back.net, ...because } }];
}

function isGone({ shipped, content }: Existing): boolean {
  return shipped === 'all' || (content !== null && content.lines.length > 0 && content.lines.every(({ lineId }) => shipped.includes(lineId)));
}

const CANCELLED = reject('ORDER_CANCELLED', 'this order was cancelled; place a new one instead');
const LEFT_US = reject('ORDER_LEFT_US', 'this order has left us; record what comes back as a return');
const UNEXPLAINED = reject('ORDER_EXPLANATION_MISSING', 'the reason "other" needs an explanation');

function lacksExplanation({ reason, explanation }: { readonly reason?: string; readonly explanation?: string }): boolean {
  return reason === 'other' && (explanation ?? '').trim() === '';
}
