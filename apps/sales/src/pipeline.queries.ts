import { everyDocument, type Shelf, type StoredDocument, type Where } from '@throughline/read-store';
import { asked, findAny, ofCustomer } from './find-any';
import { PIPELINE_STATUSES, type PipelineOpportunity } from './pipeline.view';

/** What narrows a list, and the totals over it. */
export interface PipelineFilter {
  readonly owner?: string;
  readonly product?: string;
  /** Days, both inclusive. */
  readonly expectedFrom?: string;
  readonly expectedTo?: string;
  /** Of the customer, person or company. */
  readonly nodes?: readonly string[];
}

export interface PipelineQuery extends PipelineFilter {
  readonly status?: string;
  readonly stage?: string;
  readonly company?: string;
  readonly search?: string;
  readonly nextStep?: NextStepFilter;
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string;
}

export const NEXT_STEP_FILTERS = ['overdue', 'planned', 'missing'] as const;
export type NextStepFilter = (typeof NEXT_STEP_FILTERS)[number];

export interface PipelinePage {
  readonly opportunities: readonly PipelineOpportunity[];
  readonly after: string | null;
}

/** Newest first. `now` in milliseconds since 1970. */
export async function pipelinePage(shelf: Shelf, { limit, after, search, nextStep, stage, company, ...filter }: PipelineQuery, now: number): Promise<PipelinePage> {
  // What is closed has no next step.
  const status = filter.status ?? (nextStep === undefined ? undefined : 'open');
  const where: Where = {
    ...narrowed(filter),
    ...asked({ status, stage, company }),
    ...(search === undefined ? {} : { words: { contains: search } }),
    ...(nextStep === undefined ? {} : stepping(nextStep, now)),
  };
  const page = await findAny(shelf, ofCustomer(where, filter.nodes), { orderBy: 'openedAt', limit, after });
  return { opportunities: page.documents.map(opportunityIn), after: page.after };
}

export async function opportunityById(shelf: Shelf, opportunityId: string): Promise<PipelineOpportunity | null> {
  const document = (await shelf.documents([opportunityId])).get(opportunityId);
  const opportunity = document === undefined ? null : opportunityIn(document);
  return opportunity?.status === 'none' ? null : opportunity;
}

/** All of them, page by page. */
export async function* everyOpportunity(shelf: Shelf): AsyncGenerator<PipelineOpportunity> {
  for await (const document of everyDocument(shelf, narrowed({}))) yield opportunityIn(document);
}

/** Those that are open, each once, page by page. Only of one customer are they held in memory. */
export async function* openOpportunities(shelf: Shelf, filter: PipelineFilter): AsyncGenerator<PipelineOpportunity> {
  const seen = new Set<string>();
  for (const where of ofCustomer({ ...narrowed(filter), status: 'open' }, filter.nodes))
    for await (const document of everyDocument(shelf, where)) {
      if (filter.nodes !== undefined && seen.has(document.key)) continue;
      if (filter.nodes !== undefined) seen.add(document.key);
      yield opportunityIn(document);
    }
}

function narrowed({ owner, product, expectedFrom, expectedTo }: PipelineFilter): Where {
  // Behind the last day, and before the next one.
  const days = { ...(expectedFrom === undefined ? {} : { gte: expectedFrom }), ...(expectedTo === undefined ? {} : { lt: `${expectedTo}T` }) };
  return { status: { in: PIPELINE_STATUSES }, ...asked({ owner, product }), ...(Object.keys(days).length === 0 ? {} : { expectedClose: days }) };
}

function stepping(nextStep: NextStepFilter, now: number): Where {
  switch (nextStep) {
    case 'overdue':
      return { nextStepDue: { lt: now } };
    case 'planned':
      return { 'nextStep.status': 'planned' };
    case 'missing':
      return { 'nextStep.status': { in: ['none', 'done'] } };
  }
}

function opportunityIn(document: StoredDocument): PipelineOpportunity {
  return document.body as unknown as PipelineOpportunity;
}
