import type { TicketEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/**
 *   none ──open──► open ──resolve──► resolved ──close──► closed
 *                   ▲ └───────close────────────────────►  │
 *                   └──── reopen, or the customer writes ─┴─ (closed: reopen only)
 */
type Opened = Extract<TicketEvent, { type: 'service.ticket-opened' }>['data'];
type Replied = Extract<TicketEvent, { type: 'service.ticket-replied' }>['data'];
type Assignee = NonNullable<Extract<TicketEvent, { type: 'service.ticket-assigned' }>['data']['assignee']>;

interface Known {
  /** Null where the log of another system begins later. */
  readonly opened: Opened | null;
  readonly assignee: Assignee | null;
  readonly queue: string | null;
}

export type TicketState =
  | { readonly status: 'none' }
  | ({ readonly status: 'open' } & Known)
  | ({ readonly status: 'resolved'; readonly solution: string | null } & Known)
  | ({ readonly status: 'closed' } & Known);

type Existing = Exclude<TicketState, { status: 'none' }>;

const NOTHING_KNOWN: Extract<TicketState, { status: 'open' }> = { status: 'open', opened: null, assignee: null, queue: null };

export function evolve(before: TicketState, event: TicketEvent): TicketState {
  const state = before.status === 'none' ? NOTHING_KNOWN : before;
  switch (event.type) {
    case 'service.ticket-opened':
      return { ...state, opened: state.opened ?? event.data, queue: state.queue ?? event.data.queue ?? null };
    case 'service.ticket-assigned':
      return { ...state, assignee: event.data.assignee ?? state.assignee, queue: event.data.queue ?? state.queue };
    case 'service.ticket-resolved':
      return { ...known(state), status: 'resolved', solution: event.data.solution ?? null };
    case 'service.ticket-reopened':
      return { ...known(state), status: 'open' };
    case 'service.ticket-closed':
      return { ...known(state), status: 'closed' };
    case 'service.ticket-replied':
    case 'service.ticket-noted':
    case 'service.ticket-activity-recorded':
      return state;
  }
}

function known({ opened, assignee, queue }: Existing): Known {
  return { opened, assignee, queue };
}

type Of<More = unknown> = { readonly ticketId: string } & More;

export type TicketCommand =
  | Command<'open-ticket', Opened>
  | Command<'assign-ticket', Of<{ readonly assignee?: Assignee; readonly queue?: string }>>
  | Command<'reply-to-ticket', Of<{ readonly text: string; readonly channel?: string; readonly direction: 'in' | 'out' }>>
  | Command<'note-on-ticket', Of<{ readonly text: string }>>
  | Command<'resolve-ticket', Of<{ readonly solution?: string }>>
  | Command<'reopen-ticket', Of<{ readonly reason?: string }>>
  | Command<'close-ticket', Of>;

export function decide(state: TicketState, command: TicketCommand): readonly TicketEvent[] | Rejection {
  if (command.type === 'open-ticket') return open(state, command.data);
  if (state.status === 'none') return reject('TICKET_NOT_FOUND', 'there is no ticket with this id');
  switch (command.type) {
    case 'assign-ticket':
      return assign(state, command.data);
    case 'reply-to-ticket':
      return reply(state, command.data);
    case 'note-on-ticket':
      return [{ type: 'service.ticket-noted', data: command.data }];
    case 'resolve-ticket':
      return resolve(state, command.data);
    case 'reopen-ticket':
      return state.status === 'open' ? [] : [{ type: 'service.ticket-reopened', data: command.data }];
    case 'close-ticket':
      return state.status === 'closed' ? [] : [{ type: 'service.ticket-closed', data: command.data }];
  }
}

export const ticket: Decider<TicketState, TicketCommand, TicketEvent> = { category: 'ticket', initial: { status: 'none' }, evolve, decide };

function open(state: TicketState, data: Opened): readonly TicketEvent[] | Rejection {
  if (state.status === 'none') return [{ type: 'service.ticket-opened', data }];
  return canonicalJson(state.opened) === canonicalJson(data) ? [] : reject('TICKET_EXISTS', 'a ticket with this id was opened before, with other content');
}

/** What is not said stays: a new agent in the same queue, a new queue with the same agent. */
function assign(state: Existing, data: Of<{ assignee?: Assignee; queue?: string }>): readonly TicketEvent[] | Rejection {
  if (data.assignee === undefined && data.queue === undefined) return reject('TICKET_ASSIGNEE_MISSING', 'name an agent, a queue, or both');
  if (state.status === 'closed') return closed();
  const unchanged = (data.assignee ?? state.assignee) === state.assignee && (data.queue ?? state.queue) === state.queue;
  return unchanged ? [] : [{ type: 'service.ticket-assigned', data }];
}

/** Two replies with the same words are two replies. A customer who writes again on a resolved ticket was not helped yet. */
function reply(state: Existing, data: Replied): readonly TicketEvent[] | Rejection {
  if (state.status === 'closed') return closed();
  const replied: TicketEvent = { type: 'service.ticket-replied', data };
  return state.status === 'resolved' && data.direction === 'in' ? [replied, { type: 'service.ticket-reopened', data: { ticketId: data.ticketId } }] : [replied];
}

function resolve(state: Existing, data: Of<{ solution?: string }>): readonly TicketEvent[] | Rejection {
  if (state.status === 'closed') return closed();
  if (state.status === 'open') return [{ type: 'service.ticket-resolved', data }];
  return (data.solution ?? state.solution) === state.solution ? [] : reject('TICKET_NOT_OPEN', 'this ticket was resolved in another way; reopen it first');
}

function closed(): Rejection {
  return reject('TICKET_CLOSED', 'this ticket is closed; reopen it first');
}
