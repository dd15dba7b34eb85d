import { duplicatesOf, repeating } from '@throughline/mongodb';
import { ReadStoreError, type StoredEntry } from '@throughline/read-store';
import { KEYS_AT_ONCE } from './documents';
import type { Item, ShelfCollections } from './shelf-collections';
import { fieldsOf, fromText, toText } from './values';

/** One event on one timeline. This shape is stored: version it, never change it. */
export interface EntryItem extends Item {
  readonly key: string;
  /** The event's. */
  readonly id: string;
  readonly time: number;
}

export const WHOLE_ENTRY = { key: 1, id: 1, lane: 1, time: 1, position: 1, body: 1 } as const;

/**
 * Inserts what is not there yet, without looking first. Throws where another event has the place of one of them.
 *
 * E11000 means that the same entry was there: an entry never changes, so it is written. It counts when a majority has it; as long as
 * it has not, a failover may take it back.
 */
export async function insertEntries(shelf: ShelfCollections, entries: readonly StoredEntry[], indexes: readonly string[]): Promise<void> {
  if (entries.length === 0) return;
  const once = missingOf(entries, new Map());
  try {
    await shelf.items.insertMany(once.map((entry) => itemOf(entry, indexes)), { ordered: false });
  } catch (error) {
    let open: readonly StoredEntry[] = duplicatesOf(error).flatMap((index) => once[index] ?? []);
    await repeating(async () => ((open = missingOf(open, await eventsAt(shelf, open))).length === 0 ? true : undefined), unseen);
  }
}

export function entryOf({ key, id, lane, time, position, body }: EntryItem): StoredEntry {
  return { key: fromText(key), id, lane: fromText(lane), time, position, body: JSON.parse(body) as StoredEntry['body'] };
}

/** Those whose place is free, each once. */
function missingOf(entries: readonly StoredEntry[], there: ReadonlyMap<string, string>): readonly StoredEntry[] {
  const events = new Map(there);
  return entries.filter((entry) => {
    const event = events.get(placeOf(entry));
    events.set(placeOf(entry), event ?? entry.id);
    if (event !== undefined && event !== entry.id) throw new ReadStoreError('READ_STORE_FAILED', `the events ${event} and ${entry.id} claim one position of one timeline`);
    return event === undefined;
  });
}

async function eventsAt({ items }: ShelfCollections, entries: readonly StoredEntry[]): Promise<ReadonlyMap<string, string>> {
  const there = new Map<string, string>();
  for (let from = 0; from < entries.length; from += KEYS_AT_ONCE) {
    const found = items.find({ _id: { $in: entries.slice(from, from + KEYS_AT_ONCE).map(placeOf) } }, { projection: { id: 1 } });
    for await (const { _id, id } of found) there.set(_id, id as EntryItem['id']);
  }
  return there;
}

function itemOf(entry: StoredEntry, indexes: readonly string[]): EntryItem {
  const { key, id, lane, time, position, body } = entry;
  return { _id: placeOf(entry), key: toText(key), id, lane: toText(lane), time, position, body: JSON.stringify(body), ...fieldsOf(body, indexes) };
}

/** Digits of a 64-bit integer, so that what comes later stands at the end of the index, where it is cheap to add. */
function placeOf({ position, key }: StoredEntry): string {
  return `${String(position).padStart(19, '0')} ${key}`;
}

function unseen(): ReadStoreError {
  return new ReadStoreError('READ_STORE_FAILED', 'entries that another process has written do not reach a majority of the servers');
}
