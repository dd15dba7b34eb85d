import type { NodeId } from '@throughline/kernel';
import type { Shelf } from '@throughline/read-store';
import type { Customers } from './customers.queries';
import { seenKey, type SeenDocument } from './seen.view';
import type { TimelinePage, TimelineQuery } from './timeline.queries';

/** Counted one by one up to here; then there are more. */
const MOST_COUNTED = 200;

export interface News {
  /** Up to where this colleague has seen any of the customer's nodes; `null` = he never looked at him. */
  readonly seen: bigint | null;
  /** On all pages together. */
  readonly count: { readonly count: number; readonly more: boolean };
  readonly page: TimelinePage;
}

export async function seenOf(shelf: Shelf, staffId: string, nodes: readonly NodeId[]): Promise<bigint | null> {
  const documents = await shelf.documents(nodes.map((node) => seenKey(staffId, node)));
  return [...documents.values()]
    .flatMap(({ body }) => ((body as SeenDocument).position === null ? [] : [BigInt((body as SeenDocument).position ?? 0)]))
    .reduce<bigint | null>((furthest, position) => (furthest === null || position > furthest ? position : furthest), null);
}

/** What was recorded of a customer behind what was seen, newest first by when it took place: also what took place long ago and was told only now. */
export async function newsOf(customers: Customers, seen: bigint | null, query: Pick<TimelineQuery, 'nodes' | 'limit' | 'older'>): Promise<News> {
  const above = seen === null ? {} : { above: seen };
  const [page, counted] = await Promise.all([customers.timeline({ ...query, ...above }), customers.timeline({ nodes: query.nodes, limit: MOST_COUNTED, ...above })]);
  return { seen, count: { count: counted.entries.length, more: counted.older !== null }, page };
}
