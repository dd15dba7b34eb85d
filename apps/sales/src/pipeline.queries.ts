import { everyDocument, type Shelf, type StoredDocument, type Where } from '@throughline/read-store';
import { PIPELINE_STATUSES, type PipelineOpportunity } from './pipeline.view';

export interface PipelineQuery {
  readonly status?: string;
  readonly stage?: string;
  readonly owner?: string;
  readonly company?: string;
  readonly product?: string;
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string;
}

export interface PipelinePage {
  readonly opportunities: readonly PipelineOpportunity[];
  readonly after: string | null;
}

/** Newest first. */
export async function pipelinePage(shelf: Shelf, { limit, after, ...filters }: PipelineQuery): Promise<PipelinePage> {
  const asked = Object.fromEntries(Object.entries(filters).filter((filter): filter is [string, string] => filter[1] !== undefined));
  const where: Where = { status: { in: PIPELINE_STATUSES }, ...asked };
  const separator = after?.indexOf('~') ?? -1;
  const found = await shelf.find({
    where,
    orderBy: { path: 'openedAt', descending: true },
    limit,
    ...(after === undefined || separator < 0 ? {} : { after: { value: placeOf(after.slice(0, separator)), key: after.slice(separator + 1) } }),
  });
  const opportunities = found.map(opportunityIn);
  const last = opportunities.at(-1);
  return { opportunities, after: last !== undefined && found.length === limit ? `${last.openedAt ?? ''}~${last.opportunityId}` : null };
}

export async function opportunityById(shelf: Shelf, opportunityId: string): Promise<PipelineOpportunity | null> {
  const document = (await shelf.documents([opportunityId])).get(opportunityId);
  const opportunity = document === undefined ? null : opportunityIn(document);
  return opportunity?.status === 'none' ? null : opportunity;
}

/** All of them, page by page. */
export async function* everyOpportunity(shelf: Shelf): AsyncGenerator<PipelineOpportunity> {
  for await (const document of everyDocument(shelf, { status: { in: PIPELINE_STATUSES } })) yield opportunityIn(document);
}

function opportunityIn(document: StoredDocument): PipelineOpportunity {
  return document.body as unknown as PipelineOpportunity;
}

function placeOf(openedAt: string): number | null {
  return openedAt === '' ? null : Number(openedAt);
}
