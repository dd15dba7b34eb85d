import { type CampaignEvent, type Money, textOf } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';

/** One campaign as its list and its own page show it. Times are effective times, milliseconds since 1970. */
export type CampaignDocument = {
  readonly campaignId: string;
  /** `none`: there is nothing (any more). */
  readonly status: 'none' | 'planned' | 'running' | 'paused' | 'closed';
  readonly name: string | null;
  readonly targetGroup: string | null;
  readonly offer: string | null;
  readonly message: string | null;
  readonly channel: string | null;
  readonly purpose: string | null;
  readonly budget: Money | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly plannedAt: number | null;
  readonly launchedAt: number | null;
  readonly closedAt: number | null;
  readonly closing: string | null;
  readonly explanation: string | null;
  readonly cost: Money | null;
  /** In small letters, for the search. */
  readonly searchable: string;
  readonly revision: number;
};

const NOTHING: Omit<CampaignDocument, 'campaignId'> = {
  status: 'none', name: null, targetGroup: null, offer: null, message: null, channel: null, purpose: null, budget: null, from: null, to: null,
  plannedAt: null, launchedAt: null, closedAt: null, closing: null, explanation: null, cost: null, searchable: '', revision: -1,
};

export const campaignView: DocumentView<CampaignDocument> = {
  kind: 'document',
  name: 'campaigns',
  version: 1,
  indexes: ['status', 'channel', 'plannedAt', 'searchable'],
  keys: ({ type, data }) => (type.startsWith('marketing.campaign-') ? [(data as { readonly campaignId: string }).campaignId] : []),
  streamsOf: (campaignId) => [`campaign-${campaignId}`],
  initial: (campaignId) => ({ campaignId, ...NOTHING }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & CampaignEvent;
    const at = effectiveTime(event);
    const begun = before.status === 'none' ? { ...before, status: 'planned' as const } : before;
    const one = { ...begun, plannedAt: begun.plannedAt ?? at, revision: event.revision };
    const status = (next: CampaignDocument['status']) => (one.status === 'closed' ? 'closed' : next);
    switch (event.type) {
      case 'marketing.campaign-planned':
        return { ...one, ...(before.name === null ? planIn(event.data) : {}), plannedAt: at };
      case 'marketing.campaign-changed':
        return { ...one, ...planIn(event.data) };
      case 'marketing.campaign-launched':
        return { ...one, status: status('running'), launchedAt: one.launchedAt ?? at };
      case 'marketing.campaign-paused':
        return { ...one, status: status('paused') };
      case 'marketing.campaign-resumed':
        return { ...one, status: status('running') };
      case 'marketing.campaign-closed':
        return { ...one, status: 'closed', closedAt: at, closing: event.data.reason, explanation: textOf(event.data.explanation), cost: event.data.cost ?? null };
    }
  },
};

function planIn({ name, targetGroup, offer, message, channel, purpose, budget, from, to }: Extract<CampaignEvent, { type: 'marketing.campaign-planned' }>['data']) {
  const [group, offered, said] = [textOf(targetGroup), textOf(offer), textOf(message)];
  const searchable = [name, group, offered].filter((text) => text !== null).join(' ').toLowerCase();
  return { name, targetGroup: group, offer: offered, message: said, channel: channel ?? null, purpose: purpose ?? null, budget: budget ?? null, from: from ?? null, to: to ?? null, searchable };
}
