import { duplicatesOf } from '@throughline/mongodb';
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

/** Those that are not there yet, each once. Throws where another event has the place of one of them: nothing is written then. */
export async function newEntries(shelf: ShelfCollections, entries: readonly StoredEntry[]): Promise<readonly StoredEntry[]> {
  const there = new Map<string, string>();
  for (let from = 0; from < entries.length; from += KEYS_AT_ONCE) await lookUp(shelf, entries.slice(from, from + KEYS_AT_ONCE), there);
  return entries.filter((entry) => {
    const event = there.get(placeOf(entry));
    there.set(placeOf(entry), event ?? entry.id);
    if (event !== undefined && event !== entry.id) throw new ReadStoreError('READ_STORE_FAILED', `the events ${event} and ${entry.id} claim one position of one timeline`);
    return event === undefined;
  });
}

/** E11000 means that another process has brought the same entry: an entry never changes, so it is written. */
export async function insertEntries(shelf: ShelfCollections, entries: readonly StoredEntry[], indexes: readonly string[]): Promise<void> {
  if (entries.length === 0) return;
  try {
    await shelf.items.insertMany(entries.map((entry) => itemOf(entry, indexes)), { ordered: false });
  } catch (error) {
    await newEntries(shelf, duplicatesOf(error).flatMap((index) => entries[index] ?? []));
  }
}

export function entryOf({ key, id, lane, time, position, body }: EntryItem): StoredEntry {
  return { key: fromText(key), id, lane: fromText(lane), time, position, body: JSON.parse(body) as StoredEntry['body'] };
}

async function lookUp({ items }: ShelfCollections, entries: readonly StoredEntry[], there: Map<string, string>): Promise<void> {
  const found = items.find({ _id: { $in: entries.map(placeOf) } }, { projection: { id: 1 } });
  for await (const { _id, id } of found) there.set(_id, (id as EntryItem['id']));
}

function itemOf(entry: StoredEntry, indexes: readonly string[]): EntryItem {
  const { key, id, lane, time, position, body } = entry;
  return { _id: placeOf(entry), key: toText(key), id, lane: toText(lane), time, position, body: JSON.stringify(body), ...fieldsOf(body, indexes) };
}

/** Digits of a 64-bit integer, so that what comes later stands at the end of the index, where it is cheap to add. */
function placeOf({ position, key }: StoredEntry): string {
  return `${String(position).padStart(19, '0')} ${key}`;
}
