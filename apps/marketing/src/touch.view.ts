import { inClear, type ReplyOutcome, type TouchEvent } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type Identifier, type StoredEvent } from '@throughline/kernel';

/** What can be counted of a campaign, as its result names it. */
export const TOUCH_KINDS = ['sent', 'delivered', 'opened', 'clicked', 'replied', 'bounced', 'reportedAsSpam', 'unsubscribed'] as const;
export type TouchKind = (typeof TOUCH_KINDS)[number];

/**
 * What one campaign came to with one node: a contribution to the campaign's result, in the node's own lane. Summed when asked.
 * Times are effective times, milliseconds since 1970.
 */
export type TouchDocument = Readonly<Record<TouchKind, number>> & {
  /** `null`: there is nothing (any more). */
  readonly campaignId: string | null;
  readonly node: string | null;
  readonly customer: Identifier | null;
  readonly channel: string | null;
  /** What was answered last; `null` = nothing, or nothing that says yes or no. */
  readonly outcome: ReplyOutcome | null;
  readonly hardBounced: boolean;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly revision: number;
};

const UNTOUCHED: TouchDocument = {
  campaignId: null, node: null, customer: null, channel: null, sent: 0, delivered: 0, opened: 0, clicked: 0, replied: 0, bounced: 0, reportedAsSpam: 0, unsubscribed: 0,
  outcome: null, hardBounced: false, firstAt: null, lastAt: null, revision: -1,
};

export const touchView: DocumentView<TouchDocument> = {
  kind: 'document',
  name: 'campaign-touches',
  version: 1,
  indexes: ['campaignId', 'node'],
  keys: ({ type, stream }) => (type.startsWith('marketing.touch-') ? [stream] : []),
  streamsOf: (stream) => [stream],
  initial: () => UNTOUCHED,
  evolve: (before, stored) => {
    const event = stored as StoredEvent & TouchEvent;
    const at = effectiveTime(event);
    const kind = kindOf(event);
    return {
      ...before,
      campaignId: event.data.campaignId,
      node: event.parties[0]?.node ?? before.node,
      customer: inClear(event.parties[0]?.identifier) ?? before.customer,
      channel: event.data.channel ?? before.channel,
      [kind]: before[kind] + 1,
      outcome: event.type === 'marketing.touch-replied' ? (event.data.outcome ?? before.outcome) : before.outcome,
      hardBounced: before.hardBounced || (event.type === 'marketing.touch-bounced' && event.data.kind === 'hard'),
      firstAt: Math.min(before.firstAt ?? at, at),
      lastAt: Math.max(before.lastAt ?? at, at),
      revision: event.revision,
    };
  },
};

function kindOf({ type }: TouchEvent): TouchKind {
  switch (type) {
    case 'marketing.touch-sent':
      return 'sent';
    case 'marketing.touch-delivered':
      return 'delivered';
    case 'marketing.touch-opened':
      return 'opened';
    case 'marketing.touch-clicked':
      return 'clicked';
    case 'marketing.touch-replied':
      return 'replied';
    case 'marketing.touch-bounced':
      return 'bounced';
    case 'marketing.touch-reported-as-spam':
      return 'reportedAsSpam';
    case 'marketing.touch-unsubscribed':
      return 'unsubscribed';
  }
}
