import type { Money, OpportunityEvent } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type Identifier, type StoredEvent } from '@throughline/kernel';
import { isDetail, NO_DETAILS, withDetail, withOpening, type OpportunityDetails } from './opportunity-details.rules';

/** The statuses an opportunity is listed in; `none` = there is none (any more): it was withdrawn. */
export const PIPELINE_STATUSES = ['open', 'won', 'lost'] as const;
export type PipelineStatus = (typeof PIPELINE_STATUSES)[number];

/** One opportunity as the pipeline shows it. Times are effective times, milliseconds since 1970. */
export type PipelineOpportunity = OpportunityDetails & {
  readonly opportunityId: string;
  readonly status: 'none' | PipelineStatus;
  readonly stage: string | null;
  readonly customer: Identifier | null;
  readonly company: string | null;
  readonly nodes: readonly string[];
  /** The first node of a person, and of a company, that it concerns: what lists are filtered by. */
  readonly customerNode: string | null;
  readonly companyNode: string | null;
  readonly value: { readonly amount: string; readonly currency: string } | null;
  readonly nextStepDue: number | null;
  /** Why it was won or lost, and who else was in the running. */
  readonly reason: string | null;
  readonly explanation: string | null;
  readonly competitor: string | null;
  /** What a search looks through. */
  readonly words: string;
  readonly openedAt: number | null;
  readonly closedAt: number | null;
  readonly revision: number;
};

const UNDECIDED = { closedAt: null, reason: null, explanation: null, competitor: null };
const NEW: Omit<PipelineOpportunity, 'opportunityId'> = { ...NO_DETAILS, ...UNDECIDED, status: 'none', stage: null, customer: null, company: null, nodes: [], customerNode: null, companyNode: null, value: null, nextStepDue: null, words: '', openedAt: null, revision: -1 };

export const pipelineView: DocumentView<PipelineOpportunity> = {
  kind: 'document',
  name: 'pipeline',
  version: 2,
  indexes: ['status', 'stage', 'owner', 'company', 'product', 'openedAt', 'customerNode', 'companyNode', 'expectedClose', 'nextStepDue'],
  keys: (event) => (event.type.startsWith('sales.opportunity-') ? [(event.data as { opportunityId: string }).opportunityId] : []),
  streamsOf: (opportunityId) => [`opportunity-${opportunityId}`],
  initial: (opportunityId) => ({ opportunityId, ...NEW }),
  evolve: (before, event) => {
    const seen: PipelineOpportunity = { ...before, ...concerned(event, before), status: before.status === 'none' ? 'open' : before.status, revision: event.revision };
    const after = isDetail(event) ? { ...seen, ...withDetail(seen, event) } : advanced(seen, event as StoredEvent & OpportunityEvent, effectiveTime(event));
    return { ...after, nextStepDue: dueOf(after), words: wordsOf(after) };
  },
};

function advanced(one: PipelineOpportunity, event: OpportunityEvent, at: number): PipelineOpportunity {
  switch (event.type) {
    case 'sales.opportunity-opened':
      return { ...one, ...withOpening(one, event.data), stage: one.stage ?? event.data.stage, value: one.value ?? money(event.data.value), openedAt: one.openedAt ?? at };
    case 'sales.opportunity-stage-advanced':
      return { ...one, stage: event.data.stage, owner: event.data.owner ?? one.owner };
    case 'sales.opportunity-revalued':
      return { ...one, value: money(event.data.value) };
    case 'sales.opportunity-won':
      return { ...one, ...decisionIn(event.data), status: 'won', closedAt: at, value: money(event.data.value) ?? one.value };
    case 'sales.opportunity-lost':
      return { ...one, ...decisionIn(event.data), status: 'lost', closedAt: at };
    case 'sales.opportunity-reopened':
      return { ...one, ...UNDECIDED, status: 'open', stage: event.data.stage };
    case 'sales.opportunity-activity-recorded':
      return one;
  }
}

/** Whom it belongs to, not whom an event named: it may have been moved. What an event does not name in clear is known from before. */
function concerned({ parties }: StoredEvent, before: PipelineOpportunity) {
  const [customer, company] = (['customer', 'company'] as const).map((role) => parties.find((party) => party.role === role));
  return {
    nodes: parties.map(({ node }) => node),
    customerNode: customer?.node ?? null,
    companyNode: company?.node ?? null,
    customer: clear(customer?.identifier) ?? (customer?.node === before.customerNode ? before.customer : null),
    company: company?.identifier?.value ?? (company?.node === before.companyNode ? before.company : null),
  };
}

function decisionIn({ reason, explanation, competitor }: { readonly reason?: string; readonly explanation?: string; readonly competitor?: string }) {
  return { reason: reason ?? null, explanation: text(explanation), competitor: competitor ?? null };
}

/** What is closed has no next step any more. */
function dueOf({ status, nextStep }: PipelineOpportunity): number | null {
  const time = status === 'open' && nextStep.status === 'planned' && nextStep.due !== null ? Date.parse(nextStep.due) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

function wordsOf({ opportunityId, title, product, company, customer }: PipelineOpportunity): string {
  return [opportunityId, title, product, company, customer?.value].filter((word) => typeof word === 'string').join(' ');
}

function money(value: Money | undefined): PipelineOpportunity['value'] {
  return value === undefined ? null : { amount: value.amount, currency: value.currency };
}

function clear(identifier: Identifier | undefined): Identifier | null {
  return identifier === undefined ? null : { type: identifier.type, value: identifier.value };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
