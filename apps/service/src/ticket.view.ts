import type { TicketEvent } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';

/** A place in a ticket's history: effective time (milliseconds since 1970), then position (decimal string). */
export type Place = { readonly at: number; readonly position: string };

/** One ticket as lists and reports need it. */
export type TicketDocument = {
  readonly ticketId: string;
  readonly status: 'open' | 'resolved' | 'closed';
  readonly kind: string | null;
  readonly subject: string | null;
  readonly product: string | null;
  readonly category: string | null;
  readonly priority: string;
  readonly queue: string | null;
  readonly assignee: string | null;
  readonly nodes: readonly string[];
  /** Of its first event, whatever that was. */
  readonly openedAt: number | null;
  readonly firstResolvedAt: number | null;
  readonly firstClosed: Place | null;
  readonly last: (Place & { readonly activity: string }) | null;
  readonly revision: number;
};

const NEW: Omit<TicketDocument, 'ticketId'> = { status: 'open', kind: null, subject: null, product: null, category: null, priority: 'normal', queue: null, assignee: null, nodes: [], openedAt: null, firstResolvedAt: null, firstClosed: null, last: null, revision: -1 };

export const ticketView: DocumentView<TicketDocument> = {
  kind: 'document',
  name: 'tickets',
  version: 1,
  indexes: ['status', 'queue', 'assignee', 'priority', 'openedAt'],
  keys: (event) => (event.type.startsWith('service.ticket-') ? [(event.data as { ticketId: string }).ticketId] : []),
  initial: (ticketId) => ({ ticketId, ...NEW }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & TicketEvent;
    const place = { at: effectiveTime(event), position: String(event.position) };
    const ticket = seen(before, event, place);
    switch (event.type) {
      case 'service.ticket-opened':
        return { ...ticket, ...opened(event.data, ticket) };
      case 'service.ticket-assigned':
        return { ...ticket, assignee: event.data.assignee ?? ticket.assignee, queue: event.data.queue ?? ticket.queue };
      case 'service.ticket-resolved':
        return { ...ticket, status: 'resolved', firstResolvedAt: Math.min(ticket.firstResolvedAt ?? place.at, place.at) };
      case 'service.ticket-reopened':
        return { ...ticket, status: 'open' };
      case 'service.ticket-closed':
        return { ...ticket, status: 'closed', firstClosed: ticket.firstClosed === null || isLater(ticket.firstClosed, place) ? place : ticket.firstClosed };
      case 'service.ticket-replied':
      case 'service.ticket-noted':
      case 'service.ticket-activity-recorded':
        return ticket;
    }
  },
};

/** Whether `a` comes after `b`. */
export function isLater(a: Place, b: Place): boolean {
  return a.at === b.at ? BigInt(a.position) > BigInt(b.position) : a.at > b.at;
}

/** What every event tells: whom it concerns, when the ticket began, what came last. */
function seen(ticket: TicketDocument, event: StoredEvent & TicketEvent, place: Place): TicketDocument {
  const { activity } = event.data as { readonly activity?: string };
  return {
    ...ticket,
    revision: event.revision,
    nodes: event.parties.map((party) => party.node),
    openedAt: Math.min(ticket.openedAt ?? place.at, place.at),
    last: ticket.last === null || isLater(place, ticket.last) ? { ...place, activity: activity ?? event.type } : ticket.last,
  };
}

function opened({ kind, subject, product, category, priority, queue }: Extract<TicketEvent, { type: 'service.ticket-opened' }>['data'], ticket: TicketDocument) {
  return { kind: kind ?? null, subject: typeof subject === 'string' ? subject : null, product: product ?? null, category: category ?? null, priority: priority ?? 'normal', queue: ticket.queue ?? queue ?? null };
}
