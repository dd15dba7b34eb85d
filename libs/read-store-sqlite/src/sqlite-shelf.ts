import type {
  Checkpoint,
  DocumentQuery,
  EntryQuery,
  ParkedEvent,
  ParkedQuery,
  Shelf,
  ShelfBatch,
  ShelfDefinition,
  StoredDocument,
  StoredEntry,
  Where,
} from '@throughline/read-store';
import type { Connection } from './connection';
import { countDocuments, findDocuments, readDocuments, writeDocument } from './documents';
import { readEntries } from './merge';
import { countParked, park, readParked, unpark } from './parking';
import { scanShelf } from './scan';
import type { ShelfTables } from './shelf-tables';
import { insertEntry, type Timelines } from './timelines';
import type { Writer } from './writer';

export interface Connections {
  readonly writer: Writer;
  readonly reader: Connection;
  /** To be closed by who asked for it. */
  another(): Connection;
}

type CheckpointRow = readonly [storeId: string, partition: bigint, offset: bigint, position: bigint];

export class SqliteShelf implements Shelf {
  private readonly tables: ShelfTables;

  constructor(
    readonly definition: ShelfDefinition,
    private readonly timelines: Timelines,
    private readonly connections: Connections,
  ) {
    this.tables = timelines.tables;
  }

  async checkpoint(partition: number): Promise<Checkpoint | null> {
    const row = this.reader.rows<CheckpointRow>(`SELECT store, partition, log_offset, position FROM checkpoint_${this.tables.id} WHERE partition = ?`, partition)[0];
    return row ? checkpointOf(row) : null;
  }

  async checkpoints(): Promise<readonly Checkpoint[]> {
    return this.reader.rows<CheckpointRow>(`SELECT store, partition, log_offset, position FROM checkpoint_${this.tables.id} ORDER BY partition`).map(checkpointOf);
  }

  /** One transaction: on a conflict, or an error, nothing of the batch is there. */
  async write(batch: ShelfBatch): Promise<{ readonly conflicts: readonly string[] }> {
    const conflicts: string[] = [];
    try {
      await this.connections.writer.transaction(async (connection) => {
        await this.writeBatch(connection, batch, conflicts);
        if (conflicts.length > 0) this.timelines.forget();
        return conflicts.length === 0;
      });
    } catch (error) {
      this.timelines.forget();
      throw error;
    }
    return { conflicts };
  }

  async documents(keys: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    return readDocuments(this.reader, this.tables, keys);
  }

  async find(query: DocumentQuery): Promise<readonly StoredDocument[]> {
    return findDocuments(this.reader, this.tables, query);
  }

  async count(where: Where): Promise<number> {
    return countDocuments(this.reader, this.tables, where);
  }

  async entries(query: EntryQuery): Promise<readonly StoredEntry[]> {
    return readEntries(this.reader, this.timelines, query);
  }

  async *scan(): AsyncIterable<StoredDocument | StoredEntry> {
    this.connections.writer.refuseIfClosed();
    const connection = this.connections.another();
    try {
      yield* scanShelf(connection, this.tables);
    } finally {
      connection.close();
    }
  }

  async parked(query: ParkedQuery): Promise<readonly ParkedEvent[]> {
    return readParked(this.reader, this.tables.id, query);
  }

  async parkedCount(): Promise<number> {
    return countParked(this.reader, this.tables.id);
  }

  private async writeBatch(connection: Connection, batch: ShelfBatch, conflicts: string[]): Promise<void> {
    const { writer } = this.connections;
    for (const document of batch.documents) {
      if (!writeDocument(connection, this.tables, document)) conflicts.push(document.key);
      await writer.rowWritten();
    }
    if (conflicts.length > 0) return;
    for (const entry of batch.entries) {
      insertEntry(connection, this.timelines, entry);
      await writer.rowWritten();
    }
    for (const position of batch.unpark) unpark(connection, this.tables.id, position);
    for (const event of batch.park) park(connection, this.tables.id, event);
    if (batch.checkpoint) this.writeCheckpoint(connection, batch.checkpoint);
  }

  private writeCheckpoint(connection: Connection, { storeId, partition, offset, position }: Checkpoint): void {
    connection.run(
      `INSERT OR REPLACE INTO checkpoint_${this.tables.id} (store, partition, log_offset, position) VALUES (?, ?, ?, ?)`,
      storeId,
      partition,
      offset,
      position,
    );
  }

  private get reader(): Connection {
    this.connections.writer.refuseIfClosed();
    return this.connections.reader;
  }
}

function checkpointOf([storeId, partition, offset, position]: CheckpointRow): Checkpoint {
  return { storeId, partition: Number(partition), offset, position };
}
