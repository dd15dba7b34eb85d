import type {
  ConsentEvent,
  FollowUpEvent,
  FulfilmentEvent,
  LeadEvent,
  NoteEvent,
  OpportunityEvent,
  OpportunityWorkEvent,
  OrderPlacementEvent,
  OwnerEvent,
  QuoteEvent,
  RecommendationEvent,
  SatisfactionEvent,
  SlaEvent,
  TicketEvent,
  TouchEvent,
  WishEvent,
} from '@throughline/contracts';
import type { EntryView, Fact, Json, StoredEvent } from '@throughline/kernel';

/** Something that somebody should know of. It stands under everybody it speaks to, under the work it is about, and under its customers. */
export type InboxEntry = {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly actor: string;
  readonly nodes: readonly string[];
  /** All it stands under: actors, the stream of the work, nodes. */
  readonly keys: readonly string[];
  /** Decimal string. */
  readonly position: string;
  /** The position in a form that sorts as text. */
  readonly order: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly data: Json;
};

type Direct<E extends Fact> = { readonly [Type in E['type']]?: (data: Extract<E, { type: Type }>['data']) => readonly (string | undefined)[] };

/** To whom it speaks himself: to whom work or a customer was given, from whom it was taken, who is mentioned. */
const DIRECT: Direct<NoteEvent | FollowUpEvent | TicketEvent | OpportunityEvent | OpportunityWorkEvent | OwnerEvent> = {
  'customer.note-written': ({ mentions }) => mentions ?? [],
  'customer.follow-up-planned': ({ assignee }) => [assignee],
  'customer.follow-up-handed-over': ({ assignee, from }) => [assignee, from],
  'customer.owner-assigned': ({ owner }) => [owner],
  'customer.second-owner-assigned': ({ secondOwner }) => [secondOwner],
  'customer.deputy-appointed': ({ deputy }) => [deputy],
  'customer.deputy-ended': ({ deputy }) => [deputy],
  'service.ticket-assigned': ({ assignee }) => [assignee],
  'service.ticket-taken': ({ assignee, from }) => [assignee, from],
  'sales.opportunity-opened': ({ owner }) => [owner],
  'sales.opportunity-assigned': ({ owner, from }) => [owner, from],
  'sales.opportunity-next-step-planned': ({ assignee }) => [assignee],
};

/** What whoever works on the thing should know. */
const OF_WORK: ReadonlySet<string> = new Set<(FollowUpEvent | TicketEvent | SlaEvent)['type']>([
  'customer.follow-up-fell-due',
  'service.ticket-noted',
  'service.ticket-reopened',
  'service.ticket-merged',
  'service.ticket-sla-breached',
]);

type OfCustomers = TicketEvent | OpportunityEvent | QuoteEvent | OrderPlacementEvent | FulfilmentEvent | LeadEvent | TouchEvent | ConsentEvent | SatisfactionEvent | WishEvent | RecommendationEvent;

/** What whoever looks after the customer should know. */
const OF_CUSTOMERS: ReadonlySet<string> = new Set<OfCustomers['type']>([
  'service.ticket-opened',
  'service.ticket-resolved',
  'service.ticket-closed',
  'sales.opportunity-opened',
  'sales.opportunity-won',
  'sales.opportunity-lost',
  'sales.quote-accepted',
  'sales.quote-rejected',
  'sales.quote-expired',
  'sales.order-placed',
  'sales.order-cancelled',
  'sales.order-returned',
  'sales.order-fell-overdue',
  'marketing.lead-captured',
  'marketing.touch-replied',
  'marketing.consent-withdrawn',
  'marketing.consent-objected',
  'marketing.satisfaction-answered',
  'marketing.wish-noted',
  'marketing.wish-fulfilled',
  'marketing.wish-declined',
  'marketing.recommendation-made',
]);

export const inboxView: EntryView<InboxEntry> = {
  kind: 'entry',
  name: 'inbox',
  version: 1,
  indexes: ['order'],
  keys: inboxesOf,
  entry: (event) => ({
    id: event.id,
    type: event.type,
    stream: event.stream,
    actor: event.actor,
    nodes: nodesOf(event),
    keys: inboxesOf(event),
    position: String(event.position),
    order: orderOf(event.position),
    occurredAt: event.occurredAt,
    recordedAt: event.recordedAt,
    data: event.data as Json,
  }),
};

/** Positions are at most 18 digits. */
export function orderOf(position: bigint): string {
  return String(position).padStart(18, '0');
}

function inboxesOf(event: StoredEvent): readonly string[] {
  const direct = (DIRECT as { readonly [type: string]: ((data: unknown) => readonly (string | undefined)[]) | undefined })[event.type]?.(event.data) ?? [];
  const keys = [...direct.filter((actor) => actor !== undefined), ...(isOfWork(event) ? [event.stream] : []), ...(OF_CUSTOMERS.has(event.type) ? nodesOf(event) : [])];
  return [...new Set(keys)];
}

/** Of replies only what the customer wrote: ours we know. */
function isOfWork({ type, data }: StoredEvent): boolean {
  return OF_WORK.has(type) || (type === 'service.ticket-replied' && (data as { direction?: string }).direction === 'in');
}

function nodesOf(event: StoredEvent): readonly string[] {
  return [...new Set(event.parties.map(({ node }) => node))];
}
