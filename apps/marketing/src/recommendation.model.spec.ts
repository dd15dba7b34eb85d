// Pure: the decider of recommendations under commands by chance.
import { recommendationBecameLead, recommendationMade, type RecommendationEvent } from '@throughline/contracts';
import { canonicalJson } from '@throughline/kernel';
import fc from 'fast-check';
import { factsOf, valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { recommendation, type RecommendationCommand } from './recommendation.decider';

const somebody = fc.constantFrom({ type: 'user', value: 'a' }, { type: 'user', value: 'b' }, { value: 'a', type: 'user' });
const named = fc.record({ customer: somebody, recommended: somebody }, { requiredKeys: ['customer'] });
const commands = fc.oneof(
  fc.tuple(valuesOf(recommendationMade.schema), named).map(([data, two]) => ({ type: 'make-recommendation', data: { ...(data as object), ...two } }) as RecommendationCommand),
  valuesOf(recommendationBecameLead.schema).map((data) => ({ type: 'turn-recommendation-into-lead', data }) as RecommendationCommand),
);

it('is of somebody else, is made once, and becomes one lead, never another', () => {
  expectModel({
    decider: recommendation,
    facts: [recommendationMade, recommendationBecameLead],
    commands,
    invariant: ({ before, command, events, after }) => {
      if (before.status === 'lead') expect([events, after]).toEqual([[], before]);
      if (before.status === 'made') expect(after).toMatchObject({ made: before.made });
      if (events.length === 0) return expect(after).toEqual(before);
      if (command.type === 'make-recommendation') {
        const { customer, recommended = null } = command.data;
        expect(canonicalJson(recommended)).not.toBe(canonicalJson(customer));
        expect([before.status, after]).toEqual(['none', { status: 'made', made: command.data }]);
      } else {
        expect([before.status, after]).toEqual(['made', { status: 'lead', made: expect.anything(), leadId: command.data.leadId }]);
        expect(recommendation.decide(after, { ...command, data: { ...command.data, leadId: `${command.data.leadId}-b` } })).toMatchObject({ code: 'RECOMMENDATION_IS_LEAD' });
      }
      expect(recommendation.decide(after, command)).toEqual([]);
    },
  });
});

it('belongs to the lead that the first fact names', () => {
  fc.assert(
    fc.property(fc.array(factsOf([recommendationMade, recommendationBecameLead]), { maxLength: 8 }), (past) => {
      const state = (past as RecommendationEvent[]).reduce(recommendation.evolve, recommendation.initial);
      const first = past.find(({ type }) => type === recommendationBecameLead.type);
      expect(state.status === 'lead' ? { leadId: state.leadId } : {}).toEqual(first === undefined ? {} : { leadId: (first.data as { leadId: string }).leadId });
    }),
  );
});
