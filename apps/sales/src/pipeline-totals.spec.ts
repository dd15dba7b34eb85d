// Real: the view, totals over it, queries, and the shelf in memory. Events are made by hand.
import type { OpportunityEvent, PipelineStage } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { MemoryReadStore, type Shelf } from '@throughline/read-store';
import type { DetailEvent } from './opportunity-details.rules';
import { pipelineTotals } from './pipeline-totals';
import { openOpportunities, pipelinePage, type PipelineQuery } from './pipeline.queries';
import { pipelineView } from './pipeline.view';

const pipeline: readonly PipelineStage[] = [
  { stage: 'first', label: { en: 'First', de: 'Erste' }, probability: 33 },
  { stage: 'second', label: { en: 'Second', de: 'Zweite' } },
];
const now = Date.parse('2026-03-01T00:00:00.000Z');
const owner = 'staff:00000000-0000-7000-8000-000000000001' as const;

let position = 0n;
function happened(fact: OpportunityEvent | DetailEvent, node: string): StoredEvent {
  position += 1n;
  return {
    ...fact, id: `00000000-0000-7000-8000-${String(position).padStart(12, '0')}`, schemaVersion: 1, source: 'crm', subject: node, parties: [{ node, role: node.startsWith('company:') ? 'company' : 'customer', identifier: { type: 'email', value: `${node}@example.com` } }],
    occurredAt: new Date(now + Number(position)).toISOString(), recordedAt: '2026-06-01T00:00:00.000Z', actor: 'source:crm', correlationId: 'c', causationId: null, stream: `opportunity-${fact.data.opportunityId}`, revision: 0, position,
  };
}
const opened = (opportunityId: string, node: string, more: object = {}) => happened({ type: 'sales.opportunity-opened', data: { opportunityId, stage: 'first', ...more } }, node);
const due = (opportunityId: string, node: string, at: string) => happened({ type: 'sales.opportunity-next-step-planned', data: { opportunityId, step: 'call', due: at } }, node);

const events = [
  opened('a', 'user:1', { value: { amount: '10.01', currency: 'EUR' }, expectedClose: '2026-03-31', owner, title: 'New pumps' }),
  due('a', 'user:1', '2026-02-28T23:59:00.000Z'),
  opened('b', 'company:Acme', { value: { amount: '0.10', currency: 'USD' }, expectedClose: '2026-04-01' }),
  due('b', 'company:Acme', '2026-03-02T00:00:00.000Z'),
  opened('c', 'user:2', { stage: 'second', value: { amount: '5', currency: 'EUR' } }),
  opened('d', 'user:2', { stage: 'site-visit', value: { amount: '7', currency: 'EUR' } }),
  opened('e', 'user:1', { value: { amount: '1000', currency: 'EUR' } }),
  happened({ type: 'sales.opportunity-lost', data: { opportunityId: 'e', reason: 'competitor', competitor: 'Globex' } }, 'user:1'),
  happened({ type: 'sales.opportunity-decision-maker-named', data: { opportunityId: 'c', person: { type: 'email', value: 'buyer@example.com' }, part: 'buyer' } }, 'user:2'),
];

let shelf: Shelf;
beforeAll(async () => {
  shelf = await new MemoryReadStore().open({ view: 'pipeline', version: 2, generation: 1, kind: 'document', indexes: pipelineView.indexes });
  await shelf.write({ documents: [...foldView(pipelineView, events).documents].map(([key, body]) => ({ key, lane: key, position: 1n, body, expected: null })), entries: [], park: [], unpark: [], checkpoint: null });
});

it('sums what is open per stage and currency, weighted by how likely the stage is won, exactly', async () => {
  const { stages, total } = await pipelineTotals(openOpportunities(shelf, {}), pipeline, now);
  expect(stages).toEqual([
    { stage: 'first', label: pipeline[0]?.label, probability: 33, count: 2, value: { EUR: '10.01', USD: '0.1' }, weighted: { EUR: '3.3033', USD: '0.033' }, overdueNextSteps: 1 },
    { stage: 'second', label: pipeline[1]?.label, probability: null, count: 1, value: { EUR: '5' }, weighted: {}, overdueNextSteps: 0 },
    { stage: 'site-visit', label: { en: 'Site visit', de: 'Site visit' }, probability: null, count: 1, value: { EUR: '7' }, weighted: {}, overdueNextSteps: 0 },
  ]);
  expect(total).toEqual({ count: 4, value: { EUR: '22.01', USD: '0.1' }, weighted: { EUR: '3.3033', USD: '0.033' }, overdueNextSteps: 1 });
});

it.each([
  [{ owner }, 1],
  [{ expectedFrom: '2026-03-31', expectedTo: '2026-03-31' }, 1],
  [{ expectedFrom: '2026-04-01' }, 1],
  [{ nodes: ['user:2'] }, 2],
  [{ nodes: ['company:Acme', 'user:1'] }, 2],
  [{ nodes: ['user:3'] }, 0],
])('counts what is asked for: %j', async (filter, count) => {
  expect((await pipelineTotals(openOpportunities(shelf, filter), pipeline, now)).total.count).toBe(count);
});

const listed: readonly (readonly [Omit<PipelineQuery, 'limit'>, readonly string[]])[] = [
  [{}, ['e', 'd', 'c', 'b', 'a']],
  [{ search: 'PUMP' }, ['a']],
  [{ search: 'user:2@' }, ['d', 'c']],
  [{ nextStep: 'overdue' }, ['a']],
  [{ nextStep: 'missing' }, ['d', 'c']],
  [{ status: 'lost' }, ['e']],
  [{ status: 'lost', nextStep: 'overdue' }, []],
  [{ nodes: ['user:1', 'company:Acme'] }, ['e', 'b', 'a']],
];
it.each(listed)('lists newest first what is asked for, page by page: %j', async (query, ids) => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof pipelinePage>> = await pipelinePage(shelf, { ...query, limit: 2, ...(after === null ? {} : { after }) }, now);
    seen.push(...page.opportunities.map(({ opportunityId }) => opportunityId));
    after = page.after;
  } while (after !== null);
  expect(seen).toEqual(ids);
});

it('shows who decides, and who got it', async () => {
  const found = (await pipelinePage(shelf, { limit: 10 }, now)).opportunities;
  expect(found.find(({ opportunityId }) => opportunityId === 'c')).toMatchObject({ circle: [{ person: { type: 'email', value: 'buyer@example.com' }, part: 'buyer', stance: null }] });
  expect(found.find(({ opportunityId }) => opportunityId === 'e')).toMatchObject({ reason: 'competitor', competitor: 'Globex', customer: { value: 'user:1@example.com' } });
});
