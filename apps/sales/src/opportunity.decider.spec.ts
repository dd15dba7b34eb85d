// Pure: the real decider and the real catalogue, nothing else.
import { catalogue, OPPORTUNITY_STAGES, type OpportunityEvent } from '@throughline/contracts';
import { given, isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { opportunity, type OpportunityCommand, type OpportunityState } from './opportunity.decider';

const opportunityId = '42';
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const opening = { opportunityId, company: { type: 'company', value: 'Cancity' }, product: 'GTX Pro', stage: 'prospecting', value: eur('4821') };
const opened: OpportunityEvent = { type: 'sales.opportunity-opened', data: opening };
const engaging: OpportunityEvent = { type: 'sales.opportunity-stage-advanced', data: { opportunityId, stage: 'engaging', from: 'prospecting' } };
const won: OpportunityEvent = { type: 'sales.opportunity-won', data: { opportunityId, value: eur('4821') } };
const lost: OpportunityEvent = { type: 'sales.opportunity-lost', data: { opportunityId, reason: 'price' } };

describe('opening', () => {
  it('takes what is known, be it little', () => {
    given(opportunity).when('open-opportunity', opening).then(opened);
    given(opportunity).when('open-opportunity', { opportunityId, stage: 'prospecting' }).then({ type: 'sales.opportunity-opened', data: { opportunityId, stage: 'prospecting' } });
  });
  it('is done once', () => {
    given(opportunity, opened).when('open-opportunity', opening).thenNothing();
    given(opportunity, opened, won).when('open-opportunity', opening).thenNothing();
    given(opportunity, opened).when('open-opportunity', { ...opening, product: 'GTX Basic' }).thenRejected('OPPORTUNITY_EXISTS');
  });
  it.each(['advance-opportunity', 'revalue-opportunity', 'win-opportunity', 'lose-opportunity', 'reopen-opportunity'] as const)('comes before %s', (type) => {
    given(opportunity).when(type, { opportunityId, stage: 'proposal', value: eur('1'), reason: 'none' }).thenRejected('OPPORTUNITY_NOT_FOUND');
  });
});

describe('an open opportunity', () => {
  it('moves forwards, and says from where', () => given(opportunity, opened).when('advance-opportunity', { opportunityId, stage: 'engaging' }).then(engaging));
  it('moves backwards, and into stages of the company’s own', () => {
    given(opportunity, opened, engaging)
      .when('advance-opportunity', { opportunityId, stage: 'prospecting' })
      .then({ type: 'sales.opportunity-stage-advanced', data: { opportunityId, stage: 'prospecting', from: 'engaging' } });
    given(opportunity, opened)
      .when('advance-opportunity', { opportunityId, stage: 'site-visit' })
      .then({ type: 'sales.opportunity-stage-advanced', data: { opportunityId, stage: 'site-visit', from: 'prospecting' } });
  });
  it('stays where it is', () => given(opportunity, opened, engaging).when('advance-opportunity', { opportunityId, stage: 'engaging' }).thenNothing());
  it('is worth something else', () =>
    given(opportunity, opened)
      .when('revalue-opportunity', { opportunityId, value: eur('5000') })
      .then({ type: 'sales.opportunity-revalued', data: { opportunityId, value: eur('5000') } }));
  it('is worth the same, however it is written', () => given(opportunity, opened).when('revalue-opportunity', { opportunityId, value: eur('4821.00') }).thenNothing());
  it('is worth something else in another currency', () => {
    const value = { amount: '4821', currency: 'CHF' };
    given(opportunity, opened).when('revalue-opportunity', { opportunityId, value }).then({ type: 'sales.opportunity-revalued', data: { opportunityId, value } });
  });
  it('needs no reopening', () => {
    given(opportunity, opened).when('reopen-opportunity', { opportunityId }).thenNothing();
    given(opportunity, opened).when('reopen-opportunity', { opportunityId, stage: 'proposal' }).thenRejected('OPPORTUNITY_NOT_CLOSED');
  });
});

describe('winning', () => {
  it('is at the value last known, or at the one said', () => {
    given(opportunity, opened).when('win-opportunity', { opportunityId }).then(won);
    given(opportunity, opened)
      .when('win-opportunity', { opportunityId, value: eur('4000') })
      .then({ type: 'sales.opportunity-won', data: { opportunityId, value: eur('4000') } });
  });
  it('needs no value', () =>
    given(opportunity, { type: 'sales.opportunity-opened', data: { opportunityId, stage: 'proposal' } })
      .when('win-opportunity', { opportunityId })
      .then({ type: 'sales.opportunity-won', data: { opportunityId } }));
  it('twice is once', () => {
    given(opportunity, opened, won).when('win-opportunity', { opportunityId }).thenNothing();
    given(opportunity, opened, won).when('win-opportunity', { opportunityId, value: eur('4821.0') }).thenNothing();
    given(opportunity, opened, won).when('win-opportunity', { opportunityId, value: eur('1') }).thenRejected('OPPORTUNITY_NOT_OPEN');
  });
  it('is not for a lost one', () => given(opportunity, opened, lost).when('win-opportunity', { opportunityId }).thenRejected('OPPORTUNITY_NOT_OPEN'));
});

describe('losing', () => {
  it('has a reason', () => {
    given(opportunity, opened).when('lose-opportunity', { opportunityId, reason: 'price' }).then(lost);
    given(opportunity, opened).when('lose-opportunity', { opportunityId, reason: 'other', explanation: '  ' }).thenRejected('OPPORTUNITY_EXPLANATION_MISSING');
  });
  it('twice is once', () => {
    given(opportunity, opened, lost).when('lose-opportunity', { opportunityId, reason: 'price' }).thenNothing();
    given(opportunity, opened, lost).when('lose-opportunity', { opportunityId, reason: 'timing' }).thenRejected('OPPORTUNITY_NOT_OPEN');
  });
  it('is not for a won one', () => given(opportunity, opened, won).when('lose-opportunity', { opportunityId, reason: 'no-need' }).thenRejected('OPPORTUNITY_NOT_OPEN'));
});

describe('a closed opportunity', () => {
  it.each([won, lost])('reopens after $type in its stage, or in another', (closing) => {
    given(opportunity, opened, engaging, closing)
      .when('reopen-opportunity', { opportunityId, reason: 'they called back' })
      .then({ type: 'sales.opportunity-reopened', data: { opportunityId, stage: 'engaging', reason: 'they called back' } });
    given(opportunity, opened, closing)
      .when('reopen-opportunity', { opportunityId, stage: 'negotiation' })
      .then({ type: 'sales.opportunity-reopened', data: { opportunityId, stage: 'negotiation' } });
  });
  it('neither moves nor changes its value', () => {
    given(opportunity, opened, won).when('advance-opportunity', { opportunityId, stage: 'proposal' }).thenRejected('OPPORTUNITY_NOT_OPEN');
    given(opportunity, opened, lost).when('revalue-opportunity', { opportunityId, value: eur('1') }).thenRejected('OPPORTUNITY_NOT_OPEN');
  });
  it('can be won after it was lost and reopened', () =>
    given(opportunity, opened, lost, { type: 'sales.opportunity-reopened', data: { opportunityId, stage: 'proposal' } })
      .when('win-opportunity', { opportunityId })
      .then(won));
});

describe('the log of another system', () => {
  it('may begin in the middle', () => {
    given(opportunity, engaging).when('advance-opportunity', { opportunityId, stage: 'engaging' }).thenNothing();
    given(opportunity, { type: 'sales.opportunity-activity-recorded', data: { opportunityId, activity: 'A_Validating' } })
      .when('advance-opportunity', { opportunityId, stage: 'proposal' })
      .then({ type: 'sales.opportunity-stage-advanced', data: { opportunityId, stage: 'proposal' } });
  });
});

const stage = fc.constantFrom(...OPPORTUNITY_STAGES, 'site-visit');
const value = fc.constantFrom('0', '0.00', '4821', '4821.0', '17.5').map(eur);
const reason = fc.constantFrom('price' as const, 'timing' as const);
const by = { by: 'staff:00000000-0000-7000-8000-000000000001', at: '2026-01-15T09:00:00.000Z' } as const;
const commands: fc.Arbitrary<OpportunityCommand> = fc.oneof(
  fc.constant({ ...by, type: 'open-opportunity' as const, data: opening }),
  stage.map((s) => ({ ...by, type: 'advance-opportunity' as const, data: { opportunityId, stage: s } })),
  value.map((v) => ({ ...by, type: 'revalue-opportunity' as const, data: { opportunityId, value: v } })),
  fc.option(value, { nil: undefined }).map((v) => ({ ...by, type: 'win-opportunity' as const, data: { opportunityId, value: v } })),
  reason.map((r) => ({ ...by, type: 'lose-opportunity' as const, data: { opportunityId, reason: r } })),
  fc.option(stage, { nil: undefined }).map((s) => ({ ...by, type: 'reopen-opportunity' as const, data: { opportunityId, stage: s } })),
);
const facts: fc.Arbitrary<OpportunityEvent> = fc.oneof(
  fc.constantFrom(opened, engaging, won, lost),
  stage.map((s) => ({ type: 'sales.opportunity-reopened' as const, data: { opportunityId, stage: s } })),
  value.map((v) => ({ type: 'sales.opportunity-revalued' as const, data: { opportunityId, value: v } })),
  fc.constant({ type: 'sales.opportunity-lost' as const, data: { opportunityId } }),
  fc.constant({ type: 'sales.opportunity-activity-recorded' as const, data: { opportunityId, activity: 'A_Validating' } }),
);

describe('whatever comes', () => {
  it('facts in any order are taken, and any command decided: nothing to do, a reason, or valid events after which the wish is fulfilled', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 8 }), fc.array(commands, { maxLength: 12 }), (past, wishes) => {
        let state: OpportunityState = past.reduce(opportunity.evolve, opportunity.initial);
        for (const wish of wishes) {
          const events = opportunity.decide(state, wish);
          if (isRejection(events)) continue;
          for (const event of events) expect(catalogue.validate(event.type, event.data)).toBeNull();
          state = events.reduce(opportunity.evolve, state);
          expect(opportunity.decide(state, wish)).toEqual([]);
        }
      }),
    );
  });

  it('every win and loss ends an open phase: between two of them lies a reopening', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 30 }), (wishes) => {
        let state: OpportunityState = opportunity.initial;
        let closed = false;
        for (const wish of wishes) {
          const events = opportunity.decide(state, wish);
          for (const event of isRejection(events) ? [] : events) {
            expect(closed).toBe(event.type === 'sales.opportunity-reopened');
            closed = event.type === 'sales.opportunity-won' || event.type === 'sales.opportunity-lost';
            state = opportunity.evolve(state, event);
          }
        }
      }),
    );
  });
});
