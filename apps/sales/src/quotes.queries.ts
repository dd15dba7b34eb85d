import type { NodeId } from '@throughline/kernel';
import type { Shelf, StoredDocument, Where } from '@throughline/read-store';
import type { QuoteDocument } from './quote.view';

export interface QuoteQuery {
  readonly status?: string;
  readonly opportunityId?: string;
  readonly number?: string;
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string;
}

/** A list needs no lines; the quote itself has them. */
export type QuoteSummary = Omit<QuoteDocument, 'content' | 'sent'>;

export interface QuotePage {
  readonly quotes: readonly QuoteSummary[];
  readonly after: string | null;
}

const LIVING: Where = { status: { in: ['draft', 'sent', 'accepted', 'rejected', 'expired', 'withdrawn'] } };

/** Newest first. */
export async function quotePage(shelf: Shelf, { limit, after, ...filters }: QuoteQuery): Promise<QuotePage> {
  const asked = Object.fromEntries(Object.entries(filters).filter((filter): filter is [string, string] => filter[1] !== undefined));
  const separator = after?.indexOf('~') ?? -1;
  const place = after === undefined || separator < 0 ? {} : { after: { value: Number(after.slice(0, separator)), key: after.slice(separator + 1) } };
  const found = (await shelf.find({ where: { ...LIVING, ...asked }, orderBy: { path: 'draftedAt', descending: true }, limit, ...place })).map(quoteIn);
  const last = found.at(-1);
  return { quotes: found.map(summaryOf), after: last !== undefined && found.length === limit ? `${last.draftedAt ?? 0}~${last.quoteId}` : null };
}

/** Of a customer, person or company, newest first; at most `limit`. */
export async function quotesOf(shelf: Shelf, nodes: readonly NodeId[], limit: number): Promise<readonly QuoteSummary[]> {
  const pages = await Promise.all(['customerNode', 'companyNode'].map((path) => shelf.find({ where: { ...LIVING, [path]: { in: nodes } }, orderBy: { path: 'draftedAt', descending: true }, limit })));
  const quotes = new Map(pages.flat().map((document) => [document.key, quoteIn(document)]));
  return [...quotes.values()].toSorted((a, b) => (b.draftedAt ?? 0) - (a.draftedAt ?? 0)).slice(0, limit).map(summaryOf);
}

export async function quoteById(shelf: Shelf, quoteId: string): Promise<QuoteDocument | null> {
  const document = (await shelf.documents([quoteId])).get(quoteId);
  return document === undefined || quoteIn(document).status === 'none' ? null : quoteIn(document);
}

function quoteIn(document: StoredDocument): QuoteDocument {
  return document.body as unknown as QuoteDocument;
}

function summaryOf({ content: _content, sent: _sent, ...summary }: QuoteDocument): QuoteSummary {
  return summary;
}
