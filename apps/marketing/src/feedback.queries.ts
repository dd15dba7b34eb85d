import type { JsonObject } from '@throughline/kernel';
import { asked, everyDocument, type Shelf, type Where } from '@throughline/read-store';
import { documentPage, type DocumentPage } from './documents';
import type { SatisfactionDocument } from './feedback.view';
import { satisfactionReport, type Period, type SatisfactionReport } from './satisfaction-report';

export interface SatisfactionQuery {
  readonly by: Period;
  /** RFC 3339 or a day. */
  readonly from?: string;
  readonly to?: string;
  /** A kind of thing. */
  readonly about?: string;
}

export function satisfactionOf(shelf: Shelf, { by, from, to, about }: SatisfactionQuery): Promise<SatisfactionReport> {
  const span: Where = from === undefined && to === undefined ? {} : { at: { ...(from === undefined ? {} : { gte: Date.parse(from) }), ...(to === undefined ? {} : { lt: Date.parse(to) }) } };
  return satisfactionReport(answersIn(shelf, { status: 'answered', ...span, ...asked({ aboutKind: about }) }), by);
}

async function* answersIn(shelf: Shelf, where: Where): AsyncGenerator<SatisfactionDocument> {
  for await (const { body } of everyDocument(shelf, where)) yield body as unknown as SatisfactionDocument;
}

export interface FeedbackQuery {
  readonly status?: string;
  readonly product?: string;
  readonly limit: number;
  readonly after?: string;
}

/** Wishes or recommendations, newest first. `living`: the statuses of what is there. */
export function feedbackPage<Doc extends JsonObject>(shelf: Shelf, living: readonly string[], { limit, after, ...filters }: FeedbackQuery): Promise<DocumentPage<Doc>> {
  return documentPage<Doc>(shelf, { anyOf: [{ status: { in: living }, ...asked(filters) }], orderBy: { path: 'at', descending: true }, limit, after });
}
