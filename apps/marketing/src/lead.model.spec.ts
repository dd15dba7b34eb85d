// Pure: the decider of leads and the real score under commands by chance.
import { leadCaptured, leadConverted, leadCriteriaSet, leadDisqualified, leadQualified, type LeadCriteria, type LeadEvent } from '@throughline/contracts';
import { isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { factsOf, valuesOf } from '../../../test/models/arbitrary';
import { expectModel, type Step } from '../../../test/models/model';
import { lead, type LeadCommand, type LeadState } from './lead.decider';

type Asked = Pick<LeadCommand, 'type' | 'data'>;
const facts = [leadCaptured, leadQualified, leadDisqualified, leadConverted];

const inForce = (valuesOf(leadCriteriaSet.schema) as fc.Arbitrary<LeadCriteria>).filter(({ criteria }) => new Set(criteria.map(({ criterionId }) => criterionId)).size === criteria.length);
/** Each criterion is answered, but for one that is left out now and then. */
const qualifying = fc.tuple(inForce, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), fc.constantFrom(0, 0, 0, 1), fc.constantFrom('none', 'set', 'set', 'set')).map(([criteria, met, left, isSet]) => ({
  leadId: 'a',
  answers: criteria.criteria.slice(left).map(({ criterionId }, at) => ({ criterionId, met: met[at] === true })),
  ...(isSet === 'set' ? { inForce: criteria } : {}),
}));
/** Who it concerns is not asked for: the lead says it. */
const converting = fc
  .tuple(valuesOf(leadConverted.schema), fc.record({ opportunityId: fc.constantFrom('o-1', 'o-2'), freshId: fc.constantFrom('o-3', 'o-4') }, { requiredKeys: [] }))
  .map(([data, ids]) => ({ ...Object.fromEntries(Object.entries(data as object).filter(([name]) => !['customer', 'company', 'opportunityId'].includes(name))), ...ids }));

const commands = fc.oneof(
  valuesOf(leadCaptured.schema).map((data) => ({ type: 'capture-lead', data }) as Asked),
  { weight: 3, arbitrary: qualifying.map((data): Asked => ({ type: 'qualify-lead', data })) },
  valuesOf(leadDisqualified.schema).map((data) => ({ type: 'disqualify-lead', data }) as Asked),
  converting.map((data) => ({ type: 'convert-lead', data }) as unknown as Asked),
);

/** Where a lead can go to from where it is. */
const NEXT = { none: ['captured'], captured: ['qualified', 'disqualified'], qualified: ['qualified', 'disqualified', 'converted'], disqualified: ['qualified', 'disqualified'], converted: [] } as const;

it('is captured once, scored by what was answered, and converted at most once, to one opportunity that knows whom it concerns', () => {
  expectModel({ decider: lead, facts, commands, invariant });
});

function invariant({ before, command, events, after }: Step<LeadState, LeadCommand, LeadEvent>): void {
  if (before.status !== 'none') expect(after).toMatchObject({ captured: before.captured });
  if (events.length === 0) return expect(after).toEqual(before);
  expect(events).toHaveLength(1);
  expect(NEXT[before.status]).toContain(after.status);
  expect(lead.decide(after, command)).toEqual([]);
  for (const event of events) {
    expect(event.type).toBe(`marketing.lead-${after.status}`);
    if (event.type === 'marketing.lead-qualified' && command.type === 'qualify-lead') expectScore(event.data, command.data);
    if (event.type === 'marketing.lead-disqualified') expect(event.data.reason !== 'other' || event.data.explanation !== undefined).toBe(true);
    if (event.type === 'marketing.lead-converted' && command.type === 'convert-lead') expectOneOpportunity(before, command, event.data, after);
  }
}

function expectScore(qualified: Extract<LeadEvent, { type: 'marketing.lead-qualified' }>['data'], { answers, inForce: asked }: Extract<LeadCommand, { type: 'qualify-lead' }>['data']): void {
  const { criteria = [], threshold } = asked ?? {};
  const yes = new Set(answers.filter(({ met }) => met).map(({ criterionId }) => criterionId));
  const points = criteria.filter(({ criterionId }) => yes.has(criterionId)).map((one) => one.points);
  expect(answers.map(({ criterionId }) => criterionId)).toEqual(criteria.map(({ criterionId }) => criterionId));
  expect(qualified).toMatchObject({ threshold, score: points.reduce((total, one) => total + one, 0) });
}

function expectOneOpportunity(before: LeadState, command: Extract<LeadCommand, { type: 'convert-lead' }>, converted: Extract<LeadEvent, { type: 'marketing.lead-converted' }>['data'], after: LeadState): void {
  const { opportunityId, freshId, ...rest } = command.data;
  const { customer, company, interest } = before.status === 'none' || before.captured === null ? {} : before.captured;
  expect(converted).toEqual({ title: interest, ...rest, customer, company, opportunityId: opportunityId ?? freshId });
  expect(after).toMatchObject({ status: 'converted', opportunityId: opportunityId ?? freshId });
  expect(lead.decide(after, { ...command, data: { ...command.data, opportunityId: 'o-5' } })).toMatchObject({ code: 'LEAD_CONVERTED' });
}

it('does what it decides to do once, whatever was told before', () => {
  fc.assert(
    fc.property(fc.array(factsOf(facts), { maxLength: 8 }), commands, (past, asked) => {
      const wanted = { ...asked, by: 'process:model', at: '2026-01-15T09:00:00.000Z' } as LeadCommand;
      const state = past.reduce((before, fact) => lead.evolve(before, fact as LeadEvent), lead.initial);
      const events = lead.decide(state, wanted);
      fc.pre(!isRejection(events));
      expect(lead.decide(events.reduce(lead.evolve, state), wanted)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

it('belongs to the opportunity that the first fact of its conversion names', () => {
  fc.assert(
    fc.property(fc.array(factsOf(facts), { maxLength: 8 }), (told) => {
      const past = told as LeadEvent[];
      const state = past.reduce(lead.evolve, lead.initial);
      const first = past.find(({ type }) => type === 'marketing.lead-converted');
      expect(state.status === 'converted' ? state.opportunityId : undefined).toBe((first as Extract<LeadEvent, { type: 'marketing.lead-converted' }> | undefined)?.data.opportunityId);
    }),
  );
});
