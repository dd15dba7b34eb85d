import { ReadStoreError, type ActiveGeneration, type ReadStore, type Shelf, type ShelfDefinition } from '@throughline/read-store';
import { Connection } from './connection';
import { addIndexes, createShelf, dropShelf, findShelf, migrate } from './schema';
import type { ShelfTables } from './shelf-tables';
import { SqliteShelf } from './sqlite-shelf';
import { Timelines } from './timelines';
import { Writer } from './writer';

export interface SqliteReadStoreOptions {
  /** A file in a folder that exists. It belongs to this store alone and may be deleted while nobody has it open: shelves are rebuilt. */
  readonly path: string;
  /** How long, in ms, a write waits (and this thread with it) for another process that writes. Default 2000. */
  readonly busyTimeout?: number;
  /** The file grows to this many pages of 4 KiB and no further; default no bound but the disk. */
  readonly maxPages?: number;
}

/**
 * Shelves in one SQLite file. One connection writes, another reads, both in this thread: readers see whole batches only.
 *
 * `synchronous=NORMAL`: a batch outlives a crash of the process; after a power cut the last batches may be gone, each with its
 * checkpoint, and are folded again from the store.
 */
export class SqliteReadStore implements ReadStore {
  /** By the number of the shelf: whoever opens one twice works on the same tables. */
  private readonly opened = new Map<number, Timelines>();

  private constructor(
    private readonly path: string,
    private readonly writer: Writer,
    private readonly reader: Connection,
  ) {}

  /** Throws `ReadStoreError` if the file is damaged, locked, or from a newer version. */
  static open({ path, busyTimeout, maxPages }: SqliteReadStoreOptions): SqliteReadStore {
    const connection = Connection.open(path, busyTimeout);
    try {
      // Before there is a second connection: two that change the journal at once fail whatever the time-out.
      connection.exec('PRAGMA journal_mode = WAL');
      connection.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864');
      if (maxPages !== undefined) connection.exec(`PRAGMA max_page_count = ${Math.trunc(maxPages)}`);
      migrate(connection);
      return new SqliteReadStore(path, new Writer(connection), Connection.open(path));
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  async open(definition: ShelfDefinition): Promise<Shelf> {
    let found: Timelines | undefined;
    await this.writer.transaction(async (connection) => {
      const there = findShelf(connection, definition.view, definition);
      if (there && there.kind !== definition.kind) throw new ReadStoreError('READ_STORE_FAILED', `the shelf of ${definition.view} v${definition.version} is of kind ${there.kind}`);
      found = there ? this.remember(there) : new Timelines(createShelf(connection, definition));
      addIndexes(connection, found.tables, definition.indexes);
      return true;
    });
    const timelines = this.remember((found as Timelines).tables);
    return new SqliteShelf(definition, timelines, { writer: this.writer, reader: this.reader, another: () => Connection.open(this.path) });
  }

  async activeGeneration(view: string): Promise<ActiveGeneration | null> {
    this.writer.refuseIfClosed();
    const found = this.reader.rows<[bigint, bigint]>('SELECT version, generation FROM active JOIN shelf ON shelf.id = active.shelf WHERE active.view = ?', view)[0];
    return found ? { version: Number(found[0]), generation: Number(found[1]) } : null;
  }

  async activate(view: string, active: ActiveGeneration): Promise<void> {
    await this.writer.transaction(async (connection) => {
      const tables = findShelf(connection, view, active);
      if (!tables) throw new ReadStoreError('READ_STORE_FAILED', `there is no shelf ${view} v${active.version} generation ${active.generation} to activate`);
      connection.run('INSERT INTO active (view, shelf) VALUES (?, ?) ON CONFLICT (view) DO UPDATE SET shelf = excluded.shelf', view, tables.id);
      return true;
    });
  }

  async generations(view: string): Promise<readonly ActiveGeneration[]> {
    this.writer.refuseIfClosed();
    return this.reader
      .rows<[bigint, bigint]>('SELECT version, generation FROM shelf WHERE view = ? ORDER BY version, generation', view)
      .map(([version, generation]) => ({ version: Number(version), generation: Number(generation) }));
  }

  async shelves(): Promise<readonly ShelfDefinition[]> {
    this.writer.refuseIfClosed();
    return this.reader
      .rows<[string, bigint, bigint, ShelfDefinition['kind'], string]>('SELECT view, version, generation, kind, indexes FROM shelf ORDER BY view, version, generation')
      .map(([view, version, generation, kind, indexes]) => ({ view, version: Number(version), generation: Number(generation), kind, indexes: JSON.parse(indexes) as string[] }));
  }

  /** The pages of the file are used again; the file itself does not shrink. */
  async drop(view: string, active: ActiveGeneration): Promise<void> {
    await this.writer.transaction(async (connection) => {
      const tables = findShelf(connection, view, active);
      if (!tables) return false;
      dropShelf(connection, tables);
      this.opened.delete(tables.id);
      return true;
    });
  }

  private remember(tables: ShelfTables): Timelines {
    const timelines = this.opened.get(tables.id) ?? new Timelines(tables);
    this.opened.set(tables.id, timelines);
    return timelines;
  }

  async close(): Promise<void> {
    if (await this.writer.close()) this.reader.close();
  }
}
