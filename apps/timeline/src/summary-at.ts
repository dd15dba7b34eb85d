import { effectiveTime, type NodeId, type StoredEvent } from '@throughline/kernel';
import type { EntryCursor, Shelf, StoredEntry } from '@throughline/read-store';
import type { Moment } from '@throughline/identity';
import { combine, concerned, EMPTY_SUMMARY, said, type Summary } from './summary.view';
import type { TimelineEntry } from './timeline.view';

const PAGE = 1_000;

/** The summary as of a moment: a fold of the customer's entries, each holds its whole event. Reads page by page. */
export async function summaryAt(timeline: Shelf, nodes: readonly NodeId[], moment: Moment): Promise<Summary> {
  const own = new Set(nodes);
  let summary = EMPTY_SUMMARY;
  let after: EntryCursor | undefined;
  let page: readonly StoredEntry[];
  do {
    page = await timeline.entries({
      keys: nodes,
      oldestFirst: true,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
      ...(moment.asOf === undefined ? {} : { untilTime: moment.asOf }),
      ...(moment.knownAt === undefined ? {} : { untilPosition: moment.knownAt }),
    });
    for (const entry of page) {
      const event = eventIn(entry);
      if (concerned(event).some((node) => own.has(node))) summary = combine(summary, said(event));
    }
    after = page.at(-1);
  } while (page.length === PAGE);
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
