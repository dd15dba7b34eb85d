// Pure: the real rules, nothing else.
import type { LeadCriteria } from '@throughline/contracts';
import { isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { leadScore, suggestionOf } from './lead-score.rules';

const criterion = (criterionId: string, points: number) => ({ criterionId, label: { en: criterionId, de: criterionId }, points });
const inForce: LeadCriteria = { criteria: [criterion('budget', 40), criterion('need', 30), criterion('student', -20)], threshold: 50 };
const answers = (budget: boolean, need: boolean, student: boolean) => [{ criterionId: 'budget', met: budget }, { criterionId: 'need', met: need }, { criterionId: 'student', met: student }];

it('is the sum of what is met, and says what each answer gave', () => {
  expect(leadScore(inForce, answers(true, false, true))).toEqual({
    score: 20,
    outOf: 70,
    threshold: 50,
    criteria: [
      { criterionId: 'budget', label: { en: 'budget', de: 'budget' }, met: true, points: 40, possible: 40 },
      { criterionId: 'need', label: { en: 'need', de: 'need' }, met: false, points: 0, possible: 30 },
      { criterionId: 'student', label: { en: 'student', de: 'student' }, met: true, points: -20, possible: -20 },
    ],
  });
});

it('suggests from the threshold on', () => {
  expect(suggestionOf({ score: 49, threshold: 50 })).toBe('not-qualified');
  expect(suggestionOf({ score: 50, threshold: 50 })).toBe('qualified');
});

it.each([
  ['LEAD_CRITERION_UNKNOWN', [...answers(true, true, true), { criterionId: 'shoe-size', met: true }]],
  ['LEAD_ANSWER_TWICE', [...answers(true, true, true), { criterionId: 'need', met: false }]],
  ['LEAD_ANSWER_MISSING', answers(true, true, true).slice(1)],
])('refuses with %s', (code, given) => {
  expect(leadScore(inForce, given)).toMatchObject({ rejected: true, code });
});

it('always adds up to what its criteria say, whatever the order of the answers, and never exceeds what is possible', () => {
  const points = fc.integer({ min: -1_000, max: 1_000 });
  const some = fc.uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 99 }), points, met: fc.boolean() }), { minLength: 1, maxLength: 50, selector: ({ id }) => id });
  fc.assert(
    fc.property(some, fc.integer(), (all, threshold) => {
      const asked = { criteria: all.map((one) => criterion(`c${one.id}`, one.points)), threshold };
      const given = all.map(({ id, met }) => ({ criterionId: `c${id}`, met }));
      const scored = leadScore(asked, given);
      if (isRejection(scored)) throw new Error(scored.code);
      expect(scored.score).toBe(all.filter(({ met }) => met).reduce((sum, one) => sum + one.points, 0));
      expect(scored.score).toBeLessThanOrEqual(scored.outOf);
      expect(leadScore(asked, given.toReversed())).toEqual(scored);
    }),
  );
});
