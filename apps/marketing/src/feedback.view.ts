import { type Concerned, concernedBy, CONCERNS_NOBODY, inClear, type RecommendationEvent, type SatisfactionEvent, type SatisfactionKind, textOf, type WishEvent } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type Identifier, type StoredEvent } from '@throughline/kernel';

/** In all three: `none` = there is nothing (any more); times are effective times, milliseconds since 1970. */
interface Feedback {
  readonly product: string | null;
  readonly text: string | null;
  readonly at: number | null;
  readonly revision: number;
}

const UNSAID: Feedback & Concerned = { product: null, text: null, at: null, revision: -1, ...CONCERNS_NOBODY };

function saidIn(event: StoredEvent, text: unknown, product?: string): Feedback {
  return { product: product ?? null, text: textOf(text), at: effectiveTime(event), revision: event.revision };
}

export type SatisfactionDocument = Readonly<Omit<Feedback, 'product'>> &
  Concerned & {
    readonly answerId: string;
    readonly status: 'none' | 'answered';
    readonly kind: SatisfactionKind | null;
    readonly score: number | null;
    readonly about: string | null;
    /** What kind of thing was asked about: `ticket`, `order` … */
    readonly aboutKind: string | null;
    readonly channel: string | null;
  };

export const satisfactionView: DocumentView<SatisfactionDocument> = {
  kind: 'document',
  name: 'satisfaction',
  version: 1,
  indexes: ['status', 'kind', 'aboutKind', 'about', 'at', 'customerNode', 'companyNode'],
  keys: ({ type, data }) => (type === 'marketing.satisfaction-answered' ? [(data as { readonly answerId: string }).answerId] : []),
  streamsOf: (answerId) => [`satisfaction-${answerId}`],
  initial: (answerId) => {
    const { product: _product, ...unsaid } = UNSAID;
    return { answerId, status: 'none', kind: null, score: null, about: null, aboutKind: null, channel: null, ...unsaid };
  },
  evolve: (before, stored) => {
    const event = stored as StoredEvent & SatisfactionEvent;
    const { kind, score, about, channel, comment } = event.data;
    const { product: _product, ...said } = saidIn(event, comment);
    return before.status === 'answered' ? before : { ...before, ...concernedBy(event, before), ...said, status: 'answered', kind, score, about: about ?? null, aboutKind: about?.split('-')[0] ?? null, channel: channel ?? null };
  },
};

export type WishDocument = Readonly<Feedback> & Concerned & { readonly wishId: string; readonly status: 'none' | 'noted' | 'fulfilled' | 'declined'; readonly answer: string | null };

export const wishView: DocumentView<WishDocument> = {
  kind: 'document',
  name: 'wishes',
  version: 1,
  indexes: ['status', 'product', 'at', 'customerNode', 'companyNode'],
  keys: ({ type, data }) => (type.startsWith('marketing.wish-') ? [(data as { readonly wishId: string }).wishId] : []),
  streamsOf: (wishId) => [`wish-${wishId}`],
  initial: (wishId) => ({ wishId, status: 'none', answer: null, ...UNSAID }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & WishEvent;
    const one = { ...before, ...concernedBy(event, before), at: before.at ?? effectiveTime(event), revision: event.revision };
    switch (event.type) {
      case 'marketing.wish-noted':
        return { ...one, ...saidIn(event, event.data.wish, event.data.product), status: before.status === 'none' ? 'noted' : before.status };
      case 'marketing.wish-fulfilled':
        return { ...one, status: 'fulfilled', answer: textOf(event.data.explanation) };
      case 'marketing.wish-declined':
        return before.status === 'fulfilled' ? one : { ...one, status: 'declined', answer: textOf(event.data.reason) };
    }
  },
};

export type RecommendationDocument = Readonly<Feedback> &
  Concerned & { readonly recommendationId: string; readonly status: 'none' | 'made' | 'lead'; readonly recommended: Identifier | null; readonly leadId: string | null };

export const recommendationView: DocumentView<RecommendationDocument> = {
  kind: 'document',
  name: 'recommendations',
  version: 1,
  indexes: ['status', 'product', 'at', 'customerNode', 'companyNode'],
  keys: ({ type, data }) => (type.startsWith('marketing.recommendation-') ? [(data as { readonly recommendationId: string }).recommendationId] : []),
  streamsOf: (recommendationId) => [`recommendation-${recommendationId}`],
  initial: (recommendationId) => ({ recommendationId, status: 'none', recommended: null, leadId: null, ...UNSAID }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & RecommendationEvent;
    const one = { ...before, ...concernedBy(event, before), at: before.at ?? effectiveTime(event), revision: event.revision };
    switch (event.type) {
      case 'marketing.recommendation-made':
        return { ...one, ...saidIn(event, event.data.text, event.data.product), status: before.status === 'lead' ? 'lead' : 'made', recommended: inClear(event.data.recommended) };
      case 'marketing.recommendation-became-lead':
        return { ...one, status: 'lead', leadId: before.leadId ?? event.data.leadId };
    }
  },
};
