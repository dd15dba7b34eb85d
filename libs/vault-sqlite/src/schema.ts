import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { VaultError } from '@throughline/vault';

/** Numbered by their place, never edited: a change is a new one. `PRAGMA user_version` says how many a file has seen. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE secrets (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
  -- wrapped IS NULL: destroyed, for ever; secure_delete puts zeros where the bytes were
  CREATE TABLE keys (owner TEXT PRIMARY KEY, wrapped BLOB) STRICT, WITHOUT ROWID;
  CREATE TABLE credentials (
    hash TEXT PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL, source TEXT NOT NULL,
    created_at TEXT NOT NULL, disabled INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];

/** All that is ever said to the file. */
export const SQL = {
  check: 'SELECT value FROM meta WHERE name = ?',
  isEmpty: 'SELECT NOT EXISTS (SELECT 1 FROM keys) AND NOT EXISTS (SELECT 1 FROM secrets) AS empty',
  putCheck: 'INSERT INTO meta (name, value) VALUES (?, ?)',
  secret: 'SELECT wrapped FROM secrets WHERE name = ?',
  secretsAfter: 'SELECT name, wrapped FROM secrets WHERE name > ? ORDER BY name LIMIT ?',
  keysAfter: 'SELECT owner AS name, wrapped FROM keys WHERE owner > ? ORDER BY owner LIMIT ?',
  putSecret: 'INSERT INTO secrets (name, wrapped) VALUES (?, ?)',
  key: 'SELECT wrapped FROM keys WHERE owner = ?',
  putKey: 'INSERT INTO keys (owner, wrapped) VALUES (?, ?)',
  destroyKey: 'INSERT INTO keys (owner, wrapped) VALUES (?, NULL) ON CONFLICT (owner) DO UPDATE SET wrapped = NULL',
  /** Moves all of the write-ahead log into the file and cuts it to nothing: older pages stand nowhere any more. */
  emptyLog: 'PRAGMA wal_checkpoint(TRUNCATE)',
  credential: 'SELECT hash, id, kind, actor, source, created_at AS createdAt, disabled FROM credentials WHERE hash = ?',
  credentials: 'SELECT hash, id, kind, actor, source, created_at AS createdAt, disabled FROM credentials ORDER BY created_at, hash',
  putCredential: 'INSERT OR REPLACE INTO credentials (hash, id, kind, actor, source, created_at, disabled) VALUES (?, ?, ?, ?, ?, ?, ?)',
} as const;

/** Opens or creates the file, readable by its owner only. */
export function openFile(path: string): DatabaseSyncInstance {
  closeSync(openSync(path, 'a', 0o600));
  const db = new DatabaseSync(path, { timeout: 2000 });
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
    migrate(db, path);
    syncFolder(dirname(path));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function migrate(db: DatabaseSyncInstance, path: string): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { readonly user_version: number };
  if (version > MIGRATIONS.length) throw new VaultError('VAULT_FAILED', `${path} was written by a newer version of Throughline: use that one`);
  db.exec('BEGIN IMMEDIATE');
  for (const migration of MIGRATIONS.slice(version)) db.exec(migration);
  db.exec(`PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`);
}

/** A new file is there after a power cut only when its folder says so. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
