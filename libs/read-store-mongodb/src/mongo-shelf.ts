import type { Calls } from '@throughline/mongodb';
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
import { countDocuments, findDocuments, readDocuments, writeDocuments } from './documents';
import { insertEntries } from './entries';
import { readEntries } from './merge';
import { countParked, readCheckpoint, readCheckpoints, readParked, writeCheckpoint, writeParked } from './parking';
import type { Registry } from './registry';
import { scanShelf } from './scan';
import type { ShelfCollections } from './shelf-collections';

/**
 * One generation of one view. A batch is no transaction:
 *
 *   is the shelf there? ─▶ documents or entries ─▶ parked ─▶ checkpoint
 *        └ no: throws            └ conflicts: those are left out, and all that follows
 *
 * So whatever stops it, the checkpoint speaks only for what stands there with a majority of the servers, and what stands there
 * without it is folded once more to the same result: by position a document knows what it has seen, an entry is there only once.
 */
export class MongoShelf implements Shelf {
  constructor(
    readonly definition: ShelfDefinition,
    private readonly collections: ShelfCollections,
    private readonly registry: Registry,
    private readonly calls: Calls,
  ) {}

  checkpoint(partition: number): Promise<Checkpoint | null> {
    return this.read(() => readCheckpoint(this.collections, partition), (found) => found === null);
  }

  checkpoints(): Promise<readonly Checkpoint[]> {
    return this.read(() => readCheckpoints(this.collections), isNothing);
  }

  write(batch: ShelfBatch): Promise<{ readonly conflicts: readonly string[] }> {
    return this.calls.run(async () => {
      const { collections } = this;
      const { indexes } = await this.registry.current(collections.registered);
      const conflicts = await writeDocuments(collections, batch.documents, indexes);
      if (conflicts.length > 0) return { conflicts };
      await insertEntries(collections, batch.entries, indexes);
      await writeParked(collections, batch);
      if (batch.checkpoint) await writeCheckpoint(collections, batch.checkpoint);
      return { conflicts };
    });
  }

  documents(keys: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    return this.read(() => readDocuments(this.collections, keys), ({ size }) => size === 0);
  }

  find(query: DocumentQuery): Promise<readonly StoredDocument[]> {
    return this.read(() => findDocuments(this.collections, this.definition.indexes, query), isNothing);
  }

  count(where: Where): Promise<number> {
    return this.read(() => countDocuments(this.collections, this.definition.indexes, where), (count) => count === 0);
  }

  entries(query: EntryQuery): Promise<readonly StoredEntry[]> {
    return this.read(() => readEntries(this.collections, this.definition.indexes, query), isNothing);
  }

  async *scan(): AsyncIterable<StoredDocument | StoredEntry> {
    yield* this.calls.each(scanShelf(this.collections));
    await this.calls.run(() => this.registry.current(this.collections.registered));
  }

  parked(query: ParkedQuery): Promise<readonly ParkedEvent[]> {
    return this.read(() => readParked(this.collections, query), isNothing);
  }

  parkedCount(): Promise<number> {
    return this.read(() => countParked(this.collections), (count) => count === 0);
  }

  /** A shelf that was dropped has nothing, so it is enough that those who find nothing look whether it is there. */
  private read<T>(work: () => Promise<T>, isEmpty: (found: T) => boolean): Promise<T> {
    return this.calls.run(async () => {
      const found = await work();
      if (isEmpty(found)) await this.registry.current(this.collections.registered);
      return found;
    });
  }
}

function isNothing(found: readonly unknown[]): boolean {
  return found.length === 0;
}
