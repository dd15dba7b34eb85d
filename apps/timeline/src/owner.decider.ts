import type { deputyAppointed, FactOf, OwnerEvent } from '@throughline/contracts';
import { reject, type Actor, type Command, type Decider, type Identifier, type Rejection } from '@throughline/kernel';

export type Staff = Extract<Actor, `staff:${string}`>;
type Appointed = FactOf<typeof deputyAppointed>['data'];

export interface Deputy {
  readonly deputy: Staff;
  /** As it was said. */
  readonly until: string;
  readonly reason: string | null;
}

interface Others {
  /** As the last event named him; null before the first one. */
  readonly customer: Identifier | null;
  readonly secondOwner: Staff | null;
  /** Stands in for a time, whether there is an owner or not. */
  readonly deputy: Deputy | null;
}

/** Who looks after one node of a customer. Handing over needs no release in between, and nobody's permission. */
export type OwnerState = ({ readonly status: 'unowned' } & Others) | ({ readonly status: 'owned'; readonly owner: Staff } & Others);

export function evolve(before: OwnerState, event: OwnerEvent): OwnerState {
  const state = { ...before, customer: event.data.customer };
  switch (event.type) {
    case 'customer.owner-assigned':
      return { ...others(state), status: 'owned', owner: event.data.owner };
    case 'customer.owner-released':
      return { ...others(state), status: 'unowned' };
    case 'customer.second-owner-assigned':
      return { ...state, secondOwner: event.data.secondOwner };
    case 'customer.second-owner-released':
      return { ...state, secondOwner: null };
    case 'customer.deputy-appointed':
      return { ...state, deputy: { deputy: event.data.deputy, until: event.data.until, reason: event.data.reason ?? null } };
    case 'customer.deputy-ended':
      return state.deputy?.deputy === event.data.deputy ? { ...state, deputy: null } : state;
  }
}

function others({ customer, secondOwner, deputy }: OwnerState): Others {
  return { customer, secondOwner, deputy };
}

type Of<More = unknown> = { readonly customer: Identifier } & More;

export type OwnerCommand =
  | Command<'assign-owner', Of<{ readonly owner: Staff }>>
  | Command<'release-owner', Of>
  | Command<'assign-second-owner', Of<{ readonly secondOwner: Staff }>>
  | Command<'release-second-owner', Of>
  /** The same deputy again with another time: prolonged, or shortened. */
  | Command<'appoint-deputy', Appointed>
  /** `until`: only if that is still what was agreed; left out, now. */
  | Command<'end-deputy', Of<{ readonly until?: string }>>;

export function decide(state: OwnerState, command: OwnerCommand): readonly OwnerEvent[] | Rejection {
  const { customer } = command.data;
  switch (command.type) {
    case 'assign-owner':
      return ownerOf(state) === command.data.owner ? [] : [{ type: 'customer.owner-assigned', data: command.data }];
    case 'release-owner':
      return state.status === 'unowned' ? [] : [{ type: 'customer.owner-released', data: command.data }];
    case 'assign-second-owner':
      if (ownerOf(state) === command.data.secondOwner) return reject('SECOND_OWNER_IS_OWNER', 'the owner cannot be the second owner too; name somebody else');
      return state.secondOwner === command.data.secondOwner ? [] : [{ type: 'customer.second-owner-assigned', data: command.data }];
    case 'release-second-owner':
      return state.secondOwner === null ? [] : [{ type: 'customer.second-owner-released', data: command.data }];
    case 'appoint-deputy':
      return appoint(state, command);
    case 'end-deputy': {
      const { deputy } = state;
      if (deputy === null || (command.data.until ?? deputy.until) !== deputy.until) return [];
      return [{ type: 'customer.deputy-ended', data: { customer, deputy: deputy.deputy } }];
    }
  }
}

export const owner: Decider<OwnerState, OwnerCommand, OwnerEvent> = { category: 'owner', initial: { status: 'unowned', customer: null, secondOwner: null, deputy: null }, evolve, decide };

function ownerOf(state: OwnerState): Staff | null {
  return state.status === 'owned' ? state.owner : null;
}

function appoint(state: OwnerState, { data, at }: Extract<OwnerCommand, { type: 'appoint-deputy' }>): readonly OwnerEvent[] | Rejection {
  if (ownerOf(state) === data.deputy) return reject('DEPUTY_IS_OWNER', 'the owner cannot stand in for himself; name somebody else');
  if (Date.parse(data.until) <= Date.parse(at)) return reject('DEPUTY_ENDS_IN_THE_PAST', 'name a time to come until which somebody stands in');
  const { deputy } = state;
  const isSame = deputy !== null && deputy.deputy === data.deputy && Date.parse(deputy.until) === Date.parse(data.until) && deputy.reason === (data.reason ?? null);
  return isSame ? [] : [{ type: 'customer.deputy-appointed', data }];
}
