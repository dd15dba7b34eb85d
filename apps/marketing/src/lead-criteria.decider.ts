import type { LeadCriteria, LeadCriteriaEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/** What leads are asked, once for the whole company. */
export type LeadCriteriaState = { readonly status: 'none' } | { readonly status: 'set'; readonly inForce: LeadCriteria };

export function evolve(_state: LeadCriteriaState, event: LeadCriteriaEvent): LeadCriteriaState {
  return { status: 'set', inForce: event.data };
}

export type LeadCriteriaCommand = Command<'set-lead-criteria', LeadCriteria>;

export function decide(state: LeadCriteriaState, { data }: LeadCriteriaCommand): readonly LeadCriteriaEvent[] | Rejection {
  if (state.status === 'set' && canonicalJson(state.inForce) === canonicalJson(data)) return [];
  const ids = data.criteria.map(({ criterionId }) => criterionId);
  if (ids.length === 0) return reject('LEAD_CRITERIA_EMPTY', 'a score needs at least one criterion');
  if (new Set(ids).size < ids.length) return reject('LEAD_CRITERION_TWICE', 'two criteria have the same id; give each its own');
  return [{ type: 'settings.lead-criteria-set', data }];
}

export const leadCriteria: Decider<LeadCriteriaState, LeadCriteriaCommand, LeadCriteriaEvent> = { category: 'qualification', initial: { status: 'none' }, evolve, decide };

/** There is one set of criteria, so there is one stream. */
export const LEAD_CRITERIA_STREAM = 'qualification-criteria';
