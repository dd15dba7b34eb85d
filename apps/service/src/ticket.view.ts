import type { TicketEvent } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type Party, type StoredEvent } from '@throughline/kernel';
import { asChanged, asOpened, NO_DETAILS, USUAL_PRIORITY, type TicketDetails } from './ticket-details.rules';

/** A place in a ticket's history: effective time (milliseconds since 1970), then position (decimal string). */
export type Place = { readonly at: number; readonly position: string };

/** One ticket as lists and reports need it. Times are effective times, milliseconds since 1970. */
export type TicketDocument = TicketDetails & {
  readonly ticketId: string;
  /** `none`: there is nothing (any more). A ticket that waits for the customer is open. */
  readonly status: 'none' | 'open' | 'resolved' | 'closed' | 'merged';
  readonly number: string | null;
  readonly priority: string;
  readonly assignee: string | null;
  readonly assignedAt: number | null;
  readonly waitingSince: number | null;
  readonly mergedInto: string | null;
  /** Nodes of the event before, by role, so that a customer's tickets are found. */
  readonly customer: string | null;
  readonly company: string | null;
  readonly nodes: readonly string[];
  /** Of its first event, whatever that was. */
  readonly openedAt: number | null;
  /** What the system it comes from promised. */
  readonly deadline: number | null;
  /** Since the first message of his that nobody answered; null while the next step is his own. */
  readonly customerWaitsSince: number | null;
  readonly lastAnswerAt: number | null;
  /** Messages of the customer after the opening. */
  readonly messages: number;
  readonly reopenings: number;
  readonly solutions: readonly string[];
  /** How it was resolved, while it is: in words, and by which solution of the collection. */
  readonly solution: string | null;
  readonly solvedBy: string | null;
  readonly firstResolvedAt: number | null;
  readonly firstClosed: Place | null;
  readonly last: (Place & { readonly activity: string }) | null;
  /** Number and subject in small letters, for the search. */
  readonly searchable: string;
  readonly revision: number;
};

const NOTHING: Omit<TicketDocument, 'ticketId'> = {
  status: 'none', number: null, ...NO_DETAILS, priority: USUAL_PRIORITY, assignee: null, assignedAt: null, waitingSince: null, mergedInto: null, customer: null, company: null, nodes: [],
  openedAt: null, deadline: null, customerWaitsSince: null, lastAnswerAt: null, messages: 0, reopenings: 0, solutions: [], solution: null, solvedBy: null,
  firstResolvedAt: null, firstClosed: null, last: null, searchable: '', revision: -1,
};

export const ticketView: DocumentView<TicketDocument> = {
  kind: 'document',
  name: 'tickets',
  version: 2,
  indexes: ['status', 'queue', 'assignee', 'category', 'product', 'customer', 'company', 'number', 'mergedInto', 'solvedBy', 'openedAt'],
  keys: (event) => (event.type.startsWith('service.ticket-') ? [(event.data as { ticketId: string }).ticketId] : []),
  streamsOf: (ticketId) => [`ticket-${ticketId}`],
  initial: (ticketId) => ({ ticketId, ...NOTHING }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & TicketEvent;
    const place = { at: effectiveTime(event), position: String(event.position) };
    const ticket = happened(seen(before, event, place), event, place);
    return { ...ticket, searchable: [ticket.number, ticket.subject].filter((text) => text !== null).join(' ').toLowerCase() };
  },
};

/** Whether `a` comes after `b`. */
export function isLater(a: Place, b: Place): boolean {
  return a.at === b.at ? BigInt(a.position) > BigInt(b.position) : a.at > b.at;
}

/** What every event tells: that there is a ticket, whom it concerns, when it began, what came last. */
function seen(ticket: TicketDocument, event: StoredEvent & TicketEvent, place: Place): TicketDocument {
  const { activity } = event.data as { readonly activity?: string };
  const node = (role: Party['role']) => event.parties.find((party) => party.role === role)?.node ?? null;
  return {
    ...ticket,
    status: ticket.status === 'none' ? 'open' : ticket.status,
    revision: event.revision,
    customer: node('customer'),
    company: node('company'),
    nodes: event.parties.map((party) => party.node),
    openedAt: Math.min(ticket.openedAt ?? place.at, place.at),
    // That a time ran out is nothing that anybody did.
    last: event.type !== 'service.ticket-sla-breached' && (ticket.last === null || isLater(place, ticket.last)) ? { ...place, activity: activity ?? event.type } : ticket.last,
  };
}

function happened(ticket: TicketDocument, event: TicketEvent, place: Place): TicketDocument {
  const { at } = place;
  switch (event.type) {
    case 'service.ticket-opened':
      return { ...ticket, ...asUsual(asOpened(ticket, event.data)), number: event.data.number ?? ticket.number, deadline: event.data.deadline === undefined ? ticket.deadline : Date.parse(event.data.deadline), customerWaitsSince: at };
    case 'service.ticket-changed':
      return { ...ticket, ...asUsual(asChanged(ticket, event.data)) };
    case 'service.ticket-assigned':
      return { ...ticket, ...assigned(ticket, event.data.assignee ?? ticket.assignee, at), queue: event.data.queue ?? ticket.queue };
    case 'service.ticket-taken':
      return { ...ticket, ...assigned(ticket, event.data.assignee, at) };
    case 'service.ticket-replied':
      return event.data.direction === 'in'
        ? { ...ticket, messages: ticket.messages + 1, waitingSince: null, customerWaitsSince: ticket.customerWaitsSince ?? at }
        : { ...ticket, lastAnswerAt: at, customerWaitsSince: null };
    case 'service.ticket-waiting-started':
      return ticket.status === 'open' ? { ...ticket, waitingSince: ticket.waitingSince ?? at, customerWaitsSince: null } : ticket;
    case 'service.ticket-waiting-ended':
      return ticket.waitingSince === null ? ticket : { ...ticket, waitingSince: null, customerWaitsSince: at };
    case 'service.ticket-solution-linked':
      return { ...ticket, solutions: withOne(ticket.solutions, event.data.solutionId) };
    case 'service.ticket-resolved':
      return { ...ended(ticket, 'resolved'), ...resolved(ticket, event.data), firstResolvedAt: Math.min(ticket.firstResolvedAt ?? at, at) };
    case 'service.ticket-closed':
      return { ...ended(ticket, 'closed'), firstClosed: ticket.firstClosed === null || isLater(ticket.firstClosed, place) ? place : ticket.firstClosed };
    case 'service.ticket-merged':
      return { ...ended(ticket, 'merged'), mergedInto: event.data.into };
    case 'service.ticket-reopened':
      return { ...ended(ticket, 'open'), status: 'open', mergedInto: null, solution: null, solvedBy: null, reopenings: ticket.reopenings + 1, customerWaitsSince: at };
    case 'service.ticket-noted':
    case 'service.ticket-sla-breached':
    case 'service.ticket-customer-identified':
    case 'service.ticket-activity-recorded':
      return ticket;
  }
}

function asUsual(details: TicketDetails): TicketDetails & { readonly priority: string } {
  return { ...details, priority: details.priority ?? USUAL_PRIORITY };
}

function assigned(ticket: TicketDocument, assignee: string | null, at: number): Pick<TicketDocument, 'assignee' | 'assignedAt'> {
  return assignee === ticket.assignee ? { assignee, assignedAt: ticket.assignedAt } : { assignee, assignedAt: at };
}

/** Other systems close a duplicate after merging it: it stays merged. Nobody waits for anybody any more. */
function ended(ticket: TicketDocument, status: TicketDocument['status']): TicketDocument {
  return { ...ticket, status: ticket.status === 'merged' ? 'merged' : status, waitingSince: null, customerWaitsSince: null };
}

function resolved({ solutions }: TicketDocument, { solution, solutionId }: Extract<TicketEvent, { type: 'service.ticket-resolved' }>['data']): Pick<TicketDocument, 'solution' | 'solvedBy' | 'solutions'> {
  return { solution: typeof solution === 'string' ? solution : null, solvedBy: solutionId ?? null, solutions: solutionId === undefined ? solutions : withOne(solutions, solutionId) };
}

function withOne(solutions: readonly string[], solutionId: string): readonly string[] {
  return solutions.includes(solutionId) ? solutions : [...solutions, solutionId];
}
