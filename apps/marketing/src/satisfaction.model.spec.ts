// Pure: the decider of answers about satisfaction under commands by chance.
import { satisfactionAnswered, type SatisfactionEvent } from '@throughline/contracts';
import fc from 'fast-check';
import { factsOf, valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { satisfaction, type SatisfactionCommand } from './satisfaction.decider';

const SCORES = { nps: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], csat: [1, 2, 3, 4, 5] } as const;
const isOnScale = ({ kind, score }: SatisfactionCommand['data']): boolean => SCORES[kind].some((one) => one === score);

it('takes the first answer on its scale, word for word, and no other after it', () => {
  expectModel({
    decider: satisfaction,
    facts: [satisfactionAnswered],
    commands: valuesOf(satisfactionAnswered.schema).map((data) => ({ type: 'record-satisfaction', data }) as SatisfactionCommand),
    invariant: ({ before, command, events, after }) => {
      const isTaken = before.status === 'none' && isOnScale(command.data);
      expect(events).toEqual(isTaken ? [{ type: 'marketing.satisfaction-answered', data: command.data }] : []);
      expect(after).toEqual(isTaken ? { status: 'answered', data: command.data } : before);
      if (!isTaken) return;
      expect(satisfaction.decide(after, command)).toEqual([]);
      expect(satisfaction.decide(after, { ...command, data: { ...command.data, answerId: `${command.data.answerId}-b` } })).toMatchObject({ code: 'SATISFACTION_EXISTS' });
    },
  });
});

it('stays what the first fact says', () => {
  fc.assert(
    fc.property(fc.array(factsOf([satisfactionAnswered]), { minLength: 1, maxLength: 4 }), (past) => {
      expect((past as SatisfactionEvent[]).reduce(satisfaction.evolve, satisfaction.initial)).toEqual({ status: 'answered', data: past[0]?.data });
    }),
  );
});
