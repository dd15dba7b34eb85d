import type { FactOf, customerSeen, SeenEvent } from '@throughline/contracts';
import { reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

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

/** `head`: the last position there is; looked up. */
export type SeenCommand = Command<'mark-seen', Seen & { readonly head?: string }>;

export function decide(state: SeenState, { data: { head, ...data } }: SeenCommand): readonly SeenEvent[] | Rejection {
  if (head !== undefined && BigInt(data.position) > BigInt(head)) return reject('POSITION_AHEAD', 'nothing stands at this position yet; take it from an entry');
  return state.status === 'seen' && state.position >= BigInt(data.position) ? [] : [{ type: 'staff.customer-seen', data }];
}

export const seen: Decider<SeenState, SeenCommand, SeenEvent> = { category: 'seen', initial: { status: 'never' }, evolve, decide };
