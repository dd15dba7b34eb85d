import type { FactOf, followUpPlanned, FollowUpEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/**
 *   none ──plan──► planned ──finish──► done
 *                   │ ▲ └──── drop ──► dropped
 *                   └─┘ move, hand over, fall due
 */
export type Planned = FactOf<typeof followUpPlanned>['data'];
type Staff = Planned['assignee'];

interface Known {
  readonly followUpId: string;
  /** Null where the log of another system begins later; the same of the next two. */
  readonly planned: Planned | null;
  readonly assignee: Staff | null;
  readonly due: string | null;
  /** The due times that came while it was still to be done, ISO 8601 in UTC. */
  readonly fellDue: readonly string[];
}

export type FollowUpState =
  | { readonly status: 'none' }
  | ({ readonly status: 'planned' } & Known)
  | ({ readonly status: 'done'; readonly result: string | null } & Known)
  | ({ readonly status: 'dropped'; readonly reason: string } & Known);

type Existing = Exclude<FollowUpState, { status: 'none' }>;

export function evolve(before: FollowUpState, event: FollowUpEvent): FollowUpState {
  const state: Existing = before.status === 'none' ? { status: 'planned', followUpId: event.data.followUpId, planned: null, assignee: null, due: null, fellDue: [] } : before;
  switch (event.type) {
    case 'customer.follow-up-planned':
      return { ...state, planned: state.planned ?? event.data, assignee: state.assignee ?? event.data.assignee, due: state.due ?? event.data.due };
    case 'customer.follow-up-moved':
      return { ...state, due: event.data.due };
    case 'customer.follow-up-handed-over':
      return { ...state, assignee: event.data.assignee };
    case 'customer.follow-up-done':
      return { ...known(state), status: 'done', result: event.data.result ?? null };
    case 'customer.follow-up-dropped':
      return { ...known(state), status: 'dropped', reason: event.data.reason };
    case 'customer.follow-up-fell-due':
      return { ...state, fellDue: [...state.fellDue, utc(event.data.due)] };
  }
}

function known({ followUpId, planned, assignee, due, fellDue }: Existing): Known {
  return { followUpId, planned, assignee, due, fellDue };
}

/** Other systems name a moment with their own offset; two spellings of one moment are the same due time. What this program has no time for (a leap second) stays as it is. */
export function utc(moment: string): string {
  const time = Date.parse(moment);
  return Number.isNaN(time) ? moment : new Date(time).toISOString();
}

type Of<More = unknown> = { readonly followUpId: string } & More;

export type FollowUpCommand =
  | Command<'plan-follow-up', Planned>
  | Command<'move-follow-up', Of<{ readonly due: string; readonly reason?: string }>>
  | Command<'hand-over-follow-up', Of<{ readonly assignee: Staff }>>
  | Command<'finish-follow-up', Of<{ readonly result?: string }>>
  | Command<'drop-follow-up', Of<{ readonly reason: string; readonly told?: string }>>
  | Command<'mark-follow-up-due', Of<{ readonly due: string }>>;

export function decide(state: FollowUpState, command: FollowUpCommand): readonly FollowUpEvent[] | Rejection {
  if (command.type === 'plan-follow-up') return plan(state, command.data);
  if (state.status === 'none') return reject('FOLLOW_UP_NOT_FOUND', 'there is no follow-up with this id');
  switch (command.type) {
    case 'move-follow-up':
      return move(state, command.data);
    case 'hand-over-follow-up':
      return handOver(state, command.data);
    case 'finish-follow-up':
      return finish(state, command.data);
    case 'drop-follow-up':
      return drop(state, command.data);
    case 'mark-follow-up-due':
      return markDue(state, command.data);
  }
}

export const followUp: Decider<FollowUpState, FollowUpCommand, FollowUpEvent> = { category: 'follow-up', initial: { status: 'none' }, evolve, decide };

function plan(state: FollowUpState, data: Planned): readonly FollowUpEvent[] | Rejection {
  if (state.status === 'none') return [{ type: 'customer.follow-up-planned', data }];
  return canonicalJson(state.planned) === canonicalJson(data) ? [] : reject('FOLLOW_UP_EXISTS', 'a follow-up with this id was planned before, with other content');
}

function move(state: Existing, data: Of<{ due: string; reason?: string }>): readonly FollowUpEvent[] | Rejection {
  if (state.status !== 'planned') return notOpen();
  if (state.due !== null && utc(state.due) === utc(data.due)) return [];
  return [{ type: 'customer.follow-up-moved', data: { ...data, ...(state.due === null ? {} : { from: state.due }) } }];
}

function handOver(state: Existing, data: Of<{ assignee: Staff }>): readonly FollowUpEvent[] | Rejection {
  if (state.status !== 'planned') return notOpen();
  if (state.assignee === data.assignee) return [];
  return [{ type: 'customer.follow-up-handed-over', data: { ...data, ...(state.assignee === null ? {} : { from: state.assignee }) } }];
}

function finish(state: Existing, data: Of<{ result?: string }>): readonly FollowUpEvent[] | Rejection {
  if (state.status === 'planned') return [{ type: 'customer.follow-up-done', data }];
  return state.status === 'done' && (data.result ?? state.result) === state.result ? [] : notOpen();
}

/** Whoever waits for us is not left waiting. */
function drop(state: Existing, data: Of<{ reason: string; told?: string }>): readonly FollowUpEvent[] | Rejection {
  if (state.status !== 'planned') return state.status === 'dropped' && state.reason === data.reason ? [] : notOpen();
  if (state.planned?.promised === true && data.told === undefined) return reject('FOLLOW_UP_PROMISED', 'this was promised to the customer; tell them, and say in "told" what they were told');
  return [{ type: 'customer.follow-up-dropped', data }];
}

/** Once per due time, and only for the one that holds now: it may have been moved while the clock struck. */
function markDue(state: Existing, data: Of<{ due: string }>): readonly FollowUpEvent[] {
  const due = utc(data.due);
  const isDue = state.status === 'planned' && state.due !== null && utc(state.due) === due && !state.fellDue.includes(due);
  return isDue ? [{ type: 'customer.follow-up-fell-due', data: { followUpId: data.followUpId, due } }] : [];
}

function notOpen(): Rejection {
  return reject('FOLLOW_UP_NOT_OPEN', 'this follow-up is done or dropped; plan a new one');
}
