import type { NodeId } from '@throughline/kernel';
import { until, type Moment } from '@throughline/identity';
import { everyEntry, type Shelf } from '@throughline/read-store';
import { combine, concerned, EMPTY_SUMMARY, said, type Summary } from './summary.view';
import { eventIn } from './timeline.view';

/** The summary as of a moment: a fold of the customer's entries, each holds its whole event. Reads page by page. */
export async function summaryAt(timeline: Shelf, nodes: readonly NodeId[], moment: Moment): Promise<Summary> {
  const own = new Set(nodes);
  let summary = EMPTY_SUMMARY;
  for await (const entry of everyEntry(timeline, { keys: nodes, ...until(moment) })) {
    const event = eventIn(entry);
    if (concerned(event).some((node) => own.has(node))) summary = combine(summary, said(event));
  }
  return ofNodes(summary, own);
}

/** Names and identifiers of others in the same events (a person's in his company's summary) are not this customer's. */
export function ofNodes(summary: Summary, nodes: ReadonlySet<NodeId>): Summary {
  const own = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> => Object.fromEntries(Object.entries(record).filter(([node]) => nodes.has(node)));
  return { ...summary, names: own(summary.names), identifiers: own(summary.identifiers) };
}
