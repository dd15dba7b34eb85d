import type { LeadCriteria, QualifiedAnswer } from '@throughline/contracts';
import { reject, type Rejection } from '@throughline/kernel';

/** What somebody found out about a lead: one answer for each criterion in force. */
export interface LeadAnswer {
  readonly criterionId: string;
  readonly met: boolean;
}

/** A score with all it stands on. */
export type LeadScore = {
  readonly score: number;
  /** What a lead of which all good is true, and nothing bad, would have. */
  readonly outOf: number;
  readonly threshold: number;
  readonly criteria: readonly QualifiedAnswer[];
};

/** Sum of the points of the criteria that are met. Every criterion wants an answer, so that silence is never taken for a no. */
export function leadScore(inForce: LeadCriteria, answers: readonly LeadAnswer[]): LeadScore | Rejection {
  const given = new Map(answers.map(({ criterionId, met }) => [criterionId, met]));
  const fault = faultIn(inForce, answers, given);
  if (fault !== null) return fault;
  const criteria = inForce.criteria.map(({ criterionId, label, points }): QualifiedAnswer => {
    const met = given.get(criterionId) === true;
    return { criterionId, label, met, points: met ? points : 0, possible: points };
  });
  return { score: sum(criteria.map(({ points = 0 }) => points)), outOf: sum(inForce.criteria.map(({ points }) => Math.max(0, points))), threshold: inForce.threshold, criteria };
}

/** What the score speaks for. Whoever qualifies decides. */
export function suggestionOf({ score, threshold }: Pick<LeadScore, 'score' | 'threshold'>): 'qualified' | 'not-qualified' {
  return score >= threshold ? 'qualified' : 'not-qualified';
}

function sum(points: readonly number[]): number {
  return points.reduce((total, one) => total + one, 0);
}

function faultIn({ criteria }: LeadCriteria, answers: readonly LeadAnswer[], given: ReadonlyMap<string, boolean>): Rejection | null {
  const known = new Set(criteria.map(({ criterionId }) => criterionId));
  const unknown = answers.find(({ criterionId }) => !known.has(criterionId));
  if (unknown !== undefined) return reject('LEAD_CRITERION_UNKNOWN', `"${unknown.criterionId}" is not among the criteria in force; read them again`);
  if (given.size !== answers.length) return reject('LEAD_ANSWER_TWICE', 'a criterion is answered twice; answer each once');
  const missing = criteria.filter(({ criterionId }) => !given.has(criterionId)).map(({ criterionId }) => criterionId);
  return missing.length === 0 ? null : reject('LEAD_ANSWER_MISSING', `these criteria want an answer: ${missing.join(', ')}`);
}
