import type { FactOf, MembershipChange, MembershipEvent, membershipStarted } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

type Started = FactOf<typeof membershipStarted>['data'];

interface Known {
  /** Null where the log of another system begins later. */
  readonly started: Started | null;
  readonly role: string | null;
  /** Its first day. */
  readonly from: string | null;
}

/** One person in one company in one role:  none ──start──► running ──end──► ended. */
export type MembershipState = { readonly status: 'none' } | ({ readonly status: 'running' } & Known) | ({ readonly status: 'ended'; readonly to: string } & Known);

type Existing = Exclude<MembershipState, { status: 'none' }>;

export function evolve(before: MembershipState, event: MembershipEvent): MembershipState {
  const state: Existing = before.status === 'none' ? { status: 'running', started: null, role: null, from: null } : before;
  switch (event.type) {
    case 'customer.membership-started': {
      const { role, from } = event.data;
      return state.started === null ? { ...state, started: event.data, role: state.role ?? role ?? null, from: state.from ?? from ?? null } : state;
    }
    case 'customer.membership-changed':
      return { ...state, ...Object.fromEntries(event.data.changes.map(({ field, to }) => [field, to ?? null])) };
    case 'customer.membership-ended':
      return { ...state, status: 'ended', to: event.data.to };
  }
}

type Of<More> = { readonly membershipId: string } & More;

export type MembershipCommand =
  | Command<'start-membership', Started>
  /** What is not named stays; `null` = it is not known any more. */
  | Command<'change-membership', Of<{ readonly role?: string | null; readonly from?: string | null }>>
  | Command<'end-membership', Of<{ readonly to: string }>>;

export function decide(state: MembershipState, command: MembershipCommand): readonly MembershipEvent[] | Rejection {
  if (command.type === 'start-membership') return start(state, command.data);
  if (state.status === 'none') return reject('MEMBERSHIP_NOT_FOUND', 'there is no membership with this id');
  switch (command.type) {
    case 'change-membership':
      return change(state, command.data);
    case 'end-membership':
      return end(state, command.data);
  }
}

export const membership: Decider<MembershipState, MembershipCommand, MembershipEvent> = { category: 'membership', initial: { status: 'none' }, evolve, decide };

function start(state: MembershipState, data: Started): readonly MembershipEvent[] | Rejection {
  if (state.status !== 'none') return canonicalJson(state.started) === canonicalJson(data) ? [] : reject('MEMBERSHIP_EXISTS', 'a membership with this id was started before, with other content');
  if (data.person.type === 'company') return reject('MEMBERSHIP_OF_A_COMPANY', 'people belong to companies; name a person');
  if (canonicalJson(data.person) === canonicalJson(data.company)) return reject('MEMBERSHIP_IN_ITSELF', 'name a person and the company he belongs to');
  return [{ type: 'customer.membership-started', data }];
}

function change(state: Existing, { membershipId, ...wanted }: Extract<MembershipCommand, { type: 'change-membership' }>['data']): readonly MembershipEvent[] | Rejection {
  const changes = (['role', 'from'] as const).flatMap((field): readonly MembershipChange[] => {
    const [from, to] = [state[field], wanted[field]];
    return to === undefined || to === from ? [] : [{ field, ...(typeof from === 'string' ? { from } : {}), ...(to === null ? {} : { to }) }];
  });
  if (changes.length === 0) return [];
  if (state.status === 'ended' && typeof wanted.from === 'string' && wanted.from > state.to) return backwards();
  return [{ type: 'customer.membership-changed', data: { membershipId, changes } }];
}

/** Another last day than was said before is said anew: the last word holds. */
function end(state: Existing, data: Of<{ readonly to: string }>): readonly MembershipEvent[] | Rejection {
  if (state.status === 'ended' && state.to === data.to) return [];
  return state.from !== null && data.to < state.from ? backwards() : [{ type: 'customer.membership-ended', data }];
}

function backwards(): Rejection {
  return reject('MEMBERSHIP_ENDS_BEFORE_IT_STARTS', 'the last day cannot lie before the first one');
}
