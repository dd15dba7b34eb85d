import type { TeamEvent } from '@throughline/contracts';
import { reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/** none ──create──► standing ──dissolve──► dissolved (for ever) */
export type TeamState = { readonly status: 'none' } | { readonly status: 'standing' | 'dissolved'; readonly name: string | null; readonly members: readonly string[] };

export type KnownTeam = Exclude<TeamState, { status: 'none' }>;

export function evolve(before: TeamState, event: TeamEvent): KnownTeam {
  const state: KnownTeam = before.status === 'none' ? { status: 'standing', name: null, members: [] } : before;
  switch (event.type) {
    case 'staff.team-created':
    case 'staff.team-renamed':
      return { ...state, name: event.data.name };
    case 'staff.team-member-joined':
      return { ...state, members: joined(state.members, event.data.staffId) };
    case 'staff.team-member-left':
      return { ...state, members: left(state.members, event.data.staffId) };
    case 'staff.team-dissolved':
      return { ...state, status: 'dissolved', members: [] };
  }
}

/** Ids of members are the same in capitals. */
export function joined(members: readonly string[], staffId: string): readonly string[] {
  const id = staffId.toLowerCase();
  return members.includes(id) ? members : [...members, id];
}

export function left(members: readonly string[], staffId: string): readonly string[] {
  return members.filter((one) => one !== staffId.toLowerCase());
}

type Of<More = unknown> = { readonly teamId: string } & More;

export type TeamCommand =
  | Command<'create-team', Of<{ readonly name: string }>>
  | Command<'rename-team', Of<{ readonly name: string }>>
  /** `standing`: what is known of the member; looked up. */
  | Command<'join-team', Of<{ readonly staffId: string; readonly standing?: 'none' | 'active' | 'inactive' }>>
  | Command<'leave-team', Of<{ readonly staffId: string }>>
  /** `queues`: how many open queues name it; looked up. */
  | Command<'dissolve-team', Of<{ readonly queues?: number }>>;

type Wish<Type extends TeamCommand['type']> = Extract<TeamCommand, { type: Type }>['data'];
type Answer = readonly TeamEvent[] | Rejection;

export function decide(state: TeamState, command: TeamCommand): Answer {
  if (command.type === 'create-team') return create(state, command.data);
  if (state.status === 'none') return reject('TEAM_NOT_FOUND', 'there is no team with this id');
  if (command.type === 'dissolve-team') return dissolve(state, command.data);
  if (state.status === 'dissolved') return reject('TEAM_DISSOLVED', 'this team was dissolved; create another one');
  switch (command.type) {
    case 'rename-team':
      return state.name === command.data.name ? [] : [{ type: 'staff.team-renamed', data: command.data }];
    case 'join-team':
      return join(state, command.data);
    case 'leave-team':
      return state.members.includes(command.data.staffId) ? [{ type: 'staff.team-member-left', data: command.data }] : [];
  }
}

export const team: Decider<TeamState, TeamCommand, TeamEvent> = { category: 'team', initial: { status: 'none' }, evolve, decide };

function create(state: TeamState, data: Wish<'create-team'>): Answer {
  if (state.status === 'none') return [{ type: 'staff.team-created', data }];
  return state.status === 'standing' && state.name === data.name ? [] : reject('TEAM_EXISTS', 'there was a team with this id before, under another name or dissolved');
}

function join(state: KnownTeam, { teamId, staffId, standing = 'active' }: Wish<'join-team'>): Answer {
  if (state.members.includes(staffId)) return [];
  if (standing === 'none') return reject('MEMBER_NOT_FOUND', 'there is no staff member with this id; register him first');
  if (standing === 'inactive') return reject('MEMBER_INACTIVE', 'this staff member is not active; reactivate him first');
  return [{ type: 'staff.team-member-joined', data: { teamId, staffId } }];
}

function dissolve(state: KnownTeam, { teamId, queues = 0 }: Wish<'dissolve-team'>): Answer {
  if (state.status === 'dissolved') return [];
  return queues > 0 ? reject('TEAM_SERVES_QUEUES', 'open queues are served by this team; give them to another team first') : [{ type: 'staff.team-dissolved', data: { teamId } }];
}
