import { ReadStoreError, type ActiveGeneration, type ShelfDefinition } from '@throughline/read-store';
import type { Connection } from './connection';
import { columnOf, type ShelfTables } from './shelf-tables';

/**
 * What stands in the file. `shelf` is the registry; each shelf has tables of its own, named by its number, which is never given twice:
 *
 *   doc_N           (documents) f0, f1 … = the indexed paths, each with an index (fI, key)
 *   timeline_N      (entries) a number for each key
 *   entry_N         (entries) in the order they came, so that writing is appending; its one index is (timeline, time, position).
 *                   The indexed paths are columns without an index: a page reads a range of time and filters as it goes
 *   checkpoint_N    parked_N    parked_node_N
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE shelf (
     id INTEGER PRIMARY KEY AUTOINCREMENT, view TEXT NOT NULL, version INTEGER NOT NULL, generation INTEGER NOT NULL,
     kind TEXT NOT NULL, indexes TEXT NOT NULL, UNIQUE (view, version, generation)
   ) STRICT;
   CREATE TABLE active (view TEXT PRIMARY KEY, shelf INTEGER NOT NULL REFERENCES shelf (id) ON DELETE CASCADE) STRICT, WITHOUT ROWID;`,
];

export function migrate(connection: Connection): void {
  const [version] = connection.rows<[bigint]>('PRAGMA user_version')[0] as [bigint];
  if (version > MIGRATIONS.length) throw new ReadStoreError('READ_STORE_FAILED', 'the shelves were written by a newer version of this program: delete their file, they are rebuilt');
  for (const [done, sql] of MIGRATIONS.entries()) {
    if (done >= version) connection.exec(`BEGIN IMMEDIATE; ${sql} PRAGMA user_version = ${done + 1}; COMMIT;`);
  }
}

export function findShelf(connection: Connection, view: string, { version, generation }: ActiveGeneration): ShelfTables | null {
  const found = connection.rows<[bigint, ShelfDefinition['kind'], string]>(
    'SELECT id, kind, indexes FROM shelf WHERE view = ? AND version = ? AND generation = ?',
    view,
    version,
    generation,
  )[0];
  return found ? { id: Number(found[0]), kind: found[1], indexes: JSON.parse(found[2]) as string[] } : null;
}

/** Call in a transaction. */
export function createShelf(connection: Connection, { view, version, generation, kind, indexes }: ShelfDefinition): ShelfTables {
  const [id] = connection.rows<[bigint]>(
    'INSERT INTO shelf (view, version, generation, kind, indexes) VALUES (?, ?, ?, ?, ?) RETURNING id',
    view,
    version,
    generation,
    kind,
    '[]',
  )[0] as [bigint];
  const tables: ShelfTables = { id: Number(id), kind, indexes: [] };
  connection.exec(kind === 'document' ? documentTables(tables.id) : entryTables(tables.id));
  connection.exec(bookkeepingTables(tables.id));
  addIndexes(connection, tables, indexes);
  return tables;
}

/** Call in a transaction. Fills the new columns from the bodies that are there: on a large shelf that takes its time. */
export function addIndexes(connection: Connection, tables: ShelfTables, indexes: readonly string[]): void {
  const missing = [...new Set(indexes)].filter((path) => !tables.indexes.includes(path));
  if (missing.length === 0) return;
  for (const [n, path] of missing.entries()) addIndex(connection, tables, `f${tables.indexes.length + n}`, path);
  connection.run('UPDATE shelf SET indexes = ? WHERE id = ?', JSON.stringify([...tables.indexes, ...missing]), tables.id);
  tables.indexes.push(...missing);
}

function addIndex(connection: Connection, tables: ShelfTables, column: string, path: string): void {
  const table = `${tables.kind === 'document' ? 'doc' : 'entry'}_${tables.id}`;
  connection.exec(`ALTER TABLE ${table} ADD COLUMN ${column} NOT NULL DEFAULT -9e999`);
  connection.exec(`UPDATE ${table} SET ${column} = ${columnOf(tables, path)}`);
  if (tables.kind === 'document') connection.exec(`CREATE INDEX ${table}_${column} ON ${table} (${column}, key)`);
}

/** Call in a transaction. */
export function dropShelf(connection: Connection, { id, kind }: ShelfTables): void {
  const tables = kind === 'document' ? ['doc'] : ['entry', 'timeline'];
  for (const table of [...tables, 'checkpoint', 'parked', 'parked_node']) connection.exec(`DROP TABLE ${table}_${id}`);
  connection.run('DELETE FROM shelf WHERE id = ?', id);
}

function documentTables(id: number): string {
  return `CREATE TABLE doc_${id} (row INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, lane TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL)`;
}

function entryTables(id: number): string {
  return `
    CREATE TABLE timeline_${id} (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE entry_${id} (
      row INTEGER PRIMARY KEY, timeline INTEGER NOT NULL, time INTEGER NOT NULL, position INTEGER NOT NULL,
      event TEXT NOT NULL, lane TEXT NOT NULL, body TEXT NOT NULL
    );
    CREATE UNIQUE INDEX entry_${id}_time ON entry_${id} (timeline, time, position);`;
}

function bookkeepingTables(id: number): string {
  return `
    CREATE TABLE checkpoint_${id} (partition INTEGER PRIMARY KEY, store TEXT NOT NULL, log_offset INTEGER NOT NULL, position INTEGER NOT NULL) STRICT;
    CREATE TABLE parked_${id} (
      position INTEGER PRIMARY KEY, lane TEXT NOT NULL, nodes TEXT NOT NULL, event TEXT NOT NULL, type TEXT NOT NULL,
      recorded_at TEXT NOT NULL, reason TEXT NOT NULL, failed INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX parked_${id}_lane ON parked_${id} (lane, position);
    CREATE TABLE parked_node_${id} (
      position INTEGER NOT NULL REFERENCES parked_${id} (position) ON DELETE CASCADE, node TEXT NOT NULL, PRIMARY KEY (position, node)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX parked_node_${id}_node ON parked_node_${id} (node, position);`;
}
