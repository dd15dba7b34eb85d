// Real: store, vault and shelves in SQLite files. The shelves are written by hand here, once as they should be and once with each fault.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '@throughline/event-store';
import { SqliteEventStore } from '@throughline/event-store-sqlite';
import { effectiveTime, type DocumentView, type EntryView, type NewEvent } from '@throughline/kernel';
import type { ShelfBatch } from '@throughline/read-store';
import { SqliteReadStore } from '@throughline/read-store-sqlite';
import { loadMasterKey, SqliteVault } from '@throughline/vault-sqlite';
import { compareShelves } from './shelves';

const counts: DocumentView<{ count: number }> = { kind: 'document', name: 'counts', version: 1, indexes: [], keys: ({ subject }) => [subject], initial: () => ({ count: 0 }), evolve: ({ count }) => ({ count: count + 1 }) };
const entries: EntryView = { kind: 'entry', name: 'entries', version: 1, indexes: [], keys: ({ subject }) => [subject], entry: ({ type }) => ({ type }) };

function anEvent(parts: Partial<NewEvent> = {}): NewEvent {
  const id = randomUUID();
  return { id, type: 'shop.visited', schemaVersion: 1, source: 'shop', subject: 'company:acme', parties: [], occurredAt: '2026-01-15T09:00:00.000Z', actor: 'source:shop', correlationId: id, causationId: null, data: {}, ...parts };
}

describe('comparing shelves with the fold', () => {
  let folder: string;
  let store: EventStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-shelves-'));
    const vault = await SqliteVault.open({ path: join(folder, 'vault.sqlite'), masterKey: loadMasterKey(join(folder, 'master.key'), {}) });
    await vault.close();
    store = await SqliteEventStore.open({ path: join(folder, 'events.sqlite') });
    await store.append('s', 'no-stream', [anEvent(), anEvent(), anEvent()]);
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** Both shelves as they are after `reached` events, then changed. */
  async function shelve(reached: number, change: (view: string, batch: ShelfBatch) => Partial<ShelfBatch> = () => ({})): Promise<void> {
    const readStore = SqliteReadStore.open({ path: join(folder, 'shelves.sqlite') });
    const first = { documents: [], entries: [], park: [], unpark: [], checkpoint: { storeId: store.storeId, partition: 0, offset: BigInt(reached), position: BigInt(reached) } };
    for (const view of [counts, entries]) {
      const shelf = await readStore.open({ view: view.name, kind: view.kind, indexes: [], version: 1, generation: 1 });
      const place = { key: 'company:acme', lane: 'company:acme' };
      const batch: ShelfBatch = view === counts ? { ...first, documents: [{ ...place, position: BigInt(reached), expected: null, body: { count: reached } }] } : { ...first, entries: await entriesUpTo(reached) };
      await shelf.write({ ...batch, ...change(view.name, batch) });
      await readStore.activate(view.name, { version: 1, generation: 1 });
    }
    await readStore.close();
  }

  async function entriesUpTo(reached: number): Promise<ShelfBatch['entries']> {
    const found: ShelfBatch['entries'][number][] = [];
    for await (const event of store.readAll({ limit: reached })) found.push({ key: event.subject, lane: event.subject, id: event.id, time: effectiveTime(event), position: event.position, body: { type: event.type } });
    return found;
  }

  const compare = (complete: boolean): Promise<number> => compareShelves(folder, store, [counts, entries], complete);

  it('finds nothing where they are equal', async () => {
    await shelve(3);
    expect(await compare(true)).toBe(4);
  });

  it('allows a shelf to be behind, but not in the end', async () => {
    await shelve(2);
    expect(await compare(false)).toBe(3);
    await expect(compare(true)).rejects.toThrow('the shelf of counts stands at 2, the store at 3');
  });

  it('allows a shelf to be missing, but not in the end', async () => {
    expect(await compare(false)).toBe(0);
    await expect(compare(true)).rejects.toThrow('the view counts has no shelf');
  });

  it.each<[string, (view: string, batch: ShelfBatch) => Partial<ShelfBatch>, string]>([
    ['an event that was folded in twice', (view, { documents }) => (view === 'counts' ? { documents: documents.map((document) => ({ ...document, body: { count: 4 } })) } : {}), 'counts: under company:acme the shelf has\n  {"count":4}\nand the fold\n  {"count":3}'],
    ['a document that nothing led to', (view, { documents }) => (view === 'counts' ? { documents: [...documents, { key: 'x', lane: 'x', position: 1n, expected: null, body: {} }] } : {}), 'counts: x is on the shelf and not in the fold'],
    ['a document that is missing', (view) => (view === 'counts' ? { documents: [] } : {}), 'the shelf has\n  nothing'],
    ['an entry that is missing', (view, batch) => (view === 'entries' ? { entries: batch.entries.slice(0, 2) } : {}), 'the shelf has\n  nothing'],
    ['an entry at another time', (view, batch) => (view === 'entries' ? { entries: batch.entries.map((entry) => ({ ...entry, time: entry.time + 1 })) } : {}), 'entries: under'],
    ['a checkpoint beyond the end of the store', (_view, batch) => ({ checkpoint: batch.checkpoint && { ...batch.checkpoint, position: 9n } }), 'the shelf of counts stands at 9, the store at 3'],
    ['an event that is parked', (_view) => ({ park: [{ position: 1n, lane: 'l', nodes: [], eventId: 'e', type: 't', recordedAt: '2026-01-15T09:00:00.000Z', reason: 'r', failed: true }] }), 'counts has parked events'],
  ])('finds %s', async (_name, change, message) => {
    await shelve(3, change);
    await expect(compare(false)).rejects.toMatchObject({ name: 'FaultFound', message: expect.stringContaining(message) as string });
  });

  it('finds an event whose key is gone', async () => {
    await store.append('t', 'no-stream', [anEvent({ data: { email: { $sealed: { v: 1, k: 'email:1.gone', n: 'AAAAAAAAAAAAAAAA', c: 'AAAA' } } } })]);
    await expect(compare(false)).rejects.toMatchObject({ kind: 'lost', message: expect.stringContaining('a key that is not in the vault') as string });
  });
});
