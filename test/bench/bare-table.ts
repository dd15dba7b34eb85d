import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import type { NewEvent } from '@throughline/kernel';

/** An event and the stream it belongs to. */
export interface Placed {
  readonly stream: string;
  readonly event: NewEvent;
}

/** As many rows as the store gives to one insert. */
const ROWS = 16;
/** Bound ones; the revision is 0. */
const COLUMNS = 5;

const insertEvents = (rows: number): string => `INSERT INTO event VALUES ${Array.from({ length: rows }, () => '(?, ?, 0, ?, ?, ?)').join()}`;

/**
 * What SQLite itself costs for what the store keeps: the same columns, keys, indexes, settings and grouped inserts as
 * `libs/event-store-sqlite/src/schema.ts`, and nothing else: no expected revision, no repeats, no chained hash, no witness,
 * no answer. Every event begins a stream.
 */
export class BareTable {
  private readonly db: DatabaseSyncInstance;
  private readonly insertStream;
  private readonly insertOne;
  private readonly insertMany;
  private position = 0;

  constructor(file: string) {
    this.db = new DatabaseSync(file);
    this.db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 16777216');
    this.db.exec('CREATE TABLE stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT');
    this.db.exec('CREATE TABLE event (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL, id BLOB NOT NULL, recorded_at INTEGER NOT NULL, body TEXT NOT NULL) STRICT');
    this.db.exec('CREATE UNIQUE INDEX event_revision ON event (stream, revision); CREATE UNIQUE INDEX event_id ON event (stream, id)');
    this.insertStream = this.db.prepare('INSERT INTO stream (name) VALUES (?)');
    this.insertOne = this.db.prepare(insertEvents(1));
    this.insertMany = this.db.prepare(insertEvents(ROWS));
  }

  /** One transaction; on the disk when it returns. */
  write(group: readonly Placed[]): number {
    const now = Date.now();
    let values: (number | string | Buffer)[] = [];
    this.db.exec('BEGIN IMMEDIATE');
    for (const { stream, event } of group) {
      const { lastInsertRowid } = this.insertStream.run(stream);
      values.push((this.position += 1), Number(lastInsertRowid), Buffer.from(event.id.replaceAll('-', ''), 'hex'), now, JSON.stringify(event));
      if (values.length < ROWS * COLUMNS) continue;
      this.insertMany.run(...values);
      values = [];
    }
    for (let at = 0; at < values.length; at += COLUMNS) this.insertOne.run(...values.slice(at, at + COLUMNS));
    this.db.exec('COMMIT');
    return group.length;
  }

  close(): void {
    this.db.close();
  }
}
