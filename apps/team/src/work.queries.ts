import { Injectable } from '@nestjs/common';
import type { Actor } from '@throughline/kernel';
import { Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { compareText, type DocumentQuery, type StoredDocument, type Where } from '@throughline/read-store';
import { Directory } from './directory.queries';
import { TO_DO, type WorkDocument, type WorkKind } from './work.rules';
import { workView } from './work.view';

/** `mine` = assigned to me; `team` = to anybody in my teams, or in a queue they serve; `unassigned` = to nobody who is still here. */
export const WHOSE = ['mine', 'team', 'unassigned', 'all'] as const;
export type Whose = (typeof WHOSE)[number];

export interface WorkQuery {
  readonly whose: Whose;
  readonly kind?: WorkKind;
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string;
}

/** A piece of work as lists show it. Times in milliseconds since 1970. */
export interface WorkItem extends Omit<WorkDocument, 'rank' | 'running' | 'missed' | 'answeredAt' | 'deadline' | 'assignedAt'> {
  readonly stream: string;
  readonly overdue: boolean;
  /** Whoever has it left without handing it over, or got it after he left: it is as good as nobody's. */
  readonly assigneeInactive: boolean;
}

export interface WorkPage {
  readonly work: readonly WorkItem[];
  readonly after: string | null;
}

/** What there is to do: what is due first stands on top, what is never due last. */
@Injectable()
export class WorkList {
  constructor(
    private readonly projections: ProjectionEngine,
    private readonly directory: Directory,
  ) {}

  async page(me: Actor, { whose, kind, limit, after }: WorkQuery, now: number): Promise<WorkPage> {
    const place = after === undefined ? {} : { after: readPlace(after) };
    const inactive = await this.directory.inactive();
    const of = kind === undefined ? TO_DO : { ...TO_DO, kind };
    const queries = (await this.conditions(whose, me, inactive)).map((where): DocumentQuery => ({ where: { ...of, ...where }, orderBy: { path: 'rank' }, limit, ...place }));
    const shelf = await this.projections.shelf(workView.name);
    const found = merged(await Promise.all(queries.map((query) => shelf.find(query)))).slice(0, limit);
    const last = found.at(-1);
    return { work: found.map(({ key, body }) => workItem(key, workIn(body), now, inactive)), after: last !== undefined && found.length === limit ? `${workIn(last.body).rank}~${last.key}` : null };
  }

  /** Each is one way for work to be meant. */
  private async conditions(whose: Whose, me: Actor, inactive: ReadonlySet<string>): Promise<readonly Where[]> {
    switch (whose) {
      case 'mine':
        return [{ assignee: me }];
      case 'team': {
        const { colleagues, queues } = await this.directory.around(me);
        return [{ assignee: { in: colleagues } }, { queue: { in: queues } }];
      }
      case 'unassigned':
        return [{ assignee: null }, { assignee: { in: [...inactive] } }];
      case 'all':
        return [{}];
    }
  }
}

export function workIn(body: StoredDocument['body']): WorkDocument {
  return body as unknown as WorkDocument;
}

function workItem(stream: string, work: WorkDocument, now: number, inactive: ReadonlySet<string>): WorkItem {
  const { rank: _rank, running: _running, missed: _missed, answeredAt: _answeredAt, deadline: _deadline, assignedAt: _assignedAt, ...shown } = work;
  return { stream, ...shown, overdue: work.due !== null && work.due < now, assigneeInactive: work.assignee !== null && inactive.has(work.assignee) };
}

/** In the order of each; what several found comes once. */
function merged(pages: readonly (readonly StoredDocument[])[]): readonly StoredDocument[] {
  const all = new Map(pages.flat().map((document) => [document.key, document]));
  return [...all.values()].toSorted((a, b) => workIn(a.body).rank - workIn(b.body).rank || compareText(a.key, b.key));
}

function readPlace(after: string): { readonly value: number; readonly key: string } {
  const [, rank, key] = /^(-?\d{1,16})~(.+)$/s.exec(after) ?? [];
  if (rank === undefined || key === undefined) throw new Problem(400, 'CURSOR_INVALID', 'after is taken as it is from an earlier page');
  return { value: Number(rank), key };
}
