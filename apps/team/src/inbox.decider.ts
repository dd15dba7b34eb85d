import type { InboxEvent } from '@throughline/contracts';
import { reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/** What was marked as read on one day. A mark that stands on an earlier day already does no harm when it is made again. */
export interface InboxState {
  readonly upTo: bigint;
  readonly entries: ReadonlySet<string>;
}

export function evolve(state: InboxState, event: InboxEvent): InboxState {
  const { upTo, entries = [] } = event.data;
  const reached = upTo === undefined ? state.upTo : BigInt(upTo);
  return { upTo: reached > state.upTo ? reached : state.upTo, entries: new Set([...state.entries, ...entries]) };
}

/** `day`: the one the command is given on, UTC. `head`: the last position there is; looked up. */
export type InboxCommand = Command<'mark-read', { readonly staffId: string; readonly day: string; readonly upTo?: string; readonly entries?: readonly string[]; readonly head?: string }>;

/** Read marks only move forward: nothing that was read becomes unread. */
export function decide(state: InboxState, { data: { staffId, day, upTo, entries = [], head } }: InboxCommand): readonly InboxEvent[] | Rejection {
  const reached = upTo === undefined ? state.upTo : BigInt(upTo);
  const beyond = [reached, ...entries.map(BigInt)].some((position) => head !== undefined && position > BigInt(head));
  if (beyond) return reject('POSITION_AHEAD', 'nothing stands at this position yet; take it from an entry');
  const further = reached > state.upTo ? { upTo: String(reached) } : {};
  const known = reached > state.upTo ? reached : state.upTo;
  const unread = [...new Set(entries.map((entry) => String(BigInt(entry))))].filter((entry) => !state.entries.has(entry) && BigInt(entry) > known);
  const marks = { ...further, ...(unread.length === 0 ? {} : { entries: unread }) };
  return Object.keys(marks).length === 0 ? [] : [{ type: 'staff.inbox-read', data: { staffId, day, ...marks } }];
}

export const inbox: Decider<InboxState, InboxCommand, InboxEvent> = { category: 'inbox', initial: { upTo: -1n, entries: new Set() }, evolve, decide };
