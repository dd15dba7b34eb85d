import type { EntryQuery, StoredEntry } from '@throughline/read-store';
import type { Connection } from './connection';
import type { ShelfTables } from './shelf-tables';
import type { Timelines } from './timelines';
import { fromText, type SqlValue } from './values';
import { whereSql, type SqlCondition } from './where-sql';

/** An entry as the index has it: enough to merge by; the rest of it is read when it is known to be on the page. */
interface Place {
  readonly time: bigint;
  readonly position: bigint;
  readonly row: bigint;
}

type PlaceRow = readonly [time: bigint, position: bigint, row: bigint];
type EntryRow = readonly [time: bigint, position: bigint, event: string, lane: string, body: string];

/**
 * A page over one key is one range of the index. Over many it is a merge: one statement finds where each key begins, and only those
 * the page draws from are read on, in chunks that grow. So 2,000 keys cost 2,000 looks into the index, however long they are.
 */
export function readEntries(connection: Connection, timelines: Timelines, query: EntryQuery): readonly StoredEntry[] {
  const numbers = [...timelines.numbersOf(connection, query.keys)];
  const [only] = numbers;
  if (!only || query.limit <= 0) return [];
  return numbers.length === 1 ? readRange(connection, timelines.tables, only, query) : readMerged(connection, timelines.tables, numbers, query);
}

type Timeline = readonly [key: string, number: number];

function readRange(connection: Connection, tables: ShelfTables, [key, timeline]: Timeline, query: EntryQuery): readonly StoredEntry[] {
  const { sql, values } = rangeSql(tables, 'time, position, event, lane, body', query);
  return connection.rows<EntryRow>(sql, timeline, ...values, query.limit).map((row) => entryOf(key, row));
}

function readMerged(connection: Connection, tables: ShelfTables, numbers: readonly Timeline[], query: EntryQuery): readonly StoredEntry[] {
  const { sql, values } = rangeSql(tables, 'time, position, row', query);
  const chunk = Math.max(4, Math.ceil((2 * query.limit) / numbers.length));
  const cursors = readHeads(connection, tables, numbers, query).map(([rank, more, ...head]) => {
    const [key, timeline] = numbers[Number(rank)] as Timeline;
    return new Cursor(key, Number(rank), { first: placeOf(head), exhausted: more === 0n, chunk }, (after, count) =>
      connection.rows<PlaceRow>(sql, timeline, after.time, after.position, ...values.slice(2), count).map(placeOf),
    );
  });
  const page = merge(cursors, query);
  const bodies = connection.rows<EntryRow>(
    `SELECT time, position, event, lane, body FROM json_each(?) AS wanted CROSS JOIN entry_${tables.id} ON row = wanted.value ORDER BY wanted.key`,
    `[${page.map(({ place }) => place.row).join()}]`,
  );
  return page.map(({ key }, n) => entryOf(key, bodies[n] as EntryRow));
}

/** The first entry of each key that has one, with the key's place among the keys and whether more stand behind it. One statement: a call costs more than a look. */
function readHeads(connection: Connection, tables: ShelfTables, numbers: readonly Timeline[], query: EntryQuery) {
  const { sql, values } = rangeSql(tables, 'time, position', query, 'asked.value');
  return connection.rows<readonly [rank: bigint, more: bigint, ...PlaceRow]>(
    `SELECT asked.key, EXISTS (${sql} OFFSET 1), head.time, head.position, head.row FROM json_each(?) AS asked CROSS JOIN entry_${tables.id} AS head
     WHERE head.timeline = asked.value AND (head.time, head.position) = (${sql})`,
    ...values,
    1,
    JSON.stringify(numbers.map(([, number]) => number)),
    ...values,
    1,
  );
}

/** Its parameters: timeline, time and position of the edge (exclusive), the rest of the bounds, those of the filter, limit. */
export function rangeSql(tables: ShelfTables, columns: string, query: Omit<EntryQuery, 'keys' | 'limit'>, timeline = '?'): SqlCondition {
  const { oldestFirst = false, after, untilTime = Infinity, untilPosition = Infinity, abovePosition = -Infinity } = query;
  const filter = query.where && Object.keys(query.where).length > 0 ? whereSql(tables, query.where) : null;
  const order = oldestFirst ? 'ASC' : 'DESC';
  const bounds = `${oldestFirst ? '(time, position) > (?, ?) AND time <= ?' : '(time, position) < (?, ?)'} AND position <= ? AND position > ?`;
  const sql = `SELECT ${columns} FROM entry_${tables.id} WHERE timeline = ${timeline} AND ${bounds}${filter ? ` AND ${filter.sql}` : ''} ORDER BY time ${order}, position ${order} LIMIT ?`;
  const edge: readonly SqlValue[] = oldestFirst
    ? [after?.time ?? -Infinity, after?.position ?? -Infinity, untilTime, untilPosition, abovePosition]
    : [...(after && after.time <= untilTime ? [after.time, after.position] : [untilTime, Infinity]), untilPosition, abovePosition];
  return { sql, values: [...edge, ...(filter?.values ?? [])] };
}

class Cursor {
  private buffer: readonly Place[];
  private exhausted: boolean;
  private chunk: number;
  private next = 0;

  constructor(
    readonly key: string,
    /** Among equal places the key that was asked for first wins. */
    readonly rank: number,
    begin: { readonly first: Place; readonly exhausted: boolean; readonly chunk: number },
    private readonly read: (after: Place, count: number) => readonly Place[],
  ) {
    this.buffer = [begin.first];
    this.exhausted = begin.exhausted;
    this.chunk = begin.chunk;
  }

  /** The place the cursor stands at; `undefined` = at its end. */
  head(): Place | undefined {
    const last = this.buffer.at(-1);
    if (this.next >= this.buffer.length && last && !this.exhausted) this.fill(last);
    return this.buffer[this.next];
  }

  advance(): void {
    this.next += 1;
  }

  private fill(last: Place): void {
    this.buffer = this.read(last, this.chunk);
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

function placeOf([time, position, row]: PlaceRow): Place {
  return { time, position, row };
}

export function entryOf(key: string, [time, position, event, lane, body]: EntryRow): StoredEntry {
  return { key, id: fromText(event), lane: fromText(lane), time: Number(time), position, body: JSON.parse(body) as StoredEntry['body'] };
}
