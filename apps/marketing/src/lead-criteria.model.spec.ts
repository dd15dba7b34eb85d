// Pure: the decider of criteria for leads under commands by chance.
import { leadCriteriaSet } from '@throughline/contracts';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { leadCriteria, type LeadCriteriaCommand } from './lead-criteria.decider';

it('has in force what was last set, each criterion once, and the same written in another order is the same', () => {
  expectModel({
    decider: leadCriteria,
    facts: [leadCriteriaSet],
    commands: valuesOf(leadCriteriaSet.schema).map((data) => ({ type: 'set-lead-criteria', data }) as LeadCriteriaCommand),
    invariant: ({ before, command, events, after }) => {
      const { criteria, threshold } = command.data;
      const isClear = new Set(criteria.map(({ criterionId }) => criterionId)).size === criteria.length;
      expect(after).toEqual(isClear ? { status: 'set', inForce: command.data } : before);
      if (events.length === 0) return expect(after).toEqual(before);
      const reworded = criteria.map((one) => Object.fromEntries(Object.entries(one).toReversed()) as unknown as typeof one);
      expect(leadCriteria.decide(after, { ...command, data: { threshold, criteria: reworded } })).toEqual([]);
      expect(leadCriteria.decide(after, { ...command, data: { criteria, threshold: threshold + 1 } })).toMatchObject([{ data: { threshold: threshold + 1 } }]);
    },
  });
});
