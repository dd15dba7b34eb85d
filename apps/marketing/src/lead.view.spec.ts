// Real: the view of leads and its list, over events as the journal gives them back and a shelf in memory.
import { recorded, shelfOf, type Happened } from '../../../test/models/recorded';
import { documentOf, ofCustomer } from './documents';
import { leadPage } from './lead.queries';
import { leadView, type LeadDocument } from './lead.view';

const leadId = 'l-1';
const captured: Happened = { type: 'marketing.lead-captured', data: { leadId, customer: { type: 'email', value: 'simulated@example.com' }, company: { type: 'company', value: 'Simulated Ltd' }, firstName: 'Simulated', lastName: 'Person', interest: 'pumps', campaignId: 'spring' } };
const qualified: Happened = { type: 'marketing.lead-qualified', data: { leadId, score: 40, outOf: 70, threshold: 50, criteria: [{ criterionId: 'budget', label: { en: 'Budget', de: 'Budget' }, met: true, points: 40, possible: 40 }] } };
const disqualified: Happened = { type: 'marketing.lead-disqualified', data: { leadId, reason: 'no-budget', explanation: 'next year' } };
const converted: Happened = { type: 'marketing.lead-converted', data: { leadId, opportunityId: 'o-1' } };

async function folded(...facts: readonly Happened[]) {
  return documentOf<LeadDocument>(await shelfOf(leadView, await recorded(facts)), leadId);
}

it('shows who it is, where it stands and what its score stands on', async () => {
  expect(await folded(captured)).toMatchObject({ status: 'captured', name: 'Simulated Person', company: { type: 'company', value: 'Simulated Ltd' }, interest: 'pumps', campaignId: 'spring', score: null, companyNode: 'company:Simulated Ltd' });
  expect(await folded(captured, qualified)).toMatchObject({ status: 'qualified', score: 40, outOf: 70, suggestion: 'not-qualified', criteria: [{ criterionId: 'budget', points: 40 }] });
  expect(await folded(captured, disqualified)).toMatchObject({ status: 'disqualified', reason: 'no-budget', explanation: 'next year' });
  expect(await folded(captured, disqualified, qualified)).toMatchObject({ status: 'qualified', reason: null });
  expect(await folded(captured, qualified, converted, disqualified)).toMatchObject({ status: 'converted', opportunityId: 'o-1', score: 40, reason: null });
});

it('takes a log that begins later, and nothing at all', async () => {
  expect(await folded(qualified)).toMatchObject({ status: 'qualified', name: null, capturedAt: Date.parse('2026-01-15T09:00:00.000Z') });
  expect(await folded(captured, { type: 'record.withdrawn', data: { stream: 'lead-l-1', reason: 'a test' } })).toBeNull();
});

it('belongs to whom it was moved to', async () => {
  const moved = { type: 'record.moved', data: { stream: 'lead-l-1', customer: { type: 'user', value: '7' }, reason: 'the wrong one' } };
  const lead = await folded(captured, moved, qualified);
  expect(lead).toMatchObject({ status: 'qualified', customer: { type: 'user', value: '7' }, company: null, companyNode: null });
  expect(lead?.nodes).toEqual([lead?.customerNode]);
});

it('is listed newest first, by status and campaign, and by any of a customer’s nodes once', async () => {
  const another: Happened = { type: 'marketing.lead-captured', data: { leadId: 'l-2', customer: { type: 'email', value: 'simulated@example.com' }, company: { type: 'company', value: 'Simulated Ltd' } }, at: '2026-01-14T09:00:00.000Z' };
  const shelf = await shelfOf(leadView, await recorded([another, captured, qualified]));
  const ids = async (query: object) => (await leadPage(shelf, { limit: 9, ...query })).documents.map((lead) => lead.leadId);
  expect([await ids({}), await ids({ status: 'qualified' }), await ids({ campaignId: 'spring' }), await ids({ channel: 'web' })]).toEqual([['l-1', 'l-2'], ['l-1'], ['l-1'], []]);
  const [first] = (await leadPage(shelf, { limit: 1 })).documents;
  expect((await ofCustomer<LeadDocument>(shelf, first?.nodes ?? [], 'capturedAt')).map((lead) => lead.leadId)).toEqual(['l-1', 'l-2']);
});
