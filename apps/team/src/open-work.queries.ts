import { Injectable } from '@nestjs/common';
import { Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import type { StoredDocument, Where } from '@throughline/read-store';
import { Directory, type PageRequest } from './directory.queries';
import { ownedView, type OwnedDocument, type OwnerRole } from './owned.view';
import { actorOf, staffIdOf } from './values.rules';
import { TO_DO, type WorkKind } from './work.rules';
import { workIn } from './work.queries';
import { workView } from './work.view';

/** A request that hands one thing over: each context has a command of its own for that, and whoever holds a key can send it. */
export interface HandOver {
  readonly method: 'POST' | 'PUT';
  readonly route: string;
  readonly body: Readonly<Record<string, string>>;
}

/** Something that only he looks after. */
export interface OpenWorkItem {
  readonly kind: WorkKind | 'customer' | 'second-owner' | 'deputy';
  readonly stream: string;
  readonly title: string | null;
  readonly due: number | null;
  /** How to give it to whom `to` named; only there when he was named. */
  readonly handOver?: HandOver;
}

export interface OpenWorkPage {
  readonly total: number;
  /** By kind; what there is none of is left out. */
  readonly counts: Readonly<Record<string, number>>;
  readonly items: readonly OpenWorkItem[];
  readonly after: string | null;
}

/** One kind of things somebody can have: on which shelf, under which condition, and how one of them is handed over. */
interface Holding {
  readonly kind: OpenWorkItem['kind'];
  readonly view: string;
  readonly where: (actor: string) => Where;
  readonly item: (document: StoredDocument) => Pick<OpenWorkItem, 'title' | 'due'>;
  readonly handOver: (document: StoredDocument, to: string) => HandOver;
}

function work(kind: WorkKind, handOver: (id: string, to: string) => HandOver): Holding {
  return {
    kind,
    view: workView.name,
    where: (assignee) => ({ ...TO_DO, kind, assignee }),
    item: ({ body }) => ({ title: workIn(body).title, due: workIn(body).due }),
    handOver: ({ body }, to) => handOver(encodeURIComponent(workIn(body).id), to),
  };
}

const PLACES: Readonly<Record<OwnerRole, string>> = { owner: 'owner', secondOwner: 'second-owner', deputy: 'deputy' };

function looksAfter(kind: OpenWorkItem['kind'], role: OwnerRole, body: (owned: OwnedDocument, to: string) => HandOver['body']): Holding {
  return {
    kind,
    view: ownedView.name,
    // Whose key is destroyed cannot be named any more, and needs nobody.
    where: (actor) => ({ [`${role}.who`]: actor, 'customer.type': { gte: '' } }),
    item: (document) => ({ title: named(document), due: null }),
    handOver: (document, to) => ({ method: 'PUT', route: `/customers/${encodeURIComponent(named(document))}/${PLACES[role]}`, body: body(document.body as unknown as OwnedDocument, to) }),
  };
}

const HOLDINGS: readonly Holding[] = [
  work('ticket', (id, assignee) => ({ method: 'POST', route: `/service/tickets/${id}/assign`, body: { assignee } })),
  work('follow-up', (id, assignee) => ({ method: 'POST', route: `/customers/follow-ups/${id}/hand-over`, body: { assignee } })),
  work('opportunity', (id, owner) => ({ method: 'POST', route: `/sales/opportunities/${id}/assign`, body: { owner } })),
  looksAfter('customer', 'owner', (_owned, owner) => ({ owner })),
  looksAfter('second-owner', 'secondOwner', (_owned, secondOwner) => ({ secondOwner })),
  looksAfter('deputy', 'deputy', (owned, deputy) => ({ deputy, until: owned.deputy?.until ?? '' })),
];

/** Everything that would be nobody's if somebody left: to be handed over before. */
@Injectable()
export class OpenWork {
  constructor(
    private readonly projections: ProjectionEngine,
    private readonly directory: Directory,
  ) {}

  async page(id: string, { limit, after, to }: PageRequest & { readonly to?: string }): Promise<OpenWorkPage> {
    const receiver = to === undefined ? null : await this.receiver(id, to);
    const actor = actorOf(staffIdOf(id));
    const counts = await Promise.all(HOLDINGS.map(async ({ view, where }) => (await this.projections.shelf(view)).count(where(actor))));
    const items = await this.items(actor, receiver, limit + 1, after);
    const shown = items.slice(0, limit);
    const last = shown.at(-1);
    return {
      total: counts.reduce((sum, count) => sum + count, 0),
      counts: Object.fromEntries(HOLDINGS.map(({ kind }, index) => [kind, counts[index] ?? 0]).filter(([, count]) => count !== 0)) as Record<string, number>,
      items: shown,
      after: last !== undefined && items.length > limit ? `${last.kind}~${last.stream}` : null,
    };
  }

  /** One kind after the other, each in order of its streams. */
  private async items(actor: string, to: string | null, limit: number, after: string | undefined): Promise<readonly OpenWorkItem[]> {
    const place = after === undefined ? null : readPlace(after);
    const items: OpenWorkItem[] = [];
    for (const holding of HOLDINGS.slice(place?.index ?? 0)) {
      if (items.length === limit) break;
      const shelf = await this.projections.shelf(holding.view);
      const from = place !== null && holding.kind === place.kind ? { after: { value: null, key: place.stream } } : {};
      for (const found of await shelf.find({ where: holding.where(actor), limit: limit - items.length, ...from }))
        items.push({ kind: holding.kind, stream: found.key, ...holding.item(found), ...(to === null ? {} : { handOver: holding.handOver(found, to) }) });
    }
    return items;
  }

  private async receiver(from: string, to: string): Promise<string> {
    const { staffId, active } = await this.directory.member(to);
    if (!active) throw new Problem(409, 'MEMBER_INACTIVE', 'whoever takes the work over must be active');
    if (staffId === staffIdOf(from)) throw new Problem(409, 'HAND_OVER_TO_SELF', 'work is handed over to somebody else');
    return actorOf(staffId);
  }
}

function named({ body }: StoredDocument): string {
  const { customer } = body as unknown as OwnedDocument;
  return `${customer?.type}:${customer?.value}`;
}

function readPlace(after: string): { readonly index: number; readonly kind: string; readonly stream: string } {
  const [, kind = '', stream = ''] = /^([a-z-]+)~(.+)$/s.exec(after) ?? [];
  const index = HOLDINGS.findIndex((holding) => holding.kind === kind);
  if (index < 0) throw new Problem(400, 'CURSOR_INVALID', 'after is taken as it is from an earlier page');
  return { index, kind, stream };
}
