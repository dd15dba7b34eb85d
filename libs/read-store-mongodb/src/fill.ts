import type { JsonObject } from '@throughline/kernel';
import type { mongo } from 'mongoose';
import type { Registered, Registry } from './registry';
import type { Item, ShelfCollections } from './shelf-collections';
import { fieldName, fieldsOf } from './values';

const ITEMS_AT_ONCE = 500;

/**
 * Fills in the indexes that a shelf did not have when it was made. Writers are told first; a document that one of them replaces
 * meanwhile has another position and is left to the next round, which ends when nothing is missing.
 */
export async function fillIndexes(collections: ShelfCollections, registry: Registry, { complete }: Registered, indexes: readonly string[]): Promise<void> {
  const missing = indexes.filter((path) => !complete.includes(path));
  if (missing.length === 0) return;
  await registry.fill(collections.registered, missing);
  const unfilled: mongo.Filter<Item> = { $or: missing.map((path) => ({ [`f.${fieldName(path)}`]: { $exists: false } })) };
  for (let filled = await fillRound(collections, unfilled, missing); filled > 0; filled = await fillRound(collections, unfilled, missing));
  await registry.filled(collections.registered, missing);
}

async function fillRound({ items }: ShelfCollections, unfilled: mongo.Filter<Item>, paths: readonly string[]): Promise<number> {
  let filled = 0;
  let operations: mongo.AnyBulkWriteOperation<Item>[] = [];
  for await (const { _id, position, body } of items.find(unfilled, { projection: { position: 1, body: 1 } })) {
    const { f, l } = fieldsOf(JSON.parse(body) as JsonObject, paths);
    operations.push({ updateOne: { filter: { _id, position }, update: { $set: { ...under('f', f), ...under('l', l) } } } });
    filled += 1;
    if (operations.length < ITEMS_AT_ONCE) continue;
    await items.bulkWrite(operations, { ordered: false });
    operations = [];
  }
  if (operations.length > 0) await items.bulkWrite(operations, { ordered: false });
  return filled;
}

function under(name: string, values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [`${name}.${field}`, value]));
}
