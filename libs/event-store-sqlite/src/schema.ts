import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs';
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
  insertStream: 'INSERT INTO stream (name) VALUES (?) ON CONFLICT DO NOTHING',
  insertEvents: (rows: number): string => `INSERT INTO event (position, stream, revision, id, recorded_at, body) VALUES ${Array.from({ length: rows }, () => '(?, ?, ?, ?, ?, ?)').join()}`,
  eventById: 'SELECT position, revision, recorded_at, body FROM event WHERE stream = ? AND id = ?',
  insertChain: 'INSERT INTO commit_chain (position, hash) VALUES (?, ?)',
  pruneChain: 'DELETE FROM commit_chain WHERE position < (SELECT min(position) FROM (SELECT position FROM commit_chain ORDER BY position DESC LIMIT ?))',
  chainAt: 'SELECT hash FROM commit_chain WHERE position = ?',
  chainStart: 'SELECT min(position) AS start FROM commit_chain',
  /** One row more than asked for: what the first of them was chained to. */
  chainEnd: 'SELECT position, hash FROM commit_chain WHERE position >= coalesce((SELECT max(position) FROM commit_chain WHERE position < ?), 0) ORDER BY position DESC LIMIT ?',
  streamForwards: `${EVENT} WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`,
  streamBackwards: `${EVENT} WHERE s.name = ? AND e.revision <= ? ORDER BY e.revision DESC LIMIT ?`,
  allForwards: `${EVENT} WHERE e.position > ? AND e.position < ? ORDER BY e.position LIMIT ?`,
  allBackwards: `${EVENT} WHERE e.position > ? AND e.position < ? ORDER BY e.position DESC LIMIT ?`,
  recordedUpTo: 'SELECT position, recorded_at FROM event WHERE position <= ? ORDER BY position DESC LIMIT 1',
} as const;

/**
 * Opens or creates the file, readable by its owner only, for this process alone: others wait two seconds and are refused.
 * `synchronous = FULL`: a commit has reached the disk before it returns. Throws `EventStoreError`: `STORE_LOCKED`, or `STORE_FAILED`.
 */
export function openFile(path: string, maxPages?: number): DatabaseSyncInstance {
  let db: DatabaseSyncInstance | undefined;
  try {
    closeSync(openSync(path, 'a', 0o600));
    db = new DatabaseSync(path, { timeout: 2_000 });
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    // 64 MiB for the pages of the indexes. The log is moved into the file at about 16 MiB: long enough that a page which many commits
    // change is written once, short enough that it is soon written over, which a disk acknowledges faster than a file that grows.
    db.exec('PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 16777216');
    migrate(db, path);
    if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${maxPages}`);
    syncFolder(dirname(path));
    return db;
  } catch (error) {
    if (db !== undefined) closeFile(db);
    throw storeError(error, `the event store ${path} cannot be opened`);
  }
}

/**
 * Leaves one complete file without a write-ahead log, and lets others open it. The driver has no way to end a prepared
 * statement, and SQLite keeps a closed file (and its lock) as long as one lives: so the lock is given back first.
 */
export function closeFile(db: DatabaseSyncInstance): void {
  try {
    db.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT 1 FROM meta');
  } catch {
    // A file that cannot be written or read any more: what it holds is looked at when it is opened again.
  } finally {
    db.close();
  }
}

/** Writes nothing to a file that is up to date: it may have lost its end, and that is looked at before anything is written. */
function migrate(db: DatabaseSyncInstance, path: string): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { readonly user_version: number };
  if (version > MIGRATIONS.length) throw new EventStoreError('STORE_FAILED', `${path} was written by a newer version of Throughline: use that one`);
  if (version === MIGRATIONS.length) return;
  db.exec(SQL.begin);
  for (const migration of MIGRATIONS.slice(version)) db.exec(migration);
  if (version === 0) db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)').run('store_id', randomUUID());
  db.exec(`PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`);
}

/**
 * Copies the write-ahead log beside itself before SQLite cuts it off: what it no longer understands may be all that is left
 * of lost events. The first copy stays.
 */
export function keepLog(path: string): void {
  const log = `${path}-wal`;
  if (existsSync(log) && statSync(log).size > 0 && !existsSync(`${log}.kept`)) copyFileSync(log, `${log}.kept`);
}

/** A new file is there after a power cut only when its folder says so. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

const LOCKED: readonly unknown[] = ['SQLITE_BUSY', 'SQLITE_LOCKED'];
const FULL: readonly unknown[] = ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'];
const DAMAGED: readonly unknown[] = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];

/** What happened in a sentence, by a stable code; an `EventStoreError` stays what it is. */
export function storeError(error: unknown, what: string): EventStoreError {
  if (error instanceof EventStoreError) return error;
  const { sqliteCodeName, code, message } = error as { sqliteCodeName?: string; code?: string; message?: string };
  const name = sqliteCodeName ?? code;
  if (LOCKED.includes(name)) return new EventStoreError('STORE_LOCKED', `${what}: another process is using the file; stop it first`);
  return new EventStoreError('STORE_FAILED', `${what}: ${reason(name, message ?? String(error))}`);
}

function reason(name: string | undefined, message: string): string {
  if (FULL.includes(name)) return `the disk is full (${message}); make room and start again, nothing acknowledged is lost`;
  if (DAMAGED.includes(name)) return `the file is damaged (${message}); put back a backup of the whole data folder`;
  return `${message}; look after the disk and start again`;
}
