import { Injectable } from '@nestjs/common';
import type { Actor } from '@throughline/kernel';
import { Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { everyDocument, scalarAt, type Shelf, type StoredDocument, type Where } from '@throughline/read-store';
import { queueView, type QueueDocument } from './queue.view';
import { staffView, type StaffMember } from './staff.view';
import { teamView, type TeamDocument } from './team.view';
import { actorOf, staffIdOf } from './values.rules';
import { TO_DO } from './work.rules';
import { workView } from './work.view';

export interface PageRequest {
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string;
}

export interface Member extends StaffMember {
  readonly teams: readonly Pick<TeamDocument, 'teamId' | 'name'>[];
}

export interface Queue extends QueueDocument {
  /** Tickets that wait in it, for us or for the customer. */
  readonly openTickets: number;
}

/** Who works here, in which teams, and which queues they serve. Teams and queues are few: they are read whole where that is simpler. */
@Injectable()
export class Directory {
  constructor(private readonly projections: ProjectionEngine) {}

  async members({ active, search, ...page }: PageRequest & { readonly active?: boolean; readonly search?: string }): Promise<{ members: readonly Member[]; after: string | null }> {
    const where = { revision: { gte: 0 }, ...(active === undefined ? {} : { active }), ...(search === undefined ? {} : { name: { contains: search } }) };
    const [{ found, after }, teams] = await Promise.all([this.byName(staffView.name, where, page), this.standing()]);
    return { members: found.map((member) => withTeams(member as unknown as StaffMember, teams)), after };
  }

  async member(id: string): Promise<Member> {
    const found = await this.one<StaffMember>(staffView.name, staffIdOf(id));
    if (found === null || found.revision < 0) throw new Problem(404, 'MEMBER_NOT_FOUND', 'there is no staff member with this id');
    return withTeams(found, await this.standing());
  }

  async teams(page: PageRequest): Promise<{ teams: readonly TeamDocument[]; after: string | null }> {
    const { found, after } = await this.byName(teamView.name, { status: 'standing' }, page);
    return { teams: found as unknown as readonly TeamDocument[], after };
  }

  async team(teamId: string): Promise<TeamDocument> {
    const found = await this.one<TeamDocument>(teamView.name, teamId);
    if (found === null || found.status === 'none') throw new Problem(404, 'TEAM_NOT_FOUND', 'there is no team with this id');
    return found;
  }

  async queues(page: PageRequest): Promise<{ queues: readonly Queue[]; after: string | null }> {
    const { found, after } = await this.byName(queueView.name, { status: 'open' }, page);
    return { queues: await Promise.all(found.map((queue) => this.withTickets(queue as unknown as QueueDocument))), after };
  }

  async queue(queueId: string): Promise<Queue> {
    const found = await this.one<QueueDocument>(queueView.name, queueId);
    if (found === null || found.status === 'none') throw new Problem(404, 'QUEUE_NOT_FOUND', 'there is no queue with this id');
    return this.withTickets(found);
  }

  /** Everybody who is in a team with him, and the names of the queues their teams serve. */
  async around(actor: Actor): Promise<{ readonly colleagues: readonly string[]; readonly queues: readonly string[] }> {
    const teams = (await this.standing()).filter(({ members }) => members.includes(staffIdOf(actor)));
    const ids = new Set(teams.map(({ teamId }) => teamId));
    const queues = (await this.open()).filter((queue) => queue.teams.some((teamId) => ids.has(teamId)));
    return { colleagues: [...new Set(teams.flatMap(({ members }) => members))].map(actorOf), queues: queues.map(({ name }) => name) };
  }

  /** The actors of all who are not active any more. */
  async inactive(): Promise<ReadonlySet<string>> {
    const actors = new Set<string>();
    for await (const { key } of everyDocument(await this.projections.shelf(staffView.name), { active: false, revision: { gte: 0 } })) actors.add(actorOf(key));
    return actors;
  }

  open(): Promise<readonly QueueDocument[]> {
    return this.every(queueView.name, { status: 'open' });
  }

  async openTickets(queue: string): Promise<number> {
    return (await this.projections.shelf(workView.name)).count({ ...TO_DO, queue });
  }

  private standing(): Promise<readonly TeamDocument[]> {
    return this.every(teamView.name, { status: 'standing' });
  }

  private async withTickets(queue: QueueDocument): Promise<Queue> {
    return { ...queue, openTickets: queue.status === 'open' ? await this.openTickets(queue.name) : 0 };
  }

  private async every<Document>(view: string, where: Where): Promise<readonly Document[]> {
    const all: Document[] = [];
    for await (const { body } of everyDocument(await this.projections.shelf(view), where)) all.push(body as unknown as Document);
    return all;
  }

  private async one<Document>(view: string, key: string): Promise<Document | null> {
    return ((await (await this.projections.shelf(view)).documents([key])).get(key)?.body as unknown as Document | undefined) ?? null;
  }

  private async byName(view: string, where: Where, page: PageRequest): Promise<NamePage> {
    return pageByName(await this.projections.shelf(view), where, page);
  }
}

interface NamePage {
  readonly found: readonly StoredDocument['body'][];
  readonly after: string | null;
}

/** Names are personal, so the cursor is a key: the page goes on behind whoever has it. */
async function pageByName(shelf: Shelf, where: Where, { limit, after }: PageRequest): Promise<NamePage> {
  const last = after === undefined ? undefined : (await shelf.documents([after])).get(after);
  if (after !== undefined && last === undefined) throw new Problem(400, 'CURSOR_INVALID', 'after is taken as it is from an earlier page');
  const found = await shelf.find({ where, orderBy: { path: 'name' }, limit, ...(last === undefined ? {} : { after: { value: scalarAt(last.body, 'name'), key: last.key } }) });
  return { found: found.map(({ body }) => body), after: found.length === limit ? (found.at(-1)?.key ?? null) : null };
}

function withTeams(member: StaffMember, teams: readonly TeamDocument[]): Member {
  return { ...member, teams: teams.filter(({ members }) => members.includes(member.staffId)).map(({ teamId, name }) => ({ teamId, name })) };
}
