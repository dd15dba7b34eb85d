import type { NodeId } from '@throughline/kernel';
import type { Shelf, Where } from '@throughline/read-store';
import type { FollowUpDocument } from './follow-up.view';
import { pageOf, type Page } from './thing-pages';

export interface FollowUpQuery {
  readonly assignee?: string;
  readonly status?: string;
  readonly about?: string;
  /** Still to be done although its time had come by then, ISO 8601 in UTC. */
  readonly overdueAt?: string;
  readonly limit: number;
  readonly after?: string;
}

const EVERY_STATUS = ['planned', 'done', 'dropped'];

/** What is due first stands on top. */
export function followUpPage(shelf: Shelf, { limit, after, ...filters }: FollowUpQuery): Promise<Page<FollowUpDocument>> {
  return pageOf(shelf, { anyOf: [whereOf(filters)], orderBy: 'due', limit, ...(after === undefined ? {} : { after }) });
}

/** Of a person, or of a company: also those planned for its people. */
export function followUpsOf(shelf: Shelf, nodes: readonly NodeId[], { limit, after, ...filters }: FollowUpQuery): Promise<Page<FollowUpDocument>> {
  const where = whereOf(filters);
  const anyOf = ['customerNode', 'companyNode'].map((path) => ({ ...where, [path]: { in: nodes } }));
  return pageOf(shelf, { anyOf, orderBy: 'due', limit, ...(after === undefined ? {} : { after }) });
}

function whereOf({ assignee, status, about, overdueAt }: Omit<FollowUpQuery, 'limit' | 'after'>): Where {
  return {
    status: overdueAt === undefined ? (status ?? { in: EVERY_STATUS }) : 'planned',
    ...(assignee === undefined ? {} : { assignee }),
    ...(about === undefined ? {} : { about }),
    ...(overdueAt === undefined ? {} : { due: { lt: overdueAt } }),
  };
}

export async function followUpById(shelf: Shelf, followUpId: string): Promise<FollowUpDocument | null> {
  const found = (await shelf.documents([followUpId])).get(followUpId)?.body as FollowUpDocument | undefined;
  return found === undefined || found.status === 'none' ? null : found;
}
