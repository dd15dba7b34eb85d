// Pure: the real decider with the stages in force; what keeps an opportunity up to date.
import { competitorNamed, type OpportunityEvent, type PipelineStage } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { opportunity } from './opportunity.decider';
import type { DetailEvent } from './opportunity-details.rules';

const opportunityId = '42';
const of = { opportunityId };
const ann = 'staff:00000000-0000-7000-8000-00000000000a' as const;
const ben = 'staff:00000000-0000-7000-8000-00000000000b' as const;
const opened: OpportunityEvent = { type: 'sales.opportunity-opened', data: { ...of, stage: 'first', owner: ann, title: 'Pumps', expectedClose: '2026-03-31' } };
const lost: OpportunityEvent = { type: 'sales.opportunity-lost', data: { ...of, reason: 'price' } };
const label = { en: 'x', de: 'x' };
const pipeline: readonly PipelineStage[] = [
  { stage: 'first', label },
  { stage: 'second', label, requires: ['need'] },
  { stage: 'third', label, requires: ['value', 'decision-maker'] },
];

describe('stages with rules', () => {
  const need: DetailEvent = { type: 'sales.opportunity-need-recorded', data: { ...of, need: '12 bar' } };
  const value: OpportunityEvent = { type: 'sales.opportunity-revalued', data: { ...of, value: { amount: '1', currency: 'EUR' } } };
  const buyer: DetailEvent = { type: 'sales.opportunity-decision-maker-named', data: { ...of, person: { type: 'email', value: 'buyer@example.com' }, part: 'buyer' } };
  const third = { ...of, stage: 'third', pipeline };

  it('there is no way into one that does not exist', () => {
    given(opportunity, opened).when('advance-opportunity', { ...of, stage: 'fourth', pipeline }).thenRejected('STAGE_UNKNOWN');
    given(opportunity).when('open-opportunity', { ...of, stage: 'fourth', pipeline }).thenRejected('STAGE_UNKNOWN');
    given(opportunity, opened, lost).when('reopen-opportunity', { ...of, stage: 'fourth', pipeline }).thenRejected('STAGE_UNKNOWN');
  });
  it('forwards needs what it asks for and those passed over, and says what is missing', () => {
    const { outcome } = given(opportunity, opened).when('advance-opportunity', third);
    expect(outcome).toMatchObject({ code: 'STAGE_REQUIREMENTS_MISSING', detail: expect.stringMatching(/\(value\).*\(decision-maker\).*\(need\)/) });
    given(opportunity, opened, value, buyer).when('advance-opportunity', third).thenRejected('STAGE_REQUIREMENTS_MISSING');
    given(opportunity, opened, value, buyer, need).when('advance-opportunity', third).then({ type: 'sales.opportunity-stage-advanced', data: { ...of, stage: 'third', from: 'first' } });
  });
  it('nobody begins in the middle without what was asked for on the way', () => given(opportunity).when('open-opportunity', { ...of, stage: 'second', pipeline }).thenRejected('STAGE_REQUIREMENTS_MISSING'));
  it('backwards is free, and may say why', () => {
    const ahead: OpportunityEvent = { type: 'sales.opportunity-stage-advanced', data: { ...of, stage: 'third' } };
    given(opportunity, opened, ahead)
      .when('advance-opportunity', { ...of, stage: 'second', reason: 'the budget is open again', pipeline })
      .then({ type: 'sales.opportunity-stage-advanced', data: { ...of, stage: 'second', from: 'third', reason: 'the budget is open again' } });
  });
  it('a stage of another system lies before all of ours', () => {
    const elsewhere: OpportunityEvent = { type: 'sales.opportunity-stage-advanced', data: { ...of, stage: 'site-visit' } };
    given(opportunity, opened, elsewhere).when('advance-opportunity', { ...of, stage: 'second', pipeline }).thenRejected('STAGE_REQUIREMENTS_MISSING');
    given(opportunity, opened, elsewhere).when('advance-opportunity', { ...of, stage: 'first', pipeline }).then({ type: 'sales.opportunity-stage-advanced', data: { ...of, stage: 'first', from: 'site-visit' } });
  });
  it('reopens where it was closed, whatever that stage asks for by now', () => given(opportunity, opened, lost).when('reopen-opportunity', { ...of, pipeline: [] }).then({ type: 'sales.opportunity-reopened', data: { ...of, stage: 'first' } }));
});

describe('what is known of it', () => {
  it('needs are recorded once, and said anew under their id', () => {
    const first: DetailEvent = { type: 'sales.opportunity-need-recorded', data: { ...of, needId: 'n', need: '12 bar', priority: 'must' } };
    given(opportunity, opened).when('record-need', first.data).then(first);
    given(opportunity, opened, first).when('record-need', first.data).thenNothing();
    expect(given(opportunity, opened, first, { type: 'sales.opportunity-need-recorded', data: { ...of, needId: 'n', need: '16 bar' } }).state).toMatchObject({ details: { needs: [{ needId: 'n', need: '16 bar', priority: null }] } });
  });
  it('closes on another day, and says which it was', () => {
    given(opportunity, opened).when('change-forecast', { ...of, expectedClose: '2026-05-31' }).then({ type: 'sales.opportunity-forecast-changed', data: { ...of, expectedClose: '2026-05-31', from: '2026-03-31' } });
    given(opportunity, opened).when('change-forecast', { ...of, expectedClose: '2026-03-31' }).thenNothing();
    given(opportunity, opened, lost).when('change-forecast', { ...of, expectedClose: '2026-05-31' }).thenRejected('OPPORTUNITY_NOT_OPEN');
  });
  it('one step is next, due at a moment, until it is done', () => {
    const planned: DetailEvent = { type: 'sales.opportunity-next-step-planned', data: { ...of, step: 'call', due: '2026-02-03T08:30:00.000Z' } };
    given(opportunity, opened).when('plan-next-step', { ...of, step: 'call', due: '2026-02-03T09:30:00+01:00' }).then(planned);
    given(opportunity, opened, planned).when('plan-next-step', { ...of, step: 'call', due: '2026-02-03T10:30:00+02:00' }).thenNothing();
    given(opportunity, opened).when('finish-next-step', of).thenRejected('NEXT_STEP_NOT_PLANNED');
    given(opportunity, opened, planned).when('finish-next-step', { ...of, outcome: 'sent' }).then({ type: 'sales.opportunity-next-step-done', data: { ...of, outcome: 'sent' } });
    const done: DetailEvent = { type: 'sales.opportunity-next-step-done', data: of };
    given(opportunity, opened, planned, done).when('finish-next-step', of).thenNothing();
  });
  it('is handed over, also after it was lost', () => {
    given(opportunity, opened, lost).when('assign-opportunity', { ...of, owner: ben }).then({ type: 'sales.opportunity-assigned', data: { ...of, owner: ben, from: ann } });
    given(opportunity, opened).when('assign-opportunity', { ...of, owner: ann }).thenNothing();
  });
  it('says only what changes, with what it was', () => {
    given(opportunity, opened).when('change-opportunity', { ...of, title: 'Pumps', product: 'GTX' }).then({ type: 'sales.opportunity-changed', data: { ...of, product: 'GTX' } });
    given(opportunity, opened).when('change-opportunity', { ...of, title: 'Two pumps' }).then({ type: 'sales.opportunity-changed', data: { ...of, title: 'Two pumps', from: { title: 'Pumps' } } });
    given(opportunity, opened).when('change-opportunity', of).thenNothing();
  });
  it('keeps why it was won', () => {
    given(opportunity, opened).when('win-opportunity', { ...of, reason: 'speed', competitor: 'Globex' }).then({ type: 'sales.opportunity-won', data: { ...of, reason: 'speed', competitor: 'Globex' } });
    given(opportunity, opened).when('win-opportunity', { ...of, reason: 'other' }).thenRejected('OPPORTUNITY_EXPLANATION_MISSING');
    const won: OpportunityEvent = { type: 'sales.opportunity-won', data: { ...of, reason: 'speed' } };
    given(opportunity, opened, won).when('win-opportunity', of).thenNothing();
    given(opportunity, opened, won).when('win-opportunity', { ...of, reason: 'price' }).thenRejected('OPPORTUNITY_NOT_OPEN');
  });
});

describe('who decides, and who competes', () => {
  const person = { type: 'email', value: 'Buyer@example.com' };
  const other = { type: 'user', value: 'u-1' };
  const named: DetailEvent = { type: 'sales.opportunity-decision-maker-named', data: { ...of, person, part: 'buyer', stance: 'neutral' } };
  const second: DetailEvent = { type: 'sales.opportunity-decision-maker-named', data: { ...of, person: other, part: 'decider', others: [person] } };

  it('names the others too, so that all of them see what follows', () => {
    given(opportunity, opened, named).when('name-decision-maker', { ...of, person: other, part: 'decider' }).then(second);
    given(opportunity, opened, named, second).when('remove-decision-maker', { ...of, person }).then({ type: 'sales.opportunity-decision-maker-removed', data: { ...of, person, others: [other] } });
  });
  it('is the same person in capitals, and may change his mind', () => {
    given(opportunity, opened, named).when('name-decision-maker', { ...of, person: { type: 'email', value: 'buyer@EXAMPLE.com' }, part: 'buyer', stance: 'neutral' }).thenNothing();
    given(opportunity, opened, named).when('name-decision-maker', { ...of, person, part: 'buyer', stance: 'against' }).then({ type: 'sales.opportunity-decision-maker-named', data: { ...of, person, part: 'buyer', stance: 'against' } });
    given(opportunity, opened).when('remove-decision-maker', { ...of, person }).thenNothing();
  });
  it('ends at fifty', () => {
    const many = Array.from({ length: 50 }, (_, index): DetailEvent => ({ type: 'sales.opportunity-decision-maker-named', data: { ...of, person: { type: 'user', value: `${index}` }, part: 'user' } }));
    given(opportunity, opened, ...many).when('name-decision-maker', { ...of, person, part: 'user' }).thenRejected('DECISION_MAKERS_TOO_MANY');
  });
  it('competitors come, are seen otherwise and go', () => {
    const globex: DetailEvent = { type: competitorNamed.type, data: { ...of, competitor: 'Globex', strength: 'strong' } };
    given(opportunity, opened).when('name-competitor', globex.data).then(globex);
    given(opportunity, opened, globex).when('name-competitor', { ...of, competitor: 'GLOBEX', strength: 'strong' }).thenNothing();
    given(opportunity, opened, globex).when('remove-competitor', { ...of, competitor: 'globex' }).then({ type: 'sales.opportunity-competitor-removed', data: { ...of, competitor: 'globex' } });
    given(opportunity, opened).when('remove-competitor', { ...of, competitor: 'globex' }).thenNothing();
  });
});
