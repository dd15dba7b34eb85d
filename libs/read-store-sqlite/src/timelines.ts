import { ReadStoreError, scalarAt, type StoredEntry } from '@throughline/read-store';
import type { Connection } from './connection';
import type { ShelfTables } from './shelf-tables';
import { fromText, toColumn, toText } from './values';

/** Some 20 MB of keys. */
const NUMBERS_KEPT = 100_000;

/** The numbers that stand for keys in the entries of one shelf, remembered; shared by all who opened it. */
export class Timelines {
  private readonly numbers = new Map<string, number>();

  constructor(readonly tables: ShelfTables) {}

  /** Of the keys that have entries, in the order of the keys. */
  numbersOf(connection: Connection, keys: readonly string[]): ReadonlyMap<string, number> {
    const found = new Map(this.find(connection, keys.filter((key) => !this.numbers.has(key))));
    const numbers = new Map<string, number>();
    for (const key of keys) {
      const number = found.get(key) ?? this.numbers.get(key);
      if (number !== undefined) numbers.set(key, number);
    }
    for (const [key, number] of found) this.remember(key, number);
    return numbers;
  }

  /** Call in a transaction, and `forget` if it is rolled back: a number may then be given to another key. */
  numberFor(connection: Connection, key: string): number {
    const known = this.numbers.get(key) ?? this.find(connection, [key])[0]?.[1];
    if (known !== undefined) return this.remember(key, known);
    const [id] = connection.rows<[bigint]>(`INSERT INTO timeline_${this.tables.id} (key) VALUES (?) RETURNING id`, toText(key))[0] as [bigint];
    return this.remember(key, Number(id));
  }

  forget(): void {
    this.numbers.clear();
  }

  private find(connection: Connection, keys: readonly string[]): readonly (readonly [key: string, number: number])[] {
    if (keys.length === 0) return [];
    return connection
      .rows<[string, bigint]>(`SELECT timeline.key, timeline.id FROM json_each(?) AS asked JOIN timeline_${this.tables.id} AS timeline ON timeline.key = asked.value`, JSON.stringify(keys.map(toText)))
      .map(([key, id]) => [fromText(key), Number(id)]);
  }

  private remember(key: string, number: number): number {
    if (this.numbers.size >= NUMBERS_KEPT) this.numbers.clear();
    this.numbers.set(key, number);
    return number;
  }
}

/** An entry that is there already stays as it is. Call in a transaction. */
export function insertEntry(connection: Connection, timelines: Timelines, entry: StoredEntry): void {
  const { id, indexes } = timelines.tables;
  const columns = indexes.map((_path, n) => `, f${n}`).join('');
  const timeline = timelines.numberFor(connection, entry.key);
  const inserted = connection.run(
    `INSERT INTO entry_${id} (timeline, time, position, event, lane, body${columns}) VALUES (?, ?, ?, ?, ?, ?${', ?'.repeat(indexes.length)}) ON CONFLICT DO NOTHING`,
    timeline,
    entry.time,
    entry.position,
    toText(entry.id),
    toText(entry.lane),
    JSON.stringify(entry.body),
    ...indexes.map((path) => toColumn(scalarAt(entry.body, path))),
  );
  if (inserted === 0) refuseAnotherEvent(connection, timelines.tables, timeline, entry);
}

function refuseAnotherEvent(connection: Connection, { id }: ShelfTables, timeline: number, entry: StoredEntry): void {
  const there = connection.rows<[string]>(`SELECT event FROM entry_${id} WHERE timeline = ? AND time = ? AND position = ?`, timeline, entry.time, entry.position)[0];
  if (there?.[0] !== toText(entry.id)) throw new ReadStoreError('READ_STORE_FAILED', `the events ${there?.[0]} and ${entry.id} claim one position of one timeline`);
}
