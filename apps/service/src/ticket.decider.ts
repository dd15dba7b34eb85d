import type { SlaEvent, TicketEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Actor, type Command, type Decider, type Identifier, type Rejection } from '@throughline/kernel';
import { asChanged, asOpened, changesTo, NO_DETAILS, type TicketDetails, type WantedDetails } from './ticket-details.rules';

/**
 *   none ──open──► open ──resolve──► resolved ──close──► closed
 *                  │ ▲ └───────────────close─────────────► │
 *                  │ └─ reopen, or the customer writes; a ─┘ (closed: reopen only)
 *                  │    resolved one: or we wait for him
 *                  └─wait─► waiting: like open, until the customer writes or we stop waiting
 *   any of them ──merge──► merged ──reopen──► open
 */
type Opened = Extract<TicketEvent, { type: 'service.ticket-opened' }>['data'];
type Replied = Extract<TicketEvent, { type: 'service.ticket-replied' }>['data'];
type Staff = Extract<Actor, `staff:${string}`>;

interface Known {
  /** Null where the log of another system begins later. */
  readonly opened: Opened | null;
  readonly customer: Identifier | null;
  readonly assignee: Staff | null;
  readonly details: TicketDetails;
  readonly solutions: readonly string[];
  /** Goal and due time of each breach. */
  readonly breaches: readonly string[];
}

export type TicketState =
  | { readonly status: 'none' }
  | ({ readonly status: 'open' } & Known)
  | ({ readonly status: 'waiting' } & Known)
  | ({ readonly status: 'resolved'; readonly solution: string | null; readonly solutionId: string | null } & Known)
  | ({ readonly status: 'closed' } & Known)
  | ({ readonly status: 'merged'; readonly into: string } & Known);

type Existing = Exclude<TicketState, { status: 'none' }>;

const NOTHING_KNOWN: Extract<TicketState, { status: 'open' }> = { status: 'open', opened: null, customer: null, assignee: null, details: NO_DETAILS, solutions: [], breaches: [] };

export function evolve(before: TicketState, event: TicketEvent): TicketState {
  const state = before.status === 'none' ? NOTHING_KNOWN : before;
  switch (event.type) {
    case 'service.ticket-opened':
      return { ...state, opened: state.opened ?? event.data, customer: event.data.customer ?? state.customer, details: asOpened(state.details, event.data) };
    case 'service.ticket-changed':
      return { ...state, details: asChanged(state.details, event.data) };
    case 'service.ticket-customer-identified':
    case 'service.ticket-activity-recorded':
      return { ...state, customer: event.data.customer ?? state.customer };
    case 'service.ticket-assigned':
      return { ...state, customer: event.data.customer ?? state.customer, assignee: event.data.assignee ?? state.assignee, details: { ...state.details, queue: event.data.queue ?? state.details.queue } };
    case 'service.ticket-taken':
      return { ...state, assignee: event.data.assignee };
    case 'service.ticket-replied':
      return event.data.direction === 'in' ? notWaiting(state) : state;
    case 'service.ticket-waiting-started':
      return state.status === 'open' ? { ...state, status: 'waiting' } : state;
    case 'service.ticket-waiting-ended':
      return notWaiting(state);
    case 'service.ticket-solution-linked':
      return { ...state, solutions: [...new Set([...state.solutions, event.data.solutionId])] };
    case 'service.ticket-resolved':
      return ended(state, { status: 'resolved', solution: event.data.solution ?? null, solutionId: event.data.solutionId ?? null });
    case 'service.ticket-closed':
      return ended(state, { status: 'closed' });
    case 'service.ticket-merged':
      return { ...known(state), status: 'merged', into: event.data.into };
    case 'service.ticket-reopened':
      return { ...known(state), status: 'open' };
    case 'service.ticket-sla-breached':
      return { ...state, breaches: [...state.breaches, breachOf(event.data)] };
    case 'service.ticket-noted':
      return state;
  }
}

function notWaiting(state: Existing): Existing {
  return state.status === 'waiting' ? { ...state, status: 'open' } : state;
}

/** Other systems close a duplicate after merging it: it stays merged. */
function ended(state: Existing, end: { readonly status: 'closed' } | { readonly status: 'resolved'; readonly solution: string | null; readonly solutionId: string | null }): Existing {
  return state.status === 'merged' ? state : { ...known(state), ...end };
}

function known({ opened, customer, assignee, details, solutions, breaches }: Existing): Known {
  return { opened, customer, assignee, details, solutions, breaches };
}

type Of<More = unknown> = { readonly ticketId: string } & More;
type SlaBreach = SlaEvent['data'];

/** What the handler sees of the ticket that a duplicate goes into. */
export type OtherTicket = { readonly status: 'none' } | { readonly status: 'there'; readonly number?: string } | { readonly status: 'merged'; readonly into: string };

export type TicketCommand =
  | Command<'open-ticket', Opened>
  | Command<'assign-ticket', Of<{ readonly assignee?: Staff; readonly queue?: string }>>
  /** `expected`: who has it as the taker saw it. A takeover names the colleague; whoever saw nobody and is late loses the race. */
  | Command<'take-ticket', Of<{ readonly expected: Staff | null }>>
  | Command<'change-ticket', Of<WantedDetails>>
  | Command<'identify-customer', Of<{ readonly customer: Identifier; readonly company?: Identifier }>>
  | Command<'reply-to-ticket', Of<{ readonly text: string; readonly channel?: string; readonly direction: 'in' | 'out' }>>
  | Command<'note-on-ticket', Of<{ readonly text: string }>>
  | Command<'wait-for-customer', Of<{ readonly note?: string }>>
  | Command<'stop-waiting', Of>
  | Command<'link-solution', Of<{ readonly solutionId: string; readonly isKnown: boolean }>>
  | Command<'merge-ticket', Of<{ readonly into: string; readonly other: OtherTicket }>>
  | Command<'resolve-ticket', Of<{ readonly solution?: string; readonly solutionId?: string; readonly isKnown?: boolean }>>
  | Command<'reopen-ticket', Of<{ readonly reason?: string }>>
  | Command<'close-ticket', Of>
  /** By the process that watches over service levels, whatever became of the ticket since. */
  | Command<'record-sla-breach', SlaBreach>;

export function decide(state: TicketState, command: TicketCommand): readonly TicketEvent[] | Rejection {
  if (command.type === 'open-ticket') return open(state, command.data);
  if (state.status === 'none') return reject('TICKET_NOT_FOUND', 'there is no ticket with this id');
  switch (command.type) {
    case 'note-on-ticket':
      return [{ type: 'service.ticket-noted', data: command.data }];
    case 'identify-customer':
      return identify(state, command.data);
    case 'record-sla-breach':
      return state.breaches.includes(breachOf(command.data)) ? [] : [{ type: 'service.ticket-sla-breached', data: command.data }];
    case 'link-solution':
      return linkSolution(state, command.data);
    case 'merge-ticket':
      return merge(state, command.data);
    case 'reopen-ticket':
      return state.status === 'open' || state.status === 'waiting' ? [] : [{ type: 'service.ticket-reopened', data: command.data }];
    case 'close-ticket':
      return state.status === 'closed' || state.status === 'merged' ? [] : [{ type: 'service.ticket-closed', data: command.data }];
    case 'stop-waiting':
      return state.status === 'waiting' ? [{ type: 'service.ticket-waiting-ended', data: command.data }] : [];
    case 'assign-ticket':
    case 'take-ticket':
    case 'change-ticket':
    case 'reply-to-ticket':
    case 'wait-for-customer':
    case 'resolve-ticket':
      if (state.status === 'merged') return merged(state.into);
      return state.status === 'closed' ? reject('TICKET_CLOSED', 'this ticket is closed; reopen it first') : work(state, command);
  }
}

export const ticket: Decider<TicketState, TicketCommand, TicketEvent> = { category: 'ticket', initial: { status: 'none' }, evolve, decide };

/** A ticket that somebody may work on. */
type Alive = Exclude<Existing, { status: 'closed' | 'merged' }>;
type Work = Extract<TicketCommand, { type: 'assign-ticket' | 'take-ticket' | 'change-ticket' | 'reply-to-ticket' | 'wait-for-customer' | 'resolve-ticket' }>;

function work(state: Alive, command: Work): readonly TicketEvent[] | Rejection {
  switch (command.type) {
    case 'assign-ticket':
      return assign(state, command.data);
    case 'take-ticket':
      return take(state, command);
    case 'change-ticket':
      return change(state, command.data);
    case 'reply-to-ticket':
      return reply(state, command.data);
    case 'wait-for-customer':
      return wait(state, command.data);
    case 'resolve-ticket':
      return resolve(state, command.data);
  }
}

/** The number is ours, not the sender's: it does not make his wish another one. */
function open(state: TicketState, data: Opened): readonly TicketEvent[] | Rejection {
  if (state.status === 'none') return [{ type: 'service.ticket-opened', data }];
  const isSame = canonicalJson({ ...state.opened, number: undefined }) === canonicalJson({ ...data, number: undefined });
  return isSame ? [] : reject('TICKET_EXISTS', 'a ticket with this id was opened before, with other content');
}

/** What is not said stays: a new agent in the same queue, a new queue with the same agent. */
function assign(state: Alive, data: Of<{ assignee?: Staff; queue?: string }>): readonly TicketEvent[] | Rejection {
  if (data.assignee === undefined && data.queue === undefined) return reject('TICKET_ASSIGNEE_MISSING', 'name an agent, a queue, or both');
  const unchanged = (data.assignee ?? state.assignee) === state.assignee && (data.queue ?? state.details.queue) === state.details.queue;
  return unchanged ? [] : [{ type: 'service.ticket-assigned', data }];
}

function take({ assignee }: Alive, { by, data: { ticketId, expected } }: Extract<TicketCommand, { type: 'take-ticket' }>): readonly TicketEvent[] | Rejection {
  if (!isStaff(by)) return reject('TICKET_TAKER_NO_AGENT', 'only a person takes a ticket; assign it to somebody instead');
  if (assignee === by) return [];
  if (assignee !== null && assignee !== expected) return reject('TICKET_TAKEN', `${assignee} was faster; to take it over all the same, name them as expected`);
  return [{ type: 'service.ticket-taken', data: { ticketId, assignee: by, ...(assignee === null ? {} : { from: assignee }) } }];
}

function isStaff(actor: Actor): actor is Staff {
  return actor.startsWith('staff:');
}

function change(state: Alive, { ticketId, ...wanted }: Of<WantedDetails>): readonly TicketEvent[] {
  const changes = changesTo(state.details, wanted);
  return changes === null ? [] : [{ type: 'service.ticket-changed', data: { ticketId, ...changes } }];
}

function identify({ customer }: Existing, data: Of<{ customer: Identifier; company?: Identifier }>): readonly TicketEvent[] | Rejection {
  if (customer === null) return [{ type: 'service.ticket-customer-identified', data }];
  return canonicalJson(customer) === canonicalJson(data.customer) ? [] : reject('TICKET_CUSTOMER_KNOWN', 'this ticket has another customer already; move it to the right one instead');
}

/** Two replies with the same words are two replies. A customer who writes again on a resolved ticket was not helped yet. */
function reply(state: Alive, data: Replied): readonly TicketEvent[] {
  const replied: TicketEvent = { type: 'service.ticket-replied', data };
  return state.status === 'resolved' && data.direction === 'in' ? [replied, { type: 'service.ticket-reopened', data: { ticketId: data.ticketId } }] : [replied];
}

/** Whoever waits for something about a resolved ticket is not done with it. */
function wait(state: Alive, data: Of<{ note?: string }>): readonly TicketEvent[] {
  if (state.status === 'waiting') return [];
  const waiting: TicketEvent = { type: 'service.ticket-waiting-started', data };
  return state.status === 'resolved' ? [{ type: 'service.ticket-reopened', data: { ticketId: data.ticketId } }, waiting] : [waiting];
}

function merge(state: Existing, { ticketId, into, other }: Of<{ into: string; other: OtherTicket }>): readonly TicketEvent[] | Rejection {
  if (into === ticketId) return reject('TICKET_MERGED_INTO_ITSELF', 'name another ticket than this one');
  if (state.status === 'merged') return state.into === into ? [] : merged(state.into);
  if (other.status === 'none') return reject('TICKET_NOT_FOUND', 'the ticket to merge it into does not exist');
  if (other.status === 'merged') return reject('TICKET_MERGED', `the other ticket is a duplicate itself; merge into ticket ${other.into}`);
  return [{ type: 'service.ticket-merged', data: { ticketId, into, ...(other.number === undefined ? {} : { intoNumber: other.number }) } }];
}

function breachOf({ goal, due }: SlaBreach): string {
  return `${goal} ${due}`;
}

function linkSolution({ solutions }: Existing, { ticketId, solutionId, isKnown }: Of<{ solutionId: string; isKnown: boolean }>): readonly TicketEvent[] | Rejection {
  if (solutions.includes(solutionId)) return [];
  return isKnown ? [{ type: 'service.ticket-solution-linked', data: { ticketId, solutionId } }] : solutionUnknown();
}

/** Resolved again in another way, or told better: the later one stands. */
function resolve(state: Alive, { isKnown, ...data }: Of<{ solution?: string; solutionId?: string; isKnown?: boolean }>): readonly TicketEvent[] | Rejection {
  const isSaid = state.status === 'resolved' && (data.solution ?? state.solution) === state.solution && (data.solutionId ?? state.solutionId) === state.solutionId;
  if (isSaid) return [];
  return data.solutionId !== undefined && isKnown !== true ? solutionUnknown() : [{ type: 'service.ticket-resolved', data }];
}

function merged(into: string): Rejection {
  return reject('TICKET_MERGED', `this ticket is a duplicate; go on in ticket ${into}, or reopen this one`);
}

function solutionUnknown(): Rejection {
  return reject('SOLUTION_NOT_FOUND', 'there is no solution with this id in the collection');
}
