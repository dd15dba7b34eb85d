import type { StoredDocument, StoredEntry } from '@throughline/read-store';
import type { mongo } from 'mongoose';
import { documentOf } from './documents';
import { entryOf, type EntryItem } from './entries';
import type { Item, ShelfCollections } from './shelf-collections';

/** Even a hundred of the largest bodies are no more than 25 MiB. */
const ITEMS_READ = 100;

/**
 * Everything ordered by lane, without an index for it, which every write would pay for: the server sorts the places, on its disk if
 * they are many, and has sorted them all before it gives the first; so what is written meanwhile is not among them. The bodies are
 * read along that order.
 */
export async function* scanShelf({ items, registered: { kind } }: ShelfCollections): AsyncGenerator<StoredDocument | StoredEntry> {
  const order = kind === 'document' ? { lane: 1, _id: 1 } : { lane: 1, key: 1, time: 1, position: 1 };
  const places = items.aggregate<Pick<Item, '_id'>>([{ $project: order }, { $sort: order }], { allowDiskUse: true });
  let ids: string[] = [];
  for await (const { _id } of places) {
    ids.push(_id);
    if (ids.length < ITEMS_READ) continue;
    yield* await itemsOf(items, ids, kind);
    ids = [];
  }
  yield* await itemsOf(items, ids, kind);
}

async function itemsOf(items: mongo.Collection<Item>, ids: readonly string[], kind: 'document' | 'entry'): Promise<readonly (StoredDocument | StoredEntry)[]> {
  const found = new Map((await items.find({ _id: { $in: [...ids] } }).toArray()).map((item) => [idOf(item), item]));
  return ids.flatMap((id) => {
    const item = found.get(id);
    if (!item) return [];
    return [kind === 'document' ? documentOf(item) : entryOf(item as EntryItem)];
  });
}

function idOf({ _id }: Item): string {
  return _id;
}
