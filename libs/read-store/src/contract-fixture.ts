import type { JsonObject } from '@throughline/kernel';
import type { Checkpoint, DocumentWrite, ParkedEvent, ReadStore, Shelf, ShelfBatch, ShelfDefinition, StoredDocument, StoredEntry } from './read-store';

/** A fresh, empty store for each case; the suite closes it. */
export type ReadStoreFactory = () => Promise<ReadStore>;

/** What the cases of the contract say over and over, so that each shows only what it is about. */
export const documentShelf: ShelfDefinition = { view: 'tickets', version: 1, generation: 1, kind: 'document', indexes: ['status', 'amount', 'customer.name'] };
export const entryShelf: ShelfDefinition = { view: 'timeline', version: 1, generation: 1, kind: 'entry', indexes: ['type', 'words'] };

export function withStore(factory: ReadStoreFactory): { store: ReadStore } {
  const held = {} as { store: ReadStore };
  beforeEach(async () => {
    held.store = await factory();
  });
  afterEach(() => held.store.close());
  return held;
}

export function withShelf(factory: ReadStoreFactory, definition: ShelfDefinition): { store: ReadStore; shelf: Shelf } {
  const held = withStore(factory) as { store: ReadStore; shelf: Shelf };
  beforeEach(async () => {
    held.shelf = await held.store.open(definition);
  });
  return held;
}

export function batch(parts: Partial<ShelfBatch>): ShelfBatch {
  return { documents: [], entries: [], park: [], unpark: [], checkpoint: null, ...parts };
}

export function checkpoint(parts: Partial<Checkpoint> = {}): Checkpoint {
  return { storeId: 'store-a', partition: 0, offset: 10n, position: 100n, ...parts };
}

export function document(key: string, body: JsonObject = {}, parts: Partial<DocumentWrite> = {}): DocumentWrite {
  return { key, lane: `lane-of-${key}`, position: 1n, expected: null, body, ...parts };
}

export function entry(key: string, place: number | bigint, parts: Partial<StoredEntry> = {}): StoredEntry {
  const position = BigInt(place);
  return { key, id: `event-${position}`, lane: key, time: Number(position) * 1000, position, body: { at: String(position) }, ...parts };
}

export function parkedEvent(position: bigint, parts: Partial<ParkedEvent> = {}): ParkedEvent {
  return {
    position,
    lane: 'lane-a',
    nodes: ['node-a'],
    eventId: `event-${position}`,
    type: 'sales.opportunity-won',
    recordedAt: '2026-01-15T09:00:00.000Z',
    reason: 'UNKNOWN_SCHEMA_VERSION',
    failed: true,
    ...parts,
  };
}

export async function storeDocuments(shelf: Shelf, bodies: Readonly<Record<string, JsonObject>>): Promise<void> {
  const documents = Object.entries(bodies).map(([key, body]) => document(key, body));
  expect(await shelf.write(batch({ documents }))).toEqual({ conflicts: [] });
}

export async function scanned(shelf: Shelf): Promise<readonly (StoredDocument | StoredEntry)[]> {
  const all: (StoredDocument | StoredEntry)[] = [];
  for await (const one of shelf.scan()) all.push(one);
  return all;
}

export function keysOf(documents: readonly { readonly key: string }[]): readonly string[] {
  return documents.map(({ key }) => key);
}

export function positionsOf(entries: readonly { readonly position: bigint }[]): readonly bigint[] {
  return entries.map(({ position }) => position);
}
