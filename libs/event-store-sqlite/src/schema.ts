import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { randomUUID } from 'node:crypto';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { EventStoreError } from '@throughline/event-store';

/** Numbered by their place, never edited: a change is a new one. `PRAGMA user_version` says how many a file has seen. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  -- body: the event as JSON, sealed, without what the store itself knows (the other columns)
  CREATE TABLE event (
    position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL,
    id BLOB NOT NULL, recorded_at INTEGER NOT NULL, body TEXT NOT NULL
  ) STRICT;
  -- both grow at their end while streams are new or few are written to: the stream's name is the one random index
  CREATE UNIQUE INDEX event_revision ON event (stream, revision);
  CREATE UNIQUE INDEX event_id ON event (stream, id);
  -- the chained hash after each commit, by the position of its last event
  CREATE TABLE commit_chain (position INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
  `,
];

const EVENT = 'SELECT e.position, s.name, e.revision, e.recorded_at, e.body FROM event e JOIN stream s ON s.id = e.stream';

/** All that is ever said to the file. */
export const SQL = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
  meta: 'SELECT value FROM meta WHERE name = ?',
  head: 'SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1',
  streamHead: 'SELECT s.id, (SELECT max(revision) FROM event WHERE stream = s.id) FROM stream s WHERE s.name = ?',
  insertStream: 'INSERT INTO stream (name) VALUES (?)',
  insertEvent: 'INSERT INTO event (position, stream, revision, id, recorded_at, body) VALUES (?, ?, ?, ?, ?, ?)',
  eventById: 'SELECT position, revision, recorded_at, body FROM event WHERE stream = ? AND id = ?',
  insertChain: 'INSERT INTO commit_chain (position, hash) VALUES (?, ?)',
  pruneChain: 'DELETE FROM commit_chain WHERE position < (SELECT min(position) FROM (SELECT position FROM commit_chain ORDER BY position DESC LIMIT ?))',
  chainAt: 'SELECT hash FROM commit_chain WHERE position = ?',
  chainStart: 'SELECT min(position) AS start FROM commit_chain',
  chainEnd: 'SELECT position, hash FROM commit_chain ORDER BY position DESC LIMIT 2',
  streamForwards: `${EVENT} WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`,
  streamBackwards: `${EVENT} WHERE s.name = ? AND e.revision <= ? ORDER BY e.revision DESC LIMIT ?`,
  allForwards: `${EVENT} WHERE e.position > ? AND e.position < ? ORDER BY e.position LIMIT ?`,
  allBackwards: `${EVENT} WHERE e.position > ? AND e.position < ? ORDER BY e.position DESC LIMIT ?`,
  recordedAt: 'SELECT recorded_at FROM event WHERE position = ?',
} as const;

/**
 * Opens or creates the file, readable by its owner only, for this process alone. `synchronous = FULL`: a commit has reached
 * the disk before it returns. Throws `EventStoreError`: `STORE_LOCKED`, or `STORE_FAILED`.
 */
export function openFile(path: string, maxPages?: number): DatabaseSyncInstance {
  closeSync(openSync(path, 'a', 0o600));
  let db: DatabaseSyncInstance | undefined;
  try {
    db = new DatabaseSync(path, { timeout: 1000 });
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000');
    migrate(db, path);
    if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${maxPages}`);
    syncFolder(dirname(path));
    return db;
  } catch (error) {
    db?.close();
    throw storeError(error, `the event store ${path} cannot be opened`);
  }
}

function migrate(db: DatabaseSyncInstance, path: string): void {
  db.exec(SQL.begin);
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { readonly user_version: number };
  if (version > MIGRATIONS.length) throw new EventStoreError('STORE_FAILED', `${path} was written by a newer version of Throughline: use that one`);
  for (const migration of MIGRATIONS.slice(version)) db.exec(migration);
  if (version === 0) db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)').run('store_id', randomUUID());
  db.exec(`PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`);
}

/** A new file is there after a power cut only when its folder says so. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;

/** What happened in a sentence, by a stable code; an `EventStoreError` stays what it is. */
export function storeError(error: unknown, what: string): EventStoreError {
  if (error instanceof EventStoreError) return error;
  const { sqliteCode, message } = error as { sqliteCode?: number; message?: string };
  if (sqliteCode === SQLITE_BUSY) return new EventStoreError('STORE_LOCKED', `${what}: another process is using the file; stop it first`);
  if (sqliteCode === SQLITE_FULL) return new EventStoreError('STORE_FAILED', `${what}: the disk is full; make room and start again, nothing acknowledged is lost`);
  return new EventStoreError('STORE_FAILED', `${what}: ${message ?? String(error)}; nothing acknowledged is lost`);
}
