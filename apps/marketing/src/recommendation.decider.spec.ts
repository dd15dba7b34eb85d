// Pure: the real decider under given cases and under commands by chance.
import { recommendationBecameLead, recommendationMade, type RecommendationEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { recommendation, type RecommendationCommand } from './recommendation.decider';

const recommendationId = 'r-1';
const content = { recommendationId, customer: { type: 'email', value: 'jane@example.com' }, recommended: { type: 'email', value: 'john@example.com' } };
const made: RecommendationEvent = { type: 'marketing.recommendation-made', data: content };
const becameLead: RecommendationEvent = { type: 'marketing.recommendation-became-lead', data: { recommendationId, leadId: 'l-1' } };

it('is made once, to somebody else', () => {
  given(recommendation).when('make-recommendation', content).then(made);
  given(recommendation, made, becameLead).when('make-recommendation', content).thenNothing();
  given(recommendation, made).when('make-recommendation', { ...content, text: 'x' }).thenRejected('RECOMMENDATION_EXISTS');
  given(recommendation).when('make-recommendation', { ...content, recommended: content.customer }).thenRejected('RECOMMENDATION_OF_ONESELF');
});

it('becomes one lead', () => {
  given(recommendation).when('turn-recommendation-into-lead', { recommendationId, leadId: 'l-1' }).thenRejected('RECOMMENDATION_NOT_FOUND');
  given(recommendation, made).when('turn-recommendation-into-lead', { recommendationId, leadId: 'l-1' }).then(becameLead);
  given(recommendation, made, becameLead).when('turn-recommendation-into-lead', { recommendationId, leadId: 'l-1' }).thenNothing();
  given(recommendation, made, becameLead).when('turn-recommendation-into-lead', { recommendationId, leadId: 'l-2' }).thenRejected('RECOMMENDATION_IS_LEAD');
});

it('says nothing twice, and keeps its first lead', () => {
  expectModel({
    decider: recommendation,
    facts: [recommendationMade, recommendationBecameLead],
    commands: fc.oneof(
      valuesOf(recommendationMade.schema).map((data) => ({ type: 'make-recommendation', data }) as RecommendationCommand),
      valuesOf(recommendationBecameLead.schema).map((data) => ({ type: 'turn-recommendation-into-lead', data }) as RecommendationCommand),
    ),
    invariant: ({ before, command, events, after }) => {
      if (before.status === 'lead') expect(after).toEqual(before);
      if (events.length > 0) expect(recommendation.decide(after, command)).toEqual([]);
    },
  });
});
