import { Injectable } from '@nestjs/common';
import { amended } from '@throughline/contracts';
import { Journal } from '@throughline/event-store';
import { linkView, resolveNodes, type Moment } from '@throughline/identity';
import type { NodeId } from '@throughline/kernel';
import { ProjectionEngine } from '@throughline/projections';
import { everyDocument, type StoredEntry, type Where } from '@throughline/read-store';
import { isOfCompany, type Member } from './company-members.rules';
import { membershipView, type MembershipDocument } from './membership.view';
import type { Laid } from './overlay';
import { eventIn } from './timeline.view';

/** The people of a company as of a moment, and which of their entries are the company's. */
export interface Members {
  readonly nodes: readonly NodeId[];
  readonly isOfCompany: (entry: StoredEntry) => boolean;
}

@Injectable()
export class CompanyMembers {
  constructor(
    private readonly journal: Journal,
    private readonly projections: ProjectionEngine,
  ) {}

  async of(company: readonly NodeId[], moment: Moment): Promise<Members> {
    const links = await this.projections.shelf(linkView.name);
    const members: Member[] = [];
    const met = new Set<NodeId>();
    for (const { personNode } of await this.memberships({ companyNode: { in: company } }, moment)) {
      if (personNode === null || met.has(personNode)) continue;
      const nodes = await resolveNodes(links, personNode, moment);
      for (const node of nodes) met.add(node);
      members.push({ nodes: new Set(nodes), memberships: await this.memberships({ personNode: { in: nodes } }, moment) });
    }
    const own = new Set(company);
    return { nodes: [...met], isOfCompany: (entry) => isOfCompany(eventIn(entry), own, members) };
  }

  private async memberships(where: Where, { knownAt }: Moment): Promise<readonly MembershipDocument[]> {
    const found: MembershipDocument[] = [];
    for await (const { body } of everyDocument(await this.projections.shelf(membershipView.name), where)) found.push(body as MembershipDocument);
    const known = knownAt === undefined ? found : await Promise.all(found.map(({ membershipId }) => this.asKnownAt(membershipId, knownAt)));
    return known.filter(({ status }) => status !== 'none');
  }

  private async asKnownAt(membershipId: string, position: bigint): Promise<MembershipDocument> {
    const { events } = await this.journal.load(`membership-${membershipId}`);
    const known = amended(events.filter((event) => event.position <= position));
    return known.reduce((document, event) => membershipView.evolve(document, event, membershipId), membershipView.initial(membershipId));
  }
}

/** An overlay over all of them, that leaves out what is not the company's. */
export function onlyOfCompany(laid: Laid, { isOfCompany: isHers }: Members): Laid {
  return {
    entries: laid.entries.filter(isHers),
    over: async (entries) => (await laid.over(entries)).map((entry) => (entry !== null && isHers(entry) ? entry : null)),
  };
}
