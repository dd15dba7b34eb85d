import { effectiveTime, type NodeId, type StoredEvent } from '@throughline/kernel';
import { until, type Moment } from '@throughline/identity';
import { everyEntry, type Shelf, type StoredEntry } from '@throughline/read-store';
import { combine, concerned, EMPTY_SUMMARY, said, type Summary } from './summary.view';
import type { TimelineEntry } from './timeline.view';

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

function eventIn(stored: StoredEntry): StoredEvent {
  const { position, context: _context, channel: _channel, ...entry } = stored.body as unknown as TimelineEntry;
  const event = { ...entry, position: BigInt(position) } as unknown as StoredEvent;
  if (effectiveTime(event) !== stored.time) throw new Error('an entry and its event disagree about the time');
  return event;
}
