import type { RecommendationEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

type Made = Extract<RecommendationEvent, { type: 'marketing.recommendation-made' }>['data'];

/** `made` is null where the log of another system begins later. */
export type RecommendationState =
  | { readonly status: 'none' }
  | { readonly status: 'made'; readonly made: Made }
  | { readonly status: 'lead'; readonly made: Made | null; readonly leadId: string };

export function evolve(state: RecommendationState, event: RecommendationEvent): RecommendationState {
  switch (event.type) {
    case 'marketing.recommendation-made':
      if (state.status === 'none') return { status: 'made', made: event.data };
      return { ...state, made: state.made ?? event.data };
    case 'marketing.recommendation-became-lead':
      return state.status === 'lead' ? state : { status: 'lead', made: state.status === 'none' ? null : state.made, leadId: event.data.leadId };
  }
}

export type RecommendationCommand = Command<'make-recommendation', Made> | Command<'turn-recommendation-into-lead', { readonly recommendationId: string; readonly leadId: string }>;

export function decide(state: RecommendationState, { type, data }: RecommendationCommand): readonly RecommendationEvent[] | Rejection {
  switch (type) {
    case 'make-recommendation':
      return make(state, data);
    case 'turn-recommendation-into-lead':
      if (state.status === 'none') return reject('RECOMMENDATION_NOT_FOUND', 'there is no recommendation with this id');
      if (state.status === 'made') return [{ type: 'marketing.recommendation-became-lead', data }];
      return state.leadId === data.leadId ? [] : reject('RECOMMENDATION_IS_LEAD', 'this recommendation has become another lead');
  }
}

export const recommendation: Decider<RecommendationState, RecommendationCommand, RecommendationEvent> = { category: 'recommendation', initial: { status: 'none' }, evolve, decide };

function make(state: RecommendationState, data: Made): readonly RecommendationEvent[] | Rejection {
  if (state.status !== 'none') return canonicalJson(state.made) === canonicalJson(data) ? [] : reject('RECOMMENDATION_EXISTS', 'a recommendation with this id was made before, with other content');
  if (data.recommended !== undefined && canonicalJson(data.recommended) === canonicalJson(data.customer)) return reject('RECOMMENDATION_OF_ONESELF', 'nobody recommends us to himself; name somebody else or nobody');
  return [{ type: 'marketing.recommendation-made', data }];
}
