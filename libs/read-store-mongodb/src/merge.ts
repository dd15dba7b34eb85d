import type { EntryQuery, StoredEntry } from '@throughline/read-store';
import type { mongo } from 'mongoose';
import { entryOf, WHOLE_ENTRY, type EntryItem } from './entries';
import type { ShelfCollections } from './shelf-collections';
import { toText } from './values';
import { all, askedOf, passes, type Asked, type Condition } from './where-filter';

/** So many timelines the server reads side by side, each along its index; of more it would read all there is and sort it. */
const TIMELINES_AT_ONCE = 100;
const LARGEST_BATCH = 1_000;

/**
 * A page over many keys: groups of them, each merged by the server, the groups merged here. Nothing is read beyond the page but what
 * came along with it.
 */
export async function readEntries({ items }: ShelfCollections, indexes: readonly string[], query: EntryQuery): Promise<readonly StoredEntry[]> {
  const ranks = new Map(query.keys.toReversed().map((key, rank) => [key, query.keys.length - rank]));
  if (query.limit <= 0 || ranks.size === 0) return [];
  const asked = askedOf(query.where ?? {}, indexes);
  const readers = groupsOf([...ranks.keys()]).map((keys) => new Reader(cursorFor(items as unknown as mongo.Collection<EntryItem>, keys, asked, query), asked));
  try {
    return await merge(readers, ranks, query);
  } finally {
    await Promise.all(readers.map((reader) => reader.close()));
  }
}

/** The entries of a group of timelines, one at a time. */
class Reader {
  /** Where it stands; `null` = at its end. */
  head: StoredEntry | null = null;

  constructor(
    private readonly cursor: mongo.FindCursor<EntryItem>,
    private readonly asked: Asked,
  ) {}

  async advance(): Promise<void> {
    do {
      const item = await this.cursor.next();
      this.head = item && entryOf(item);
    } while (this.head && !passes(this.asked, this.head));
  }

  close(): Promise<void> {
    return this.cursor.close();
  }
}

async function merge(readers: readonly Reader[], ranks: ReadonlyMap<string, number>, { oldestFirst = false, limit }: EntryQuery): Promise<readonly StoredEntry[]> {
  const page: StoredEntry[] = [];
  await Promise.all(readers.map((reader) => reader.advance()));
  const rankOf = ({ key }: StoredEntry) => ranks.get(key) ?? 0;
  const earlier = (a: StoredEntry, b: StoredEntry) => (oldestFirst ? 1 : -1) * comparePlaces(a, b) < 0;
  while (page.length < limit) {
    let first: StoredEntry | null = null;
    for (const { head } of readers) if (head && (!first || earlier(head, first))) first = head;
    if (!first) break;
    // The same event under other keys stands at the same place: the key that was asked for first wins.
    for (const reader of readers) {
      for (; reader.head && comparePlaces(reader.head, first) === 0; await reader.advance()) if (rankOf(reader.head) < rankOf(first)) first = reader.head;
    }
    page.push(first);
  }
  return page;
}

function cursorFor(items: mongo.Collection<EntryItem>, keys: readonly string[], asked: Asked, query: EntryQuery): mongo.FindCursor<EntryItem> {
  const direction = query.oldestFirst ? 1 : -1;
  const range: readonly Condition[] = [{ key: keys.length === 1 ? toText(keys[0] ?? '') : { $in: keys.map(toText) } }, ...boundsOf(query)];
  const cursor = items.find(all([...range, ...asked.conditions]), { projection: WHOLE_ENTRY }).sort({ time: direction, position: direction });
  if (keys.length === 1 && asked.rest === null) return cursor.limit(query.limit);
  return cursor.batchSize(Math.min(query.limit + 1, LARGEST_BATCH));
}

/** The edge twice: by its time alone, which an index can begin at, and exactly. */
function boundsOf({ oldestFirst, after, untilTime, untilPosition, abovePosition }: EntryQuery): readonly Condition[] {
  const behind = oldestFirst ? '$gt' : '$lt';
  const edge = after && [{ time: { [`${behind}e`]: after.time } }, { $or: [{ time: { [behind]: after.time } }, { time: after.time, position: { [behind]: after.position } }] }];
  return [
    ...(edge ?? []),
    ...(untilTime === undefined ? [] : [{ time: { $lte: untilTime } }]),
    ...(untilPosition === undefined ? [] : [{ position: { $lte: untilPosition } }]),
    ...(abovePosition === undefined ? [] : [{ position: { $gt: abovePosition } }]),
  ];
}

function groupsOf(keys: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(keys.length / TIMELINES_AT_ONCE) }, (_, n) => keys.slice(n * TIMELINES_AT_ONCE, (n + 1) * TIMELINES_AT_ONCE));
}

function comparePlaces(a: StoredEntry, b: StoredEntry): number {
  if (a.time !== b.time) return a.time - b.time;
  return a.position < b.position ? -1 : a.position > b.position ? 1 : 0;
}
