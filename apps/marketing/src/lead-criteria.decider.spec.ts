// Pure: the real decider under given cases and under commands by chance.
import { leadCriteriaSet } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { leadCriteria, type LeadCriteriaCommand } from './lead-criteria.decider';

const budget = { criterionId: 'budget', label: { en: 'Budget', de: 'Budget' }, points: 40 };
const criteria = { criteria: [budget], threshold: 40 };

it('are set whole, and again only when they differ', () => {
  given(leadCriteria).when('set-lead-criteria', criteria).then({ type: 'settings.lead-criteria-set', data: criteria });
  given(leadCriteria, { type: 'settings.lead-criteria-set', data: criteria }).when('set-lead-criteria', criteria).thenNothing();
  given(leadCriteria, { type: 'settings.lead-criteria-set', data: criteria }).when('set-lead-criteria', { ...criteria, threshold: 30 }).then({ type: 'settings.lead-criteria-set', data: { ...criteria, threshold: 30 } });
});

it('need one criterion at least, and no id twice', () => {
  given(leadCriteria).when('set-lead-criteria', { ...criteria, criteria: [] }).thenRejected('LEAD_CRITERIA_EMPTY');
  given(leadCriteria).when('set-lead-criteria', { ...criteria, criteria: [budget, { ...budget, points: 1 }] }).thenRejected('LEAD_CRITERION_TWICE');
});

it('are what was set last, whatever comes', () => {
  expectModel({
    decider: leadCriteria,
    facts: [leadCriteriaSet],
    commands: valuesOf(leadCriteriaSet.schema).map((data) => ({ type: 'set-lead-criteria', data }) as LeadCriteriaCommand),
    invariant: ({ before, command, events, after }) => {
      if (events.length === 0) return expect(after).toEqual(before);
      expect(after).toEqual({ status: 'set', inForce: command.data });
      expect(leadCriteria.decide(after, command)).toEqual([]);
    },
  });
});
