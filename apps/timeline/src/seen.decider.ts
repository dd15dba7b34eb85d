import type { FactOf, customerSeen, SeenEvent } from '@throughline/contracts';
import type { Command, Decider } from '@throughline/kernel';

type Seen = FactOf<typeof customerSeen>['data'];

/** Up to where one colleague has seen one node of a customer. */
export type SeenState = { readonly status: 'never' } | { readonly status: 'seen'; readonly position: bigint };

/** It only moves forward: who looks at an old page has not forgotten a newer one. */
export function evolve(state: SeenState, event: SeenEvent): SeenState {
  switch (event.type) {
    case 'staff.customer-seen': {
      const position = BigInt(event.data.position);
      return state.status === 'seen' && state.position >= position ? state : { status: 'seen', position };
    }
  }
}

export type SeenCommand = Command<'mark-seen', Seen>;

export function decide(state: SeenState, { data }: SeenCommand): readonly SeenEvent[] {
  return state.status === 'seen' && state.position >= BigInt(data.position) ? [] : [{ type: 'staff.customer-seen', data }];
}

export const seen: Decider<SeenState, SeenCommand, SeenEvent> = { category: 'seen', initial: { status: 'never' }, evolve, decide };
