// Pure: the real decider and the real catalogue, nothing else.
import { catalogue, DISQUALIFICATION_REASONS, type LeadEvent } from '@throughline/contracts';
import { given, isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { lead, type LeadCommand, type LeadState } from './lead.decider';

const leadId = 'L-1';
const capturing = { leadId, customer: { type: 'email', value: 'jane@example.com' }, firstName: 'Jane', channel: 'web-form' };
const qualifying = { leadId, score: 70, criteria: [{ criterion: 'Budget', met: true }] };
const captured: LeadEvent = { type: 'marketing.lead-captured', data: capturing };
const qualified: LeadEvent = { type: 'marketing.lead-qualified', data: qualifying };
const disqualified: LeadEvent = { type: 'marketing.lead-disqualified', data: { leadId, reason: 'no-budget' } };
const converted: LeadEvent = { type: 'marketing.lead-converted', data: { leadId, opportunityId: '42' } };

describe('capturing', () => {
  it('is done once', () => {
    given(lead).when('capture-lead', capturing).then(captured);
    given(lead, captured).when('capture-lead', capturing).thenNothing();
    given(lead, captured, qualified, converted).when('capture-lead', capturing).thenNothing();
    given(lead, captured).when('capture-lead', { ...capturing, firstName: 'John' }).thenRejected('LEAD_EXISTS');
  });
  it.each(['qualify-lead', 'disqualify-lead', 'convert-lead'] as const)('comes before %s', (type) => {
    given(lead).when(type, { ...qualifying, reason: 'no-need', opportunityId: '42' }).thenRejected('LEAD_NOT_FOUND');
  });
});

describe('qualifying', () => {
  it('is repeated only with another result', () => {
    given(lead, captured).when('qualify-lead', qualifying).then(qualified);
    given(lead, captured, qualified).when('qualify-lead', qualifying).thenNothing();
    given(lead, captured, qualified)
      .when('qualify-lead', { ...qualifying, score: 80 })
      .then({ type: 'marketing.lead-qualified', data: { ...qualifying, score: 80 } });
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
    given(lead, captured).when('convert-lead', { leadId, opportunityId: '42' }).thenRejected('LEAD_NOT_QUALIFIED');
    given(lead, captured, qualified).when('convert-lead', { leadId, opportunityId: '42' }).then(converted);
    given(lead, captured, qualified, disqualified).when('convert-lead', { leadId, opportunityId: '42' }).thenRejected('LEAD_NOT_QUALIFIED');
    given(lead, captured, disqualified, qualified).when('convert-lead', { leadId, opportunityId: '42' }).then(converted);
  });
  it('gives one opportunity', () => {
    given(lead, captured, qualified, converted).when('convert-lead', { leadId, opportunityId: '42' }).thenNothing();
    given(lead, captured, qualified, converted).when('convert-lead', { leadId, opportunityId: '43' }).thenRejected('LEAD_CONVERTED');
  });
});

const by = { by: 'staff:00000000-0000-7000-8000-000000000001', at: '2026-01-15T09:00:00.000Z' } as const;
const commands: fc.Arbitrary<LeadCommand> = fc.oneof(
  fc.constantFrom('Jane', 'John').map((firstName) => ({ ...by, type: 'capture-lead' as const, data: { ...capturing, firstName } })),
  fc.integer({ min: 0, max: 3 }).map((score) => ({ ...by, type: 'qualify-lead' as const, data: { ...qualifying, score } })),
  fc
    .record({ reason: fc.constantFrom(...DISQUALIFICATION_REASONS), explanation: fc.constantFrom(undefined, 'moved abroad') })
    .map((data) => ({ ...by, type: 'disqualify-lead' as const, data: { leadId, ...data } })),
  fc.constantFrom('42', '43').map((opportunityId) => ({ ...by, type: 'convert-lead' as const, data: { leadId, opportunityId } })),
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
