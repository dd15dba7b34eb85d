import { concernedBy, CONCERNS_NOBODY, textOf, type Concerned, type QuoteContent, type QuoteEvent } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type Json, type StoredEvent } from '@throughline/kernel';

/** One offer with all the versions the customer was sent. Times are effective times, milliseconds since 1970. */
export type QuoteDocument = Concerned & {
  readonly quoteId: string;
  readonly status: 'none' | 'draft' | 'sent' | 'accepted' | 'rejected' | 'expired' | 'withdrawn';
  readonly number: string | null;
  readonly version: number;
  readonly title: string | null;
  readonly opportunityId: string | null;
  readonly currency: string | null;
  /** Decimal texts; null until a content is known. */
  readonly net: string | null;
  readonly gross: string | null;
  readonly validUntil: string | null;
  /** Terms, lines and totals of the newest version. */
  readonly content: Json;
  readonly sent: readonly SentVersion[];
  readonly draftedAt: number | null;
  readonly answeredAt: number | null;
  readonly reason: string | null;
  readonly revision: number;
};

/** What the customer has in his hands stays as it was, whatever is drafted next. */
export type SentVersion = { readonly version: number; readonly at: number; readonly gross: string | null; readonly content: Json };

const NOTHING: Omit<QuoteDocument, 'quoteId'> = { status: 'none', number: null, version: 0, title: null, opportunityId: null, currency: null, net: null, gross: null, validUntil: null, content: null, sent: [], draftedAt: null, answeredAt: null, reason: null, ...CONCERNS_NOBODY, revision: -1 };

export const quoteView: DocumentView<QuoteDocument> = {
  kind: 'document',
  name: 'quotes',
  version: 1,
  indexes: ['status', 'opportunityId', 'number', 'customerNode', 'companyNode', 'draftedAt'],
  keys: (event) => (event.type.startsWith('sales.quote-') ? [(event.data as { quoteId: string }).quoteId] : []),
  streamsOf: (quoteId) => [`quote-${quoteId}`],
  initial: (quoteId) => ({ quoteId, ...NOTHING }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & QuoteEvent;
    const at = effectiveTime(event);
    const one = { ...before, ...concernedBy(event, before), status: before.status === 'none' ? ('draft' as const) : before.status, version: event.data.version, revision: event.revision };
    switch (event.type) {
      case 'sales.quote-drafted':
        return { ...one, ...contentIn(event.data), ...draftedIn(event.data), draftedAt: before.draftedAt ?? at };
      case 'sales.quote-revised':
        return { ...one, ...contentIn(event.data), status: 'draft', answeredAt: null, reason: null };
      case 'sales.quote-sent':
        return { ...one, status: 'sent', answeredAt: null, sent: [...one.sent, { version: event.data.version, at, gross: one.gross, content: one.content }] };
      case 'sales.quote-accepted':
        return { ...one, status: 'accepted', answeredAt: at };
      case 'sales.quote-rejected':
        return { ...one, status: 'rejected', answeredAt: at, reason: event.data.reason ?? null };
      case 'sales.quote-expired':
        return { ...one, status: 'expired', answeredAt: at };
      case 'sales.quote-withdrawn':
        return { ...one, status: 'withdrawn', answeredAt: at };
    }
  },
};

/** Titles and names may be gone with their key; they then read as if never given. */
function contentIn(data: QuoteContent) {
  const { title, currency, lines, adjustments, prepaid, rounding, validUntil, zone, notes, totals } = data;
  const content = Object.fromEntries(Object.entries({ title, currency, lines, adjustments, prepaid, rounding, validUntil, zone, notes, totals }).filter(([, value]) => value !== undefined));
  return { title: textOf(title), currency, net: totals.net, gross: totals.gross, validUntil: validUntil ?? null, content: content as unknown as Json };
}

function draftedIn({ number, opportunityId }: Extract<QuoteEvent, { type: 'sales.quote-drafted' }>['data']) {
  return { number: number ?? null, opportunityId: opportunityId ?? null };
}
