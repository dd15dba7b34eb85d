// Real: the view, the report over it, the engine's pure fold and the shelf in memory. Events are made by hand.
import type { OpportunityEvent, RecordEvent } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { MemoryReadStore, type Shelf } from '@throughline/read-store';
import { everyOpportunity, opportunityById, pipelinePage } from './pipeline.queries';
import { pipelineView, type PipelineOpportunity } from './pipeline.view';
import { salesReport } from './sales-report';

let position = 0n;

const belonging = (company: string): StoredEvent['parties'] => [{ node: `company:${company}`, role: 'company', identifier: { type: 'company', value: company } }];

function happened(fact: OpportunityEvent | RecordEvent, occurredAt: string, about: Partial<StoredEvent> = {}): StoredEvent {
  position += 1n;
  const stream = 'stream' in fact.data ? fact.data.stream : `opportunity-${fact.data.opportunityId}`;
  return {
    ...fact, id: `00000000-0000-7000-8000-${String(position).padStart(12, '0')}`, schemaVersion: 1, source: 'crm', subject: stream, parties: [],
    occurredAt, recordedAt: '2026-06-01T00:00:00.000Z', actor: 'source:crm', correlationId: 'c', causationId: null, stream, revision: 0, position, ...about,
  };
}

const owner = 'staff:00000000-0000-7000-8000-000000000001' as const;
const events = [
  happened({ type: 'sales.opportunity-opened', data: { opportunityId: 'a', stage: 'engaging', owner, product: 'GTX Pro', company: { type: 'company', value: 'Acme' } } }, '2026-01-01T00:00:00.000Z', { parties: belonging('Acme') }),
  happened({ type: 'sales.opportunity-opened', data: { opportunityId: 'b', stage: 'prospecting', value: { amount: '10.10', currency: 'EUR' } } }, '2026-01-02T00:00:00.000Z'),
  happened({ type: 'sales.opportunity-won', data: { opportunityId: 'a', value: { amount: '0.20', currency: 'USD' } } }, '2026-01-11T12:00:00.000Z', { parties: [{ node: 'company:Acme', role: 'company' }] }),
  happened({ type: 'sales.opportunity-opened', data: { opportunityId: 'c', stage: 'engaging', owner, value: { amount: '0.1', currency: 'USD' } } }, '2026-01-03T00:00:00.000Z'),
  happened({ type: 'sales.opportunity-won', data: { opportunityId: 'c' } }, '2026-04-01T00:00:00.000Z'),
  happened({ type: 'sales.opportunity-lost', data: { opportunityId: 'd', reason: 'price' } }, '2026-01-04T00:00:00.000Z'),
];

const documents = (upTo = events.length) => foldView(pipelineView, events.slice(0, upTo)).documents;

async function shelfOf(all = events): Promise<Shelf> {
  const shelf = await new MemoryReadStore().open({ view: 'pipeline', version: 1, generation: 1, kind: 'document', indexes: pipelineView.indexes });
  await shelf.write({ documents: [...foldView(pipelineView, all).documents].map(([key, body]) => ({ key, lane: key, position: 1n, body, expected: null })), entries: [], park: [], unpark: [], checkpoint: null });
  return shelf;
}

it('shows where an opportunity stands, and keeps the value it was won at', () => {
  expect(documents(1).get('a')).toMatchObject({ status: 'open', stage: 'engaging', company: 'Acme', closedAt: null });
  expect(documents(3).get('a')).toMatchObject({ status: 'won', value: { amount: '0.20', currency: 'USD' }, closedAt: Date.parse('2026-01-11T12:00:00.000Z') });
});

it('takes a log that begins in the middle', () => expect(documents().get('d')).toMatchObject({ status: 'lost', reason: 'price', openedAt: null }));

it('sums exactly, per currency, per group', async () => {
  const report = await salesReport(everyOpportunity(await shelfOf()), async (staff) => (staff === owner ? { name: 'Simulated Seller', office: 'North' } : null));
  expect(report).toMatchObject({
    opportunities: 4,
    byStatus: { open: 1, won: 2, lost: 1 },
    openByStage: { prospecting: { count: 1, value: { EUR: '10.1' } } },
    won: { count: 2, value: { USD: '0.3' } },
    wonByQuarter: { '2026-Q1': { count: 1, value: { USD: '0.2' } }, '2026-Q2': { count: 1, value: { USD: '0.1' } } },
    wonByOffice: { North: { count: 2 } },
    wonByOwner: { [owner]: { name: 'Simulated Seller', count: 2 } },
    wonByCompany: { Acme: { count: 1 }, unknown: { count: 1 } },
    lostByReason: { price: 1 },
    winRate: 2 / 3,
    meanDaysToWon: 49.25,
    meanDaysToLost: null,
  });
});

it('lists newest first, page by page, each once', async () => {
  const shelf = await shelfOf();
  const seen: PipelineOpportunity[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof pipelinePage>> = await pipelinePage(shelf, { limit: 1, ...(after === null ? {} : { after }) }, 0);
    seen.push(...page.opportunities);
    after = page.after;
  } while (after !== null);
  expect(seen.map(({ opportunityId }) => opportunityId)).toEqual(['c', 'b', 'a', 'd']);
});

describe('what was entered wrongly', () => {
  const stream = 'opportunity-a';
  const at = '2026-02-01T00:00:00.000Z';
  const shown = (...amendments: readonly StoredEvent[]) => foldView(pipelineView, [...events, ...amendments]).documents.get('a');

  it('shows as corrected', () => {
    const correction = happened({ type: 'record.corrected', data: { stream, eventId: events[2]!.id, type: 'sales.opportunity-won', version: 1, data: { opportunityId: 'a', value: { amount: '0.30', currency: 'USD' } }, reason: 'a slip' } }, at);
    expect(shown(correction)).toMatchObject({ status: 'won', value: { amount: '0.30', currency: 'USD' }, stage: 'engaging' });
  });

  it('belongs to the company it was moved to', () => {
    expect(shown(happened({ type: 'record.moved', data: { stream, company: { type: 'company', value: 'Globex' }, reason: 'a namesake' } }, at, { parties: belonging('Globex') }))).toMatchObject({ status: 'won', company: 'Globex', nodes: ['company:Globex'] });
  });

  it('is listed no more when it was withdrawn, and counts nowhere', async () => {
    const shelf = await shelfOf([...events, happened({ type: 'record.withdrawn', data: { stream, reason: 'entered twice' } }, at)]);
    expect((await pipelinePage(shelf, { limit: 10 }, 0)).opportunities.map(({ opportunityId }) => opportunityId)).toEqual(['c', 'b', 'd']);
    expect(await opportunityById(shelf, 'a')).toBeNull();
    expect(await salesReport(everyOpportunity(shelf), async () => null)).toMatchObject({ opportunities: 3, byStatus: { won: 1 } });
  });
});
