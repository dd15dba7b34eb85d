import { duplicatesOf } from '@throughline/mongodb';
import { compareScalars, compareText, scalarAt, type DocumentQuery, type DocumentWrite, type Scalar, type StoredDocument, type Where } from '@throughline/read-store';
import { mongo } from 'mongoose';
import type { Item, ShelfCollections } from './shelf-collections';
import { fieldName, fieldsOf, fromText, toText } from './values';
import { all, askedOf, beyond, passes, type Asked, type Condition } from './where-filter';

/** How many keys are named in one question. */
export const KEYS_AT_ONCE = 1_000;
const WHOLE = { lane: 1, position: 1, body: 1 } as const;

export async function readDocuments({ items }: ShelfCollections, keys: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
  const found = new Map<string, StoredDocument>();
  for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
    const wanted = keys.slice(from, from + KEYS_AT_ONCE).map(toText);
    for await (const item of items.find({ _id: { $in: wanted } }, { projection: WHOLE })) {
      const document = documentOf(item);
      found.set(document.key, document);
    }
  }
  return found;
}

/**
 * Each document by compare-and-set on the position that was read, all in one go; gives back the keys where another was quicker.
 *
 * An insert that meets another's says so (E11000), which never means that ours is in it: the other may be an older process that
 * inserts 11 while we bring 12. A replacement that matches nothing says nothing: so each write leaves its mark on what it writes, and
 * is looked up when the sum is short.
 */
export async function writeDocuments({ items }: ShelfCollections, writes: readonly DocumentWrite[], indexes: readonly string[]): Promise<readonly string[]> {
  if (writes.length === 0) return [];
  const by = new mongo.ObjectId();
  const operations = writes.map((write) => operationOf(write, itemOf(write, indexes), by));
  const { matched, duplicates } = await items.bulkWrite(operations, { ordered: false }).then(
    ({ matchedCount }) => ({ matched: matchedCount, duplicates: [] as readonly number[] }),
    (error: mongo.MongoBulkWriteError) => ({ duplicates: duplicatesOf(error), matched: error.matchedCount }),
  );
  const inserts = new Set(duplicates.map((index) => writes[index]?.key));
  const replaced = writes.filter(({ expected }) => expected !== null);
  const lost = matched === replaced.length ? new Set<string>() : await withoutMark(items, replaced, by);
  return writes.map(({ key }) => key).filter((key) => inserts.has(key) || lost.has(key));
}

export async function findDocuments(shelf: ShelfCollections, indexes: readonly string[], query: DocumentQuery): Promise<readonly StoredDocument[]> {
  if (query.limit <= 0) return [];
  const { orderBy } = query;
  if (orderBy && !indexes.includes(orderBy.path)) return sortedHere(shelf, indexes, { ...query, orderBy });
  const asked = askedOf(query.where ?? {}, indexes);
  const direction = orderBy?.descending ? -1 : 1;
  const sort: mongo.Sort = orderBy ? { [`f.${fieldName(orderBy.path)}`]: direction, _id: direction } : { _id: 1 };
  const cursor = shelf.items.find(all([...asked.conditions, ...behind(query)]), { projection: WHOLE, sort, limit: asked.rest === null ? query.limit : 0 });
  return firstOf(cursor, asked, query.limit);
}

export async function countDocuments({ items }: ShelfCollections, indexes: readonly string[], where: Where): Promise<number> {
  const asked = askedOf(where, indexes);
  if (asked.rest === null) return items.countDocuments(all(asked.conditions));
  let count = 0;
  for await (const item of items.find(all(asked.conditions), { projection: WHOLE })) if (passes(asked, documentOf(item))) count += 1;
  return count;
}

export function documentOf({ _id, lane, position, body }: Item): StoredDocument {
  return { key: fromText(_id), lane: fromText(lane), position, body: JSON.parse(body) as StoredDocument['body'] };
}

function itemOf({ key, lane, position, body }: DocumentWrite, indexes: readonly string[]): Item {
  return { _id: toText(key), lane: toText(lane), position, body: JSON.stringify(body), ...fieldsOf(body, indexes) };
}

function operationOf({ expected }: DocumentWrite, { _id, ...rest }: Item, by: mongo.ObjectId): mongo.AnyBulkWriteOperation<Item> {
  if (expected === null) return { insertOne: { document: { _id, ...rest, by } } };
  return { replaceOne: { filter: { _id, position: expected }, replacement: { ...rest, by } } };
}

async function withoutMark(items: mongo.Collection<Item>, writes: readonly DocumentWrite[], by: mongo.ObjectId): Promise<ReadonlySet<string>> {
  const lost = new Set(writes.map(({ key }) => key));
  for (let from = 0; from < writes.length; from += KEYS_AT_ONCE) {
    const wanted = writes.slice(from, from + KEYS_AT_ONCE).map(({ key }) => toText(key));
    for await (const { _id } of items.find({ _id: { $in: wanted }, by }, { projection: { _id: 1 } })) lost.delete(fromText(_id));
  }
  return lost;
}

function behind({ orderBy, after }: DocumentQuery): readonly Condition[] {
  if (!after) return [];
  const key = { _id: { [orderBy?.descending ? '$lt' : '$gt']: toText(after.key) } };
  if (!orderBy) return [key];
  const name = fieldName(orderBy.path);
  return [{ $or: [...beyond(name, after.value, orderBy.descending ?? false), { [`f.${name}`]: typeof after.value === 'string' ? toText(after.value) : after.value, ...key }] }];
}

async function firstOf(cursor: mongo.FindCursor<Item>, asked: Asked, limit: number): Promise<readonly StoredDocument[]> {
  const found: StoredDocument[] = [];
  for await (const item of cursor) {
    const document = documentOf(item);
    if (passes(asked, document)) found.push(document);
    if (found.length === limit) break;
  }
  return found;
}

/** By a path without an index: all bodies come here, and no more of them are kept than twice the page. As slow as it sounds. */
async function sortedHere(
  { items }: ShelfCollections,
  indexes: readonly string[],
  { where, orderBy: { path, descending }, after, limit }: DocumentQuery & { readonly orderBy: NonNullable<DocumentQuery['orderBy']> },
): Promise<readonly StoredDocument[]> {
  const asked = askedOf(where ?? {}, indexes);
  const sign = descending ? -1 : 1;
  const compare = (document: StoredDocument, value: Scalar, key: string) => sign * (compareScalars(scalarAt(document.body, path), value) || compareText(document.key, key));
  const sorted = (documents: readonly StoredDocument[]) => documents.toSorted((a, b) => compare(a, scalarAt(b.body, path), b.key)).slice(0, limit);
  let kept: StoredDocument[] = [];
  for await (const item of items.find(all(asked.conditions), { projection: WHOLE })) {
    const document = documentOf(item);
    if (passes(asked, document) && (!after || compare(document, after.value, after.key) > 0)) kept.push(document);
    if (kept.length >= 2 * limit) kept = [...sorted(kept)];
  }
  return sorted(kept);
}
