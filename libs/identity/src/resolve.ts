import type { NodeId } from '@throughline/kernel';
import type { EntryCursor, Shelf, StoredEntry } from '@throughline/read-store';
import type { LinkEnd } from './link.view';

/** Two clocks: what had happened by `asOf` (effective time, milliseconds), as far as it was known at position `knownAt`. */
export interface Moment {
  readonly asOf?: number;
  readonly knownAt?: bigint;
}

const PAGE = 1_000;

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

async function endsAt(links: Shelf, nodes: readonly NodeId[], moment: Moment): Promise<readonly LinkEnd[]> {
  const ends: LinkEnd[] = [];
  let after: EntryCursor | undefined;
  let page: readonly StoredEntry[];
  do {
    page = await links.entries({
      keys: nodes,
      oldestFirst: true,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
      ...(moment.asOf === undefined ? {} : { untilTime: moment.asOf }),
      ...(moment.knownAt === undefined ? {} : { untilPosition: moment.knownAt }),
    });
    ends.push(...page.map((entry) => entry.body as unknown as LinkEnd));
    after = page.at(-1);
  } while (page.length === PAGE);
  return ends;
}
