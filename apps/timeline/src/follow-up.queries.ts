import type { NodeId } from '@throughline/kernel';
import { asked, pageOf, type Shelf, type Where } from '@throughline/read-store';
import type { FollowUpDocument } from './follow-up.view';

export interface FollowUpQuery {
  readonly assignee?: string;
  readonly status?: string;
  readonly about?: string;
  /** Still to be done although its time had come by then, ISO 8601 in UTC. */
  readonly overdueAt?: string;
  readonly limit: number;
  readonly after?: string;
}

export interface FollowUpPage {
  readonly followUps: readonly FollowUpDocument[];
  readonly after: string | null;
}

const EVERY_STATUS = ['planned', 'done', 'dropped'];

export function followUpPage(shelf: Shelf, query: FollowUpQuery): Promise<FollowUpPage> {
  return dueFirst(shelf, [whereOf(query)], query);
}

/** Of a person, or of a company: also those planned for its people. */
export function followUpsOf(shelf: Shelf, nodes: readonly NodeId[], query: FollowUpQuery): Promise<FollowUpPage> {
  const where = whereOf(query);
  return dueFirst(shelf, ['customerNode', 'companyNode'].map((path) => ({ ...where, [path]: { in: nodes } })), query);
}

/** What is due first stands on top. */
async function dueFirst(shelf: Shelf, anyOf: readonly Where[], { limit, after }: FollowUpQuery): Promise<FollowUpPage> {
  const page = await pageOf(shelf, { anyOf, orderBy: { path: 'due' }, limit, after });
  return { followUps: page.documents.map(({ body }) => body as FollowUpDocument), after: page.after };
}

function whereOf({ assignee, status, about, overdueAt }: FollowUpQuery): Where {
  return {
    status: overdueAt === undefined ? (status ?? { in: EVERY_STATUS }) : 'planned',
    ...asked({ assignee, about }),
    ...(overdueAt === undefined ? {} : { due: { lt: overdueAt } }),
  };
}

export async function followUpById(shelf: Shelf, followUpId: string): Promise<FollowUpDocument | null> {
  const found = (await shelf.documents([followUpId])).get(followUpId)?.body as FollowUpDocument | undefined;
  return found === undefined || found.status === 'none' ? null : found;
}
