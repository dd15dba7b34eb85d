import type { InteractionEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

type Recorded = InteractionEvent['data'];

/** One contact with a customer, said once. What was said wrongly is corrected like any other entry. */
export type InteractionState = { readonly status: 'none' } | { readonly status: 'recorded'; readonly data: Recorded };

export function evolve(state: InteractionState, event: InteractionEvent): InteractionState {
  return state.status === 'none' ? { status: 'recorded', data: event.data } : state;
}

export type InteractionCommand = Command<'record-interaction', Recorded>;

export function decide(state: InteractionState, { data }: InteractionCommand): readonly InteractionEvent[] | Rejection {
  if (state.status === 'recorded') return canonicalJson(state.data) === canonicalJson(data) ? [] : reject('INTERACTION_EXISTS', 'an interaction with this id was recorded before, with other content');
  if (data.reached !== undefined && (data.kind !== 'call' || data.direction !== 'out')) return reject('INTERACTION_NOT_OUR_CALL', 'whether somebody was reached is said of an outgoing call only');
  return [{ type: 'service.interaction-recorded', data }];
}

export const interaction: Decider<InteractionState, InteractionCommand, InteractionEvent> = { category: 'interaction', initial: { status: 'none' }, evolve, decide };
