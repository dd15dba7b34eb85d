import type { Money, OpportunityEvent } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';

/** The statuses an opportunity is listed in; `none` = there is none (any more): it was withdrawn. */
export const PIPELINE_STATUSES = ['open', 'won', 'lost'] as const;
export type PipelineStatus = (typeof PIPELINE_STATUSES)[number];

/** One opportunity as the pipeline shows it. Times are effective times, milliseconds since 1970. */
export type PipelineOpportunity = {
  readonly opportunityId: string;
  readonly status: 'none' | PipelineStatus;
  readonly stage: string | null;
  readonly title: string | null;
  readonly product: string | null;
  readonly company: string | null;
  readonly nodes: readonly string[];
  readonly owner: string | null;
  readonly value: { readonly amount: string; readonly currency: string } | null;
  readonly expectedClose: string | null;
  readonly reason: string | null;
  readonly openedAt: number | null;
  readonly closedAt: number | null;
  readonly revision: number;
};

const NEW: Omit<PipelineOpportunity, 'opportunityId'> = { status: 'none', stage: null, title: null, product: null, company: null, nodes: [], owner: null, value: null, expectedClose: null, reason: null, openedAt: null, closedAt: null, revision: -1 };

export const pipelineView: DocumentView<PipelineOpportunity> = {
  kind: 'document',
  name: 'pipeline',
  version: 1,
  indexes: ['status', 'stage', 'owner', 'company', 'product', 'openedAt'],
  keys: (event) => (event.type.startsWith('sales.opportunity-') ? [(event.data as { opportunityId: string }).opportunityId] : []),
  streamsOf: (opportunityId) => [`opportunity-${opportunityId}`],
  initial: (opportunityId) => ({ opportunityId, ...NEW }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & OpportunityEvent;
    const at = effectiveTime(event);
    const one = { ...before, status: before.status === 'none' ? ('open' as const) : before.status, revision: event.revision, nodes: event.parties.map((party) => party.node) };
    switch (event.type) {
      case 'sales.opportunity-opened':
        return { ...one, ...opened(event.data), company: companyIn(event), openedAt: at };
      case 'sales.opportunity-stage-advanced':
        return { ...one, stage: event.data.stage, owner: event.data.owner ?? one.owner };
      case 'sales.opportunity-revalued':
        return { ...one, value: money(event.data.value) };
      case 'sales.opportunity-won':
        return { ...one, status: 'won', closedAt: at, value: money(event.data.value) ?? one.value };
      case 'sales.opportunity-lost':
        return { ...one, status: 'lost', closedAt: at, reason: event.data.reason ?? null };
      case 'sales.opportunity-reopened':
        return { ...one, status: 'open', closedAt: null, reason: null, stage: event.data.stage };
      case 'sales.opportunity-activity-recorded':
        return one;
    }
  },
};

type Opened = Extract<OpportunityEvent, { type: 'sales.opportunity-opened' }>['data'];

/** The title may be gone with its key; it then reads as if never given. */
function opened({ stage, title, product, owner, value, expectedClose }: Opened) {
  return { stage, title: text(title), product: product ?? null, owner: owner ?? null, value: money(value), expectedClose: expectedClose ?? null };
}

/** Whom it belongs to, not whom it named: it may have been moved. */
function companyIn({ parties }: StoredEvent): string | null {
  return parties.find(({ role }) => role === 'company')?.identifier?.value ?? null;
}

function money(value: Money | undefined): PipelineOpportunity['value'] {
  return value === undefined ? null : { amount: value.amount, currency: value.currency };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
