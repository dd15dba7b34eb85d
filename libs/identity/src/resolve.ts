import type { NodeId } from '@throughline/kernel';
import { everyEntry, type EntryQuery, type Shelf } from '@throughline/read-store';
import type { LinkEnd } from './link.view';

/** Two clocks: what had happened by `asOf` (effective time, milliseconds), as far as it was known at position `knownAt`. */
export interface Moment {
  readonly asOf?: number;
  readonly knownAt?: bigint;
}

/**
 * All nodes of the customer that `node` belongs to: the connected component over the links in force, sorted.
 * A link is in force when it was linked and never unlinked, both as of the moment asked about; the order in which the two
 * arrived does not matter, and linking again is a new link. A node nobody knows is a customer of one node.
 * Reads the links of each ring of nodes at once, so the cost grows with the nodes found, not with the store.
 */
export async function resolveNodes(links: Shelf, node: NodeId, moment: Moment = {}): Promise<readonly NodeId[]> {
  const found = new Set<NodeId>([node]);
  let ring: readonly NodeId[] = [node];
  while (ring.length > 0) {
    const next = new Set<NodeId>();
    for (const { a, b } of linksInForce(await endsAt(links, ring, moment))) {
      for (const end of [a, b]) if (!found.has(end)) next.add(end);
    }
    for (const end of next) found.add(end);
    ring = [...next];
  }
  return [...found].toSorted();
}

/** Links that are linked and never unlinked among the given ends; pure, and indifferent to order and repeats. */
export function linksInForce(ends: readonly LinkEnd[]): readonly LinkEnd[] {
  const unlinked = new Set(ends.filter((end) => end.act === 'unlinked').map((end) => end.linkId));
  const linked = new Map(ends.filter((end) => end.act === 'linked').map((end) => [end.linkId, end]));
  return [...linked.values()].filter((end) => !unlinked.has(end.linkId));
}

/** A moment as bounds of what is read from a shelf. */
export function until({ asOf, knownAt }: Moment): Pick<EntryQuery, 'untilTime' | 'untilPosition'> {
  return { ...(asOf === undefined ? {} : { untilTime: asOf }), ...(knownAt === undefined ? {} : { untilPosition: knownAt }) };
}

async function endsAt(links: Shelf, nodes: readonly NodeId[], moment: Moment): Promise<readonly LinkEnd[]> {
  const ends: LinkEnd[] = [];
  for await (const { body } of everyEntry(links, { keys: nodes, ...until(moment) })) ends.push(body as unknown as LinkEnd);
  return ends;
}
