import type { JsonObject, NodeId } from '@throughline/kernel';
import { everyDocument, type Shelf, type Where } from '@throughline/read-store';
import type { SatisfactionDocument } from './feedback.view';
import { asked, ofCustomer, pageOf, type Page } from './pages';
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
export function feedbackPage<Doc extends JsonObject>(shelf: Shelf, living: readonly string[], { limit, after, ...filters }: FeedbackQuery): Promise<Page<Doc>> {
  return pageOf<Doc>(shelf, { where: { status: { in: living }, ...asked(filters) }, newestBy: 'at', limit, ...(after === undefined ? {} : { after }) });
}

export async function feedbackOf<Doc extends JsonObject & { readonly status: string }>(shelf: Shelf, nodes: readonly NodeId[]): Promise<readonly Doc[]> {
  return (await ofCustomer<Doc>(shelf, nodes, 'at')).filter(({ status }) => status !== 'none');
}
