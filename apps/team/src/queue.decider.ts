import type { QueueEvent } from '@throughline/contracts';
import { reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/** none ──create──► open ──close──► closed (for ever) */
export type QueueState = { readonly status: 'none' } | { readonly status: 'open' | 'closed'; readonly name: string; readonly teams: readonly string[] };

export type KnownQueue = Exclude<QueueState, { status: 'none' }>;

export function evolve(before: QueueState, event: QueueEvent): KnownQueue {
  const state: KnownQueue = before.status === 'none' ? { status: 'open', name: '', teams: [] } : before;
  switch (event.type) {
    case 'staff.queue-created':
      return { ...state, name: event.data.name, teams: event.data.teams };
    case 'staff.queue-changed':
      return { ...state, name: event.data.name ?? state.name, teams: event.data.teams ?? state.teams };
    case 'staff.queue-closed':
      return { ...state, status: 'closed' };
  }
}

type Of<More = unknown> = { readonly queueId: string } & More;

/** What is looked up: tickets name a queue by its name, so a name that tickets still carry must go on meaning this queue. */
interface LookedUp {
  /** Another open queue has the wanted name. */
  readonly nameTaken?: boolean;
  /** Teams that were named and do not stand. */
  readonly unknownTeams?: readonly string[];
  /** Tickets that wait in it. */
  readonly openTickets?: number;
}

export type QueueCommand =
  | Command<'create-queue', Of<{ readonly name: string; readonly teams: readonly string[] } & LookedUp>>
  | Command<'change-queue', Of<{ readonly name?: string; readonly teams?: readonly string[] } & LookedUp>>
  | Command<'close-queue', Of<LookedUp>>;

type Wish<Type extends QueueCommand['type']> = Extract<QueueCommand, { type: Type }>['data'];
type Answer = readonly QueueEvent[] | Rejection;

export function decide(state: QueueState, command: QueueCommand): Answer {
  if (command.type === 'create-queue') return create(state, command.data);
  if (state.status === 'none') return reject('QUEUE_NOT_FOUND', 'there is no queue with this id');
  switch (command.type) {
    case 'change-queue':
      return state.status === 'closed' ? reject('QUEUE_CLOSED', 'this queue was closed; create another one') : change(state, command.data);
    case 'close-queue':
      return state.status === 'closed' ? [] : close(command.data);
  }
}

export const queue: Decider<QueueState, QueueCommand, QueueEvent> = { category: 'queue', initial: { status: 'none' }, evolve, decide };

function create(state: QueueState, { queueId, name, teams, ...lookedUp }: Wish<'create-queue'>): Answer {
  if (state.status !== 'none')
    return state.status === 'open' && state.name === name && sameTeams(state.teams, teams) ? [] : reject('QUEUE_EXISTS', 'there was a queue with this id before, with other content or closed');
  return refused(lookedUp) ?? [{ type: 'staff.queue-created', data: { queueId, name, teams: distinct(teams) } }];
}

function change(state: KnownQueue, { queueId, name, teams, ...lookedUp }: Wish<'change-queue'>): Answer {
  const renamed = name !== undefined && name !== state.name ? { name } : {};
  const served = teams !== undefined && !sameTeams(state.teams, teams) ? { teams: distinct(teams) } : {};
  const changes = { ...renamed, ...served };
  if (Object.keys(changes).length === 0) return [];
  if ('name' in changes && (lookedUp.openTickets ?? 0) > 0) return hasTickets('renamed');
  return refused({ nameTaken: 'name' in changes && lookedUp.nameTaken === true, unknownTeams: 'teams' in changes ? (lookedUp.unknownTeams ?? []) : [] }) ?? [{ type: 'staff.queue-changed', data: { queueId, ...changes } }];
}

function close({ queueId, openTickets = 0 }: Wish<'close-queue'>): Answer {
  return openTickets > 0 ? hasTickets('closed') : [{ type: 'staff.queue-closed', data: { queueId } }];
}

function refused({ nameTaken = false, unknownTeams = [] }: LookedUp): Rejection | null {
  if (nameTaken) return reject('QUEUE_NAME_TAKEN', 'another open queue has this name, and tickets name a queue by it');
  return unknownTeams.length > 0 ? reject('TEAM_NOT_FOUND', `there is no team ${unknownTeams.join(', ')}`) : null;
}

function hasTickets(verb: string): Rejection {
  return reject('QUEUE_HAS_OPEN_TICKETS', `open tickets wait in this queue; move or resolve them before it is ${verb}`);
}

function sameTeams(a: readonly string[], b: readonly string[]): boolean {
  return distinct(a).toSorted().join('\n') === distinct(b).toSorted().join('\n');
}

function distinct(teams: readonly string[]): readonly string[] {
  return [...new Set(teams)];
}
