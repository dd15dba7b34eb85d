import type { SatisfactionEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';
import { isOnItsScale } from './satisfaction.rules';

type Answered = SatisfactionEvent['data'];

/** One answer, given once. What was entered wrongly is corrected like any other entry. */
export type SatisfactionState = { readonly status: 'none' } | { readonly status: 'answered'; readonly data: Answered };

export function evolve(state: SatisfactionState, event: SatisfactionEvent): SatisfactionState {
  return state.status === 'none' ? { status: 'answered', data: event.data } : state;
}

export type SatisfactionCommand = Command<'record-satisfaction', Answered>;

export function decide(state: SatisfactionState, { data }: SatisfactionCommand): readonly SatisfactionEvent[] | Rejection {
  if (state.status === 'answered') return canonicalJson(state.data) === canonicalJson(data) ? [] : reject('SATISFACTION_EXISTS', 'an answer with this id was recorded before, with other content');
  if (!isOnItsScale(data)) return reject('SATISFACTION_SCORE_INVALID', 'recommendation (nps) is a whole number from 0 to 10, satisfaction (csat) one from 1 to 5');
  return [{ type: 'marketing.satisfaction-answered', data }];
}

export const satisfaction: Decider<SatisfactionState, SatisfactionCommand, SatisfactionEvent> = { category: 'satisfaction', initial: { status: 'none' }, evolve, decide };
