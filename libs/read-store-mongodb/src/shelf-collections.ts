import type { mongo } from 'mongoose';
import type { Registered, Registry } from './registry';
import { fieldName } from './values';

/** A document, or an entry, as it stands there. This shape is stored: version it, never change it. */
export interface Item extends mongo.Document {
  /** Of a document its key; of an entry its position, in 19 digits, and its key: an event has one position, so that names it. */
  readonly _id: string;
  readonly lane: string;
  readonly position: bigint;
  /** JSON. */
  readonly body: string;
}

/** What one shelf is made of: a collection of its own, and its rows in two that all shelves share. */
export interface ShelfCollections {
  readonly registered: Registered;
  readonly items: mongo.Collection<Item>;
  readonly parked: mongo.Collection<ParkedRow>;
  readonly checkpoints: mongo.Collection<CheckpointRow>;
}

export interface ParkedRow {
  readonly _id: string;
  readonly shelf: string;
  readonly position: bigint;
  readonly lane: string;
  readonly nodes: readonly string[];
  readonly eventId: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly reason: string;
  readonly failed: boolean;
}

export interface CheckpointRow {
  readonly _id: string;
  readonly shelf: string;
  readonly storeId: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly position: bigint;
}

const ITEMS = 'items_';

export function collectionsOf(db: mongo.Db, registered: Registered): ShelfCollections {
  return { registered, items: db.collection(itemsName(registered)), parked: db.collection('parked'), checkpoints: db.collection('checkpoints') };
}

/** For people who look into the database, with the view's name. */
function itemsName({ shelf, view }: Registered): string {
  return `${ITEMS}${view.replaceAll(/[^\w-]/g, '_').slice(0, 60)}_${shelf}`;
}

/** What all shelves share. Before anything is read or written. */
export async function prepareDatabase(db: mongo.Db): Promise<void> {
  const keys: readonly mongo.IndexSpecification[] = [{ shelf: 1, position: 1 }, { shelf: 1, lane: 1, position: 1 }, { shelf: 1, nodes: 1, position: 1 }];
  await db.collection('parked').createIndexes(keys.map((key) => ({ key: key as Record<string, 1> })));
  await db.collection('checkpoints').createIndexes([{ key: { shelf: 1, partition: 1 } }]);
}

/** Makes the collection and its indexes; nothing happens where they are there. */
export async function prepareItems({ items, registered: { kind } }: ShelfCollections, indexes: readonly string[]): Promise<void> {
  if (kind === 'entry') await items.createIndexes([{ key: { key: 1, time: 1, position: 1 }, name: 'timeline' }]);
  else if (indexes.length > 0) await items.createIndexes(indexes.map((path) => ({ key: { [`f.${fieldName(path)}`]: 1, _id: 1 }, name: `by ${fieldName(path)}` })));
}

/** After it was taken from the registry. */
export async function dropShelf({ items, parked, checkpoints, registered: { shelf } }: ShelfCollections): Promise<void> {
  await items.drop();
  await parked.deleteMany({ shelf });
  await checkpoints.deleteMany({ shelf });
}

/**
 * Removes what belongs to no shelf: one was dropped and the process died in the middle, or another still wrote to it. Looks first at
 * what is there and then at the shelves, because a shelf is registered before it holds anything.
 */
export async function sweep(db: mongo.Db, registry: Registry): Promise<void> {
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).filter((name) => name.startsWith(ITEMS));
  const rows = await Promise.all(['parked', 'checkpoints'].map(async (name) => ({ name, shelves: (await db.collection(name).distinct('shelf')) as string[] })));
  const registered = await registry.all();
  for (const name of names) if (!registered.has(name.slice(name.lastIndexOf('_') + 1))) await db.collection(name).drop();
  for (const { name, shelves } of rows) {
    const gone = shelves.filter((shelf) => !registered.has(shelf));
    if (gone.length > 0) await db.collection(name).deleteMany({ shelf: { $in: gone } });
  }
}
