// Pure: the real decider and the real catalogue, nothing else.
import { catalogue, DISQUALIFICATION_REASONS, type LeadEvent } from '@throughline/contracts';
import { given, isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { lead, type LeadCommand, type LeadState } from './lead.decider';

const leadId = 'L-1';
const capturing = { leadId, customer: { type: 'email', value: 'jane@example.com' }, firstName: 'Jane', channel: 'web-form' };
const inForce = { criteria: [{ criterionId: 'budget', label: { en: 'Budget', de: 'Budget' }, points: 40 }, { criterionId: 'need', label: { en: 'Need', de: 'Bedarf' }, points: 30 }], threshold: 50 };
const answering = (budget: boolean, need: boolean) => ({ leadId, inForce, answers: [{ criterionId: 'budget', met: budget }, { criterionId: 'need', met: need }] });
const qualifying = answering(true, true);
const converting = { leadId, opportunityId: '42', freshId: 'made' };
const qualification = (budget: number, need: number) => ({
  leadId,
  score: budget + need,
  outOf: 70,
  threshold: 50,
  criteria: [{ criterionId: 'budget', label: { en: 'Budget', de: 'Budget' }, met: budget > 0, points: budget, possible: 40 }, { criterionId: 'need', label: { en: 'Need', de: 'Bedarf' }, met: need > 0, points: need, possible: 30 }],
});
const captured: LeadEvent = { type: 'marketing.lead-captured', data: capturing };
const qualified: LeadEvent = { type: 'marketing.lead-qualified', data: qualification(40, 30) };
const disqualified: LeadEvent = { type: 'marketing.lead-disqualified', data: { leadId, reason: 'no-budget' } };
const converted = { type: 'marketing.lead-converted', data: { leadId, opportunityId: '42', customer: capturing.customer } } as const;

describe('capturing', () => {
  it('is done once', () => {
    given(lead).when('capture-lead', capturing).then(captured);
    given(lead, captured).when('capture-lead', capturing).thenNothing();
    given(lead, captured, qualified, converted).when('capture-lead', capturing).thenNothing();
    given(lead, captured).when('capture-lead', { ...capturing, firstName: 'John' }).thenRejected('LEAD_EXISTS');
  });
  it('names the campaign it counts for, unless the sender did', () => {
    const ofCampaign = { ...capturing, campaignId: 'c-1' };
    const named: LeadEvent = { type: 'marketing.lead-captured', data: { ...ofCampaign, campaign: 'Spring' } };
    given(lead).when('capture-lead', { ...ofCampaign, campaignName: 'Spring' }).then(named);
    given(lead).when('capture-lead', { ...ofCampaign, campaign: 'Spring', campaignName: 'Summer' }).then(named);
    given(lead, named).when('capture-lead', { ...ofCampaign, campaignName: 'Summer' }).thenNothing();
    given(lead, named).when('capture-lead', { ...ofCampaign, campaign: 'Summer' }).thenRejected('LEAD_EXISTS');
  });
  it.each(['qualify-lead', 'disqualify-lead', 'convert-lead'] as const)('comes before %s', (type) => {
    given(lead).when(type, { ...qualifying, reason: 'no-need', ...converting }).thenRejected('LEAD_NOT_FOUND');
  });
});

describe('qualifying', () => {
  it('is repeated only with another result', () => {
    given(lead, captured).when('qualify-lead', qualifying).then(qualified);
    given(lead, captured, qualified).when('qualify-lead', qualifying).thenNothing();
    given(lead, captured, qualified)
      .when('qualify-lead', answering(true, false))
      .then({ type: 'marketing.lead-qualified', data: qualification(40, 0) });
  });
  it('needs criteria, and an answer to each', () => {
    given(lead, captured).when('qualify-lead', { leadId, answers: [] }).thenRejected('LEAD_CRITERIA_MISSING');
    given(lead, captured).when('qualify-lead', { leadId, inForce, answers: [] }).thenRejected('LEAD_ANSWER_MISSING');
  });
  it('brings a disqualified lead back', () => given(lead, captured, qualified, disqualified).when('qualify-lead', qualifying).then(qualified));
  it('is over once it is converted', () => given(lead, captured, qualified, converted).when('qualify-lead', qualifying).thenRejected('LEAD_CONVERTED'));
});

describe('disqualifying', () => {
  it('names a reason, which can be corrected', () => {
    given(lead, captured).when('disqualify-lead', { leadId, reason: 'no-budget' }).then(disqualified);
    given(lead, captured, disqualified).when('disqualify-lead', { leadId, reason: 'no-budget' }).thenNothing();
    given(lead, captured, disqualified)
      .when('disqualify-lead', { leadId, reason: 'bad-timing' })
      .then({ type: 'marketing.lead-disqualified', data: { leadId, reason: 'bad-timing' } });
  });
  it('explains another reason', () => {
    given(lead, captured).when('disqualify-lead', { leadId, reason: 'other', explanation: ' ' }).thenRejected('LEAD_EXPLANATION_MISSING');
    given(lead, captured)
      .when('disqualify-lead', { leadId, reason: 'other', explanation: 'moved abroad' })
      .then({ type: 'marketing.lead-disqualified', data: { leadId, reason: 'other', explanation: 'moved abroad' } });
  });
  it('is over once it is converted', () => given(lead, captured, qualified, converted).when('disqualify-lead', { leadId, reason: 'no-need' }).thenRejected('LEAD_CONVERTED'));
});

describe('converting', () => {
  it('is for qualified leads only', () => {
    given(lead, captured).when('convert-lead', converting).thenRejected('LEAD_NOT_QUALIFIED');
    given(lead, captured, qualified).when('convert-lead', converting).then(converted);
    given(lead, captured, qualified, disqualified).when('convert-lead', converting).thenRejected('LEAD_NOT_QUALIFIED');
    given(lead, captured, disqualified, qualified).when('convert-lead', converting).then(converted);
  });
  it('says all that the opportunity needs', () => {
    const interested: LeadEvent = { type: 'marketing.lead-captured', data: { ...capturing, company: { type: 'company', value: 'Example Ltd' }, interest: 'pumps' } };
    const wish = { leadId, opportunityId: '42', product: 'GTX Pro', value: { amount: '480.00', currency: 'EUR' }, owner: 'staff:00000000-0000-7000-8000-000000000002' as const };
    const concerned = { customer: capturing.customer, company: { type: 'company', value: 'Example Ltd' } };
    given(lead, interested, qualified).when('convert-lead', { ...wish, freshId: 'made' }).then({ type: 'marketing.lead-converted', data: { ...wish, ...concerned, title: 'pumps' } });
    given(lead, interested, qualified).when('convert-lead', { ...wish, freshId: 'made', title: 'Two pumps' }).then({ type: 'marketing.lead-converted', data: { ...wish, ...concerned, title: 'Two pumps' } });
  });
  it('concerns whom the lead was moved to', () => {
    const moved = { ...captured, parties: [{ node: 'user:1.x', role: 'customer', identifier: { type: 'user', value: '7' } }] } as unknown as LeadEvent;
    given(lead, moved, qualified).when('convert-lead', converting).then({ type: 'marketing.lead-converted', data: { leadId, opportunityId: '42', customer: { type: 'user', value: '7' } } });
  });
  it('gives one opportunity', () => {
    given(lead, captured, qualified, converted).when('convert-lead', converting).thenNothing();
    given(lead, captured, qualified, converted).when('convert-lead', { leadId, freshId: 'made' }).thenNothing();
    given(lead, captured, qualified).when('convert-lead', { leadId, freshId: 'made' }).then({ ...converted, data: { ...converted.data, opportunityId: 'made' } });
    given(lead, captured, qualified).when('convert-lead', { leadId }).thenRejected('LEAD_OPPORTUNITY_MISSING');
    given(lead, captured, qualified, converted).when('convert-lead', { ...converting, opportunityId: '43' }).thenRejected('LEAD_CONVERTED');
  });
});

const by = { by: 'staff:00000000-0000-7000-8000-000000000001', at: '2026-01-15T09:00:00.000Z' } as const;
const commands: fc.Arbitrary<LeadCommand> = fc.oneof(
  fc.constantFrom('Jane', 'John').map((firstName) => ({ ...by, type: 'capture-lead' as const, data: { ...capturing, firstName } })),
  fc.tuple(fc.boolean(), fc.boolean()).map(([budget, need]) => ({ ...by, type: 'qualify-lead' as const, data: answering(budget, need) })),
  fc
    .record({ reason: fc.constantFrom(...DISQUALIFICATION_REASONS), explanation: fc.constantFrom(undefined, 'moved abroad') })
    .map((data) => ({ ...by, type: 'disqualify-lead' as const, data: { leadId, ...data } })),
  fc.constantFrom('42', '43').map((opportunityId) => ({ ...by, type: 'convert-lead' as const, data: { leadId, opportunityId, freshId: 'made' } })),
);

describe('whatever comes', () => {
  it('facts in any order are taken, and any command decided: nothing to do, a reason, or valid events after which the wish is fulfilled', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(captured, qualified, disqualified, converted), { maxLength: 8 }), fc.array(commands, { maxLength: 12 }), (past, wishes) => {
        let state: LeadState = past.reduce(lead.evolve, lead.initial);
        for (const wish of wishes) {
          const events = lead.decide(state, wish);
          if (isRejection(events)) continue;
          for (const event of events) expect(catalogue.validate(event.type, event.data)).toBeNull();
          state = events.reduce(lead.evolve, state);
          expect(lead.decide(state, wish)).toEqual([]);
        }
      }),
    );
  });

  it('a lead is converted once, right after it was qualified, and nothing happens to it afterwards', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 30 }), (wishes) => {
        const history: LeadEvent[] = [];
        for (const wish of wishes) {
          const events = lead.decide(history.reduce(lead.evolve, lead.initial), wish);
          if (!isRejection(events)) history.push(...events);
        }
        const types = history.map((event) => event.type);
        const end = types.indexOf('marketing.lead-converted');
        expect(end === -1 || (end === types.length - 1 && types[end - 1] === 'marketing.lead-qualified')).toBe(true);
        expect(types.indexOf('marketing.lead-captured')).toBe(types.lastIndexOf('marketing.lead-captured'));
      }),
    );
  });
});
