import { Calls, type MongoConnection } from '@throughline/mongodb';
import { ReadStoreError, type ActiveGeneration, type ReadStore, type Shelf, type ShelfDefinition } from '@throughline/read-store';
import type { mongo } from 'mongoose';
import { fillIndexes } from './fill';
import { MongoShelf } from './mongo-shelf';
import { Registry } from './registry';
import { collectionsOf, dropShelf, prepareDatabase, prepareItems, sweep } from './shelf-collections';

export interface MongoReadStoreOptions {
  /** Of this store alone, shared by all processes. It may be dropped while nobody has it open: shelves are rebuilt. */
  readonly database: string;
}

/**
 * Shelves in MongoDB, for many processes at once: single documents by compare-and-set on their position, no transactions. Needs no
 * replica set. Everything it writes stands in the journals of a majority before it counts as written; and it reads only what does:
 * what a failover takes back must not be taken for seen by who brings it once more.
 *
 *   shelves      which there are, each with its indexes       active       which generation of a view is read
 *   items_…      the documents or entries of one shelf        parked, checkpoints   of all shelves
 */
export class MongoReadStore implements ReadStore {
  private readonly registry: Registry;
  private readonly calls = new Calls({
    closed: () => new ReadStoreError('READ_STORE_CLOSED', 'the read store is closed'),
    failed: (reason, cause) => new ReadStoreError('READ_STORE_FAILED', `MongoDB has not done it, or not answered: ${reason}`, { cause }),
  });

  private constructor(private readonly db: mongo.Db) {
    this.registry = new Registry(db);
  }

  /** Throws `ReadStoreError` if the database cannot be used. The connection stays the caller's. */
  static async open(connection: MongoConnection, { database }: MongoReadStoreOptions): Promise<MongoReadStore> {
    const store = new MongoReadStore(connection.database(database, 'majority'));
    await store.calls.run(async () => {
      await prepareDatabase(store.db);
      await sweep(store.db, store.registry);
    });
    return store;
  }

  open(definition: ShelfDefinition): Promise<Shelf> {
    return this.calls.run(async () => {
      const { view, version, kind, indexes } = definition;
      const registered = await this.registry.register(definition);
      if (registered.kind !== kind) throw new ReadStoreError('READ_STORE_FAILED', `the shelf of ${view} v${version} is of kind ${registered.kind}`);
      const collections = collectionsOf(this.db, registered);
      await fillIndexes(collections, this.registry, registered, indexes);
      await prepareItems(collections, indexes);
      return new MongoShelf(definition, collections, this.registry, this.calls);
    });
  }

  activeGeneration(view: string): Promise<ActiveGeneration | null> {
    return this.calls.run(() => this.registry.active(view));
  }

  activate(view: string, active: ActiveGeneration): Promise<void> {
    return this.calls.run(() => this.registry.activate(view, active));
  }

  generations(view: string): Promise<readonly ActiveGeneration[]> {
    return this.calls.run(() => this.registry.generations(view));
  }

  shelves(): Promise<readonly ShelfDefinition[]> {
    return this.calls.run(() => this.registry.definitions());
  }

  drop(view: string, active: ActiveGeneration): Promise<void> {
    return this.calls.run(async () => {
      const registered = await this.registry.find(view, active);
      if (!registered) return;
      await this.registry.remove(registered);
      await dropShelf(collectionsOf(this.db, registered));
    });
  }

  close(): Promise<void> {
    return this.calls.close();
  }
}
