// Pure: the real decider and rules under given cases and by chance.
import { satisfactionAnswered, type SatisfactionEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { satisfaction, type SatisfactionCommand } from './satisfaction.decider';
import { ScoreCount } from './satisfaction.rules';

const answer = { answerId: 'a-1', customer: { type: 'email', value: 'jane@example.com' }, kind: 'csat', score: 4, about: 'ticket-1' } as const;
const answered: SatisfactionEvent = { type: 'marketing.satisfaction-answered', data: answer };

it('is given once, on its scale', () => {
  given(satisfaction).when('record-satisfaction', answer).then(answered);
  given(satisfaction, answered).when('record-satisfaction', answer).thenNothing();
  given(satisfaction, answered).when('record-satisfaction', { ...answer, score: 5 }).thenRejected('SATISFACTION_EXISTS');
  given(satisfaction).when('record-satisfaction', { ...answer, score: 0 }).thenRejected('SATISFACTION_SCORE_INVALID');
  given(satisfaction).when('record-satisfaction', { ...answer, score: 6 }).thenRejected('SATISFACTION_SCORE_INVALID');
  given(satisfaction).when('record-satisfaction', { ...answer, kind: 'nps', score: 0 }).then({ type: 'marketing.satisfaction-answered', data: { ...answer, kind: 'nps', score: 0 } });
});

it('stays what it was, whatever comes', () => {
  expectModel({
    decider: satisfaction,
    facts: [satisfactionAnswered],
    commands: valuesOf(satisfactionAnswered.schema).map((data) => ({ type: 'record-satisfaction', data }) as SatisfactionCommand),
    invariant: ({ before, command, events, after }) => {
      if (before.status === 'answered') expect([events, after]).toEqual([[], before]);
      else if (events.length > 0) expect(after).toEqual({ status: 'answered', data: command.data });
    },
  });
});

function counted(kind: 'nps' | 'csat', scores: readonly number[]): ScoreCount {
  const count = new ScoreCount();
  for (const score of scores) count.add({ kind, score });
  return count;
}

it('nets promoters against detractors', () => {
  expect(counted('nps', [10, 9, 9, 8, 7, 6, 0]).nps()).toEqual({ answers: 7, promoters: 3, passives: 2, detractors: 2, score: 14.29 });
  expect([counted('nps', [0, 6]).nps().score, counted('nps', [9, 10]).nps().score, counted('nps', []).nps().score]).toEqual([-100, 100, null]);
});

it('counts who answered 4 or 5', () => {
  expect(counted('csat', [5, 4, 4, 3, 1]).csat()).toEqual({ answers: 5, satisfied: 3, score: 60 });
  expect(counted('csat', [0, 6, 2.5]).csat()).toEqual({ answers: 0, satisfied: 0, score: null });
});

it('does not depend on the order of the answers', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: 11 })), (scores) => {
      expect(counted('nps', scores).nps()).toEqual(counted('nps', scores.toReversed()).nps());
      expect(counted('nps', scores).nps().answers).toBe(scores.filter((score) => score >= 0 && score <= 10).length);
    }),
  );
});
