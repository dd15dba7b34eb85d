import type { Identifier, StoredEvent } from '@throughline/kernel';
import { effectiveTime, type DocumentView, type Json } from '@throughline/kernel';
import type { QuoteContent, QuoteEvent } from '@throughline/contracts';

/** One offer with all the versions the customer was sent. Times are effective times, milliseconds since 1970. */
export type QuoteDocument = {
  readonly quoteId: string;
  readonly status: 'none' | 'draft' | 'sent' | 'accepted' | 'rejected' | 'expired' | 'withdrawn';
  readonly number: string | null;
  readonly version: number;
  readonly title: string | null;
  readonly customer: Identifier | null;
  readonly company: Identifier | null;
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
  readonly nodes: readonly string[];
  /** The first node of a person, and of a company, that it concerns: what lists are filtered by. */
  readonly customerNode: string | null;
  readonly companyNode: string | null;
  readonly revision: number;
};

/** What the customer has in his hands stays as it was, whatever is drafted next. */
export type SentVersion = { readonly version: number; readonly at: number; readonly gross: string | null; readonly content: Json };

const NOTHING: Omit<QuoteDocument, 'quoteId'> = { status: 'none', number: null, version: 0, title: null, customer: null, company: null, opportunityId: null, currency: null, net: null, gross: null, validUntil: null, content: null, sent: [], draftedAt: null, answeredAt: null, reason: null, nodes: [], customerNode: null, companyNode: null, revision: -1 };

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
    const one = { ...before, ...concerned(event), status: before.status === 'none' ? ('draft' as const) : before.status, version: event.data.version, revision: event.revision };
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

function concerned({ parties }: StoredEvent) {
  const nodeOf = (role: string): string | null => parties.find((party) => party.role === role)?.node ?? null;
  return { nodes: parties.map(({ node }) => node), customerNode: nodeOf('customer'), companyNode: nodeOf('company') };
}

/** Titles and names may be gone with their key; they then read as if never given. */
function contentIn(data: QuoteContent) {
  const { title, currency, lines, adjustments, prepaid, rounding, validUntil, zone, notes, totals } = data;
  const content = Object.fromEntries(Object.entries({ title, currency, lines, adjustments, prepaid, rounding, validUntil, zone, notes, totals }).filter(([, value]) => value !== undefined));
  return { title: typeof title === 'string' ? title : null, currency, net: totals.net, gross: totals.gross, validUntil: validUntil ?? null, content: content as unknown as Json };
}

function draftedIn({ number, customer, company, opportunityId }: Extract<QuoteEvent, { type: 'sales.quote-drafted' }>['data']) {
  return { number: number ?? null, customer: clear(customer), company: clear(company), opportunityId: opportunityId ?? null };
}

function clear(identifier: Identifier | undefined): Identifier | null {
  return identifier === undefined || typeof identifier.value !== 'string' ? null : { type: identifier.type, value: identifier.value };
}
