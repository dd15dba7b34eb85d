import { linksInForce, linkView } from '@throughline/identity';
import type { Actor } from '@throughline/kernel';
import type { ProjectionEngine } from '@throughline/projections';
import { everyDocument, everyEntry, type Shelf } from '@throughline/read-store';
import { OWNER_ROLES, ownedView, type OwnedDocument } from './owned.view';
import { TO_DO } from './work.rules';
import { workIn } from './work.queries';
import { workView } from './work.view';

/** Why something reaches somebody: it speaks to him, he works on it, or he looks after the customer. */
export type Because = 'direct' | 'work' | 'customer';

/** Since when (effective time, milliseconds since 1970): what was before concerns whoever had it then. */
export interface Following {
  readonly since: number;
  readonly because: Because;
}

/** Everything whose news reach somebody at this moment, by key of the inbox. */
export async function followedBy(projections: ProjectionEngine, me: Actor): Promise<ReadonlyMap<string, Following>> {
  const following = new Map<string, Following>([[me, { since: -Infinity, because: 'direct' }]]);
  const customers = new Map<string, number>();
  for await (const { key, body } of everyDocument(await projections.shelf(workView.name), { ...TO_DO, assignee: me })) {
    const { kind, nodes, assignedAt } = workIn(body);
    following.set(key, { since: assignedAt ?? 0, because: 'work' });
    // Whoever sells to a customer wants to know what else happens to him: what he answered to a quote, that he complained.
    if (kind === 'opportunity') for (const node of nodes) earlier(customers, node, assignedAt ?? 0);
  }
  await addOwned(await projections.shelf(ownedView.name), me, customers);
  for (const [node, since] of await spread(await projections.shelf(linkView.name), customers)) following.set(node, { since, because: 'customer' });
  return following;
}

/** As owner, second owner or deputy, whoever appointed him. */
async function addOwned(shelf: Shelf, me: Actor, customers: Map<string, number>): Promise<void> {
  for (const role of OWNER_ROLES) {
    for await (const { body } of everyDocument(shelf, { [`${role}.who`]: me })) {
      const owned = body as unknown as OwnedDocument;
      if (owned.node !== null) earlier(customers, owned.node, owned[role]?.since);
    }
  }
}

/** To all nodes of the same customers, ring by ring as `resolveNodes` does, for all of them at once. */
async function spread(links: Shelf, customers: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, number>> {
  const all = new Map(customers);
  let ring: readonly string[] = [...customers.keys()];
  while (ring.length > 0) {
    const next = new Set<string>();
    for (const { a, b } of linksInForce(await endsAt(links, ring)))
      for (const [from, to] of [[a, b], [b, a]] as const) if (earlier(all, to, all.get(from))) next.add(to);
    ring = [...next];
  }
  return all;
}

async function endsAt(links: Shelf, nodes: readonly string[]): Promise<Parameters<typeof linksInForce>[0]> {
  const ends: Parameters<typeof linksInForce>[0][number][] = [];
  for await (const { body } of everyEntry(links, { keys: nodes })) ends.push(body as never);
  return ends;
}

/** Whether the time is earlier than what stood there. */
function earlier(times: Map<string, number>, key: string, time: number | undefined): boolean {
  if (time === undefined || time >= (times.get(key) ?? Infinity)) return false;
  times.set(key, time);
  return true;
}
