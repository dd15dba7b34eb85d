import type { MemberEvent } from '@throughline/contracts';
import { reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/**
 *   none ──register──► active ──deactivate──► inactive
 *                        ▲ └── rename ──┘        │
 *                        └─────── reactivate ────┘
 */
export type MemberState = { readonly status: 'none' } | { readonly status: 'active' | 'inactive'; readonly name: string | null; readonly office: string | null };

type Existing = Exclude<MemberState, { status: 'none' }>;

export function evolve(before: MemberState, event: MemberEvent): MemberState {
  const state: Existing = before.status === 'none' ? { status: 'active', name: null, office: null } : before;
  switch (event.type) {
    case 'staff.member-registered':
      return { status: event.data.active ? 'active' : 'inactive', name: event.data.name, office: event.data.office ?? null };
    case 'staff.member-renamed':
      return { ...state, name: event.data.name };
    case 'staff.member-deactivated':
      return { ...state, status: 'inactive' };
    case 'staff.member-reactivated':
      return { ...state, status: 'active' };
  }
}

type Of<More = unknown> = { readonly staffId: string } & More;

export type MemberCommand =
  | Command<'register-member', Of<{ readonly name: string; readonly office?: string }>>
  | Command<'rename-member', Of<{ readonly name: string }>>
  /** `openWork`: how much there is that only he looks after, as far as is known; looked up. */
  | Command<'deactivate-member', Of<{ readonly reason?: string; readonly openWork?: number }>>
  | Command<'reactivate-member', Of>;

type Wish<Type extends MemberCommand['type']> = Extract<MemberCommand, { type: Type }>['data'];

export function decide(state: MemberState, command: MemberCommand): readonly MemberEvent[] | Rejection {
  if (command.type === 'register-member') return register(state, command.data);
  if (state.status === 'none') return reject('MEMBER_NOT_FOUND', 'there is no staff member with this id; register him first');
  switch (command.type) {
    case 'rename-member':
      return state.name === command.data.name ? [] : [{ type: 'staff.member-renamed', data: command.data }];
    case 'deactivate-member':
      return state.status === 'inactive' ? [] : deactivate(command.data);
    case 'reactivate-member':
      return state.status === 'active' ? [] : [{ type: 'staff.member-reactivated', data: command.data }];
  }
}

export const member: Decider<MemberState, MemberCommand, MemberEvent> = { category: 'staff', initial: { status: 'none' }, evolve, decide };

function register(state: MemberState, { staffId, name, office }: Wish<'register-member'>): readonly MemberEvent[] | Rejection {
  if (state.status === 'none') return [{ type: 'staff.member-registered', data: { staffId, name, active: true, ...(office === undefined ? {} : { office }) } }];
  const same = state.status === 'active' && state.name === name && state.office === (office ?? null);
  return same ? [] : reject('MEMBER_EXISTS', 'a staff member with this id is known already; rename or reactivate him instead');
}

function deactivate({ staffId, reason, openWork = 0 }: Wish<'deactivate-member'>): readonly MemberEvent[] | Rejection {
  if (openWork > 0) return reject('MEMBER_HAS_OPEN_WORK', 'hand his open work over to a colleague first; openWork says what there is');
  return [{ type: 'staff.member-deactivated', data: { staffId, ...(reason === undefined ? {} : { reason }) } }];
}
