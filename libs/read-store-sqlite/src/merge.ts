import type { EntryQuery, StoredEntry } from '@throughline/read-store';
import type { Connection } from './connection';
import type { ShelfTables } from './schema';
import type { Timelines } from './timelines';
import { fromText, type SqlValue } from './values';
import { whereSql } from './where-sql';

/** An entry as the index has it: enough to merge by; the rest of it is read when it is known to be on the page. */
interface Place {
  readonly time: bigint;
  readonly position: bigint;
  readonly row: bigint;
}

type PlaceRow = readonly [time: bigint, position: bigint, row: bigint];
type EntryRow = readonly [time: bigint, position: bigint, event: string, lane: string, body: string];

/**
 * A page over one key is one range of the index. Over many it is a merge of such ranges, each read in small chunks that grow where
 * a page draws from: 2,000 keys cost 2,000 short reads and not all their entries, however many these are.
 */
export function readEntries(connection: Connection, timelines: Timelines, query: EntryQuery): readonly StoredEntry[] {
  const { tables } = timelines;
  if (query.limit <= 0) return [];
  const sources = [...new Set(query.keys)].flatMap((key) => {
    const timeline = timelines.numberOf(connection, key);
    return timeline === undefined ? [] : [{ key, timeline }];
  });
  const [only] = sources;
  if (only && sources.length === 1) {
    const { sql, values } = rangeSql(tables, 'time, position, event, lane, body', query);
    return connection.rows<EntryRow>(sql, only.timeline, ...values, query.limit).map((row) => entryOf(only.key, row));
  }
  const { sql, values } = rangeSql(tables, 'time, position, row', query);
  const chunk = Math.ceil((2 * query.limit) / Math.max(sources.length, 1));
  const cursors = sources.map(({ key, timeline }, rank) => {
    const read = (after: Place | null, count: number) =>
      connection.rows<PlaceRow>(sql, timeline, ...(after ? [after.time, after.position, ...values.slice(2)] : values), count).map(([time, position, row]) => ({ time, position, row }));
    return new Cursor(key, rank, chunk, read);
  });
  const body = `SELECT time, position, event, lane, body FROM entry_${tables.id} WHERE row = ?`;
  return merge(cursors, query).map(({ key, place }) => entryOf(key, connection.rows<EntryRow>(body, place.row)[0] as EntryRow));
}

/** Its parameters: timeline, time and position of the edge (exclusive), the rest of the bounds, those of the filter, limit. */
export function rangeSql(tables: ShelfTables, columns: string, query: Omit<EntryQuery, 'keys' | 'limit'>): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const { oldestFirst = false, after, untilTime = Infinity, untilPosition = Infinity } = query;
  const filter = query.where && Object.keys(query.where).length > 0 ? whereSql(tables, query.where) : null;
  const order = oldestFirst ? 'ASC' : 'DESC';
  const bounds = oldestFirst ? '(time, position) > (?, ?) AND time <= ? AND position <= ?' : '(time, position) < (?, ?) AND position <= ?';
  const sql = `SELECT ${columns} FROM entry_${tables.id} WHERE timeline = ? AND ${bounds}${filter ? ` AND ${filter.sql}` : ''} ORDER BY time ${order}, position ${order} LIMIT ?`;
  const edge: readonly SqlValue[] = oldestFirst
    ? [after?.time ?? -Infinity, after?.position ?? -Infinity, untilTime, untilPosition]
    : [...(after && after.time <= untilTime ? [after.time, after.position] : [untilTime, Infinity]), untilPosition];
  return { sql, values: [...edge, ...(filter?.values ?? [])] };
}

class Cursor {
  private buffer: readonly Place[] = [];
  private next = 0;
  private exhausted = false;

  constructor(
    readonly key: string,
    /** Among equal places the key that was asked for first wins. */
    readonly rank: number,
    private chunk: number,
    private readonly read: (after: Place | null, count: number) => readonly Place[],
  ) {}

  /** The place the cursor stands at; `null` = at its end. */
  head(): Place | null {
    if (this.next >= this.buffer.length && !this.exhausted) this.fill();
    return this.buffer[this.next] ?? null;
  }

  advance(): void {
    this.next += 1;
  }

  private fill(): void {
    this.buffer = this.read(this.buffer.at(-1) ?? null, this.chunk);
    this.exhausted = this.buffer.length < this.chunk;
    this.next = 0;
    this.chunk *= 2;
  }
}

interface Standing {
  readonly cursor: Cursor;
  readonly place: Place;
}

function merge(cursors: readonly Cursor[], { oldestFirst = false, limit }: EntryQuery): readonly { readonly key: string; readonly place: Place }[] {
  const later = (a: Standing, b: Standing) => (oldestFirst ? 1 : -1) * comparePlaces(a.place, b.place) || a.cursor.rank - b.cursor.rank;
  // The next one stands last, where taking it away moves nothing.
  const standing = cursors.flatMap(standingAt).toSorted((a, b) => later(b, a));
  const page: { key: string; place: Place }[] = [];
  for (let first = standing.pop(); first && page.length < limit; first = standing.pop()) {
    const { cursor, place } = first;
    if (page.at(-1)?.place.position !== place.position) page.push({ key: cursor.key, place });
    cursor.advance();
    for (const moved of standingAt(cursor)) standing.splice(indexFor(standing, moved, later), 0, moved);
  }
  return page;
}

function standingAt(cursor: Cursor): readonly Standing[] {
  const place = cursor.head();
  return place ? [{ cursor, place }] : [];
}

function indexFor(standing: readonly Standing[], moved: Standing, later: (a: Standing, b: Standing) => number): number {
  let from = 0;
  let to = standing.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (later(standing[middle] as Standing, moved) > 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

function comparePlaces(a: Place, b: Place): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return a.position < b.position ? -1 : a.position > b.position ? 1 : 0;
}

export function entryOf(key: string, [time, position, event, lane, body]: EntryRow): StoredEntry {
  return { key, id: fromText(event), lane: fromText(lane), time: Number(time), position, body: JSON.parse(body) as StoredEntry['body'] };
}
