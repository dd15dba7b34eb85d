import type { OwnerEvent } from '@throughline/contracts';
import type { Actor, Command, Decider, Identifier } from '@throughline/kernel';

type Staff = Extract<Actor, `staff:${string}`>;

/** Who looks after one node of a customer. Handing over needs no release in between. */
export type OwnerState = { readonly status: 'unowned' } | { readonly status: 'owned'; readonly owner: Staff };

export function evolve(_state: OwnerState, event: OwnerEvent): OwnerState {
  switch (event.type) {
    case 'customer.owner-assigned':
      return { status: 'owned', owner: event.data.owner };
    case 'customer.owner-released':
      return { status: 'unowned' };
  }
}

export type OwnerCommand =
  | Command<'assign-owner', { readonly customer: Identifier; readonly owner: Staff }>
  | Command<'release-owner', { readonly customer: Identifier }>;

export function decide(state: OwnerState, command: OwnerCommand): readonly OwnerEvent[] {
  switch (command.type) {
    case 'assign-owner':
      if (state.status === 'owned' && state.owner === command.data.owner) return [];
      return [{ type: 'customer.owner-assigned', data: command.data }];
    case 'release-owner':
      return state.status === 'unowned' ? [] : [{ type: 'customer.owner-released', data: command.data }];
  }
}

export const owner: Decider<OwnerState, OwnerCommand, OwnerEvent> = { category: 'owner', initial: { status: 'unowned' }, evolve, decide };
