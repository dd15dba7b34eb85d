import { type Concerned, concernedBy, CONCERNS_NOBODY, type LeadEvent, type QualifiedAnswer, textOf } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';
import { suggestionOf } from './lead-score.rules';

/** One lead as its list shows it. Times are effective times, milliseconds since 1970. */
export type LeadDocument = Concerned & {
  readonly leadId: string;
  /** `none`: there is nothing (any more). */
  readonly status: 'none' | 'captured' | 'qualified' | 'disqualified' | 'converted';
  readonly name: string | null;
  readonly channel: string | null;
  readonly campaignId: string | null;
  /** As people call the campaign. */
  readonly campaign: string | null;
  readonly interest: string | null;
  readonly message: string | null;
  readonly score: number | null;
  readonly outOf: number | null;
  readonly threshold: number | null;
  readonly suggestion: 'qualified' | 'not-qualified' | null;
  /** What the score stands on. */
  readonly criteria: readonly QualifiedAnswer[];
  readonly reason: string | null;
  readonly explanation: string | null;
  readonly opportunityId: string | null;
  readonly capturedAt: number | null;
  readonly changedAt: number | null;
  readonly revision: number;
};

const NOTHING: Omit<LeadDocument, 'leadId'> = {
  status: 'none', name: null, channel: null, campaignId: null, campaign: null, interest: null, message: null, score: null, outOf: null,
  threshold: null, suggestion: null, criteria: [], reason: null, explanation: null, opportunityId: null, capturedAt: null, changedAt: null, ...CONCERNS_NOBODY, revision: -1,
};

export const leadView: DocumentView<LeadDocument> = {
  kind: 'document',
  name: 'leads',
  version: 1,
  indexes: ['status', 'campaignId', 'campaign', 'channel', 'customerNode', 'companyNode', 'capturedAt'],
  keys: ({ type, data }) => (type.startsWith('marketing.lead-') ? [(data as { readonly leadId: string }).leadId] : []),
  streamsOf: (leadId) => [`lead-${leadId}`],
  initial: (leadId) => ({ leadId, ...NOTHING }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & LeadEvent;
    const at = effectiveTime(event);
    const isOver = before.status === 'converted';
    const one = { ...before, ...concernedBy(event, before), status: before.status === 'none' ? ('captured' as const) : before.status, capturedAt: before.capturedAt ?? at, changedAt: at, revision: event.revision };
    switch (event.type) {
      case 'marketing.lead-captured':
        return { ...one, ...capturedIn(event.data), capturedAt: at };
      case 'marketing.lead-qualified':
        return isOver ? one : { ...one, ...scoreIn(event.data), status: 'qualified', reason: null, explanation: null };
      case 'marketing.lead-disqualified':
        return isOver ? one : { ...one, status: 'disqualified', reason: event.data.reason, explanation: textOf(event.data.explanation) };
      case 'marketing.lead-converted':
        return isOver ? one : { ...one, status: 'converted', opportunityId: event.data.opportunityId };
    }
  },
};

function capturedIn({ firstName, lastName, channel, campaignId, campaign, interest, message }: Extract<LeadEvent, { type: 'marketing.lead-captured' }>['data']) {
  const name = [textOf(firstName), textOf(lastName)].filter((part) => part !== null).join(' ');
  return {
    name: name === '' ? null : name,
    channel: channel ?? null,
    campaignId: campaignId ?? null,
    campaign: campaign ?? null,
    interest: textOf(interest),
    message: textOf(message),
  };
}

function scoreIn({ score, outOf, threshold, criteria }: Extract<LeadEvent, { type: 'marketing.lead-qualified' }>['data']) {
  return { score, outOf, threshold: threshold ?? null, suggestion: threshold === undefined ? null : suggestionOf({ score, threshold }), criteria };
}
