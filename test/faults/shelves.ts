import { join } from 'node:path';
import { Journal, type EventStore } from '@throughline/event-store';
import type { StoredEvent, View } from '@throughline/kernel';
import { SqliteReadStore } from '@throughline/read-store-sqlite';
import { loadMasterKey, SqliteVault } from '@throughline/vault-sqlite';
import { FaultFound } from './fault-found';
import { compareToFold, openedEvents } from './fold-comparison';

/**
 * Compares the shelf of every view with the pure fold of the store's events up to the shelf's checkpoint: each document and
 * each entry, and nothing else. `complete`: every shelf must be there and have reached the head. Answers with how many were compared.
 */
export async function compareShelves(folder: string, store: EventStore, views: readonly View[], complete: boolean): Promise<number> {
  const vault = await SqliteVault.open({ path: join(folder, 'vault.sqlite'), masterKey: loadMasterKey(join(folder, 'master.key'), {}) });
  const readStore = SqliteReadStore.open({ path: join(folder, 'shelves.sqlite') });
  try {
    const events = await openedEvents(await Journal.open(store, vault));
    let compared = 0;
    for (const view of views) compared += await compareView(readStore, view, events, complete);
    return compared;
  } finally {
    await readStore.close();
    await vault.close();
  }
}

async function compareView(readStore: SqliteReadStore, view: View, events: readonly StoredEvent[], complete: boolean): Promise<number> {
  const active = await readStore.activeGeneration(view.name);
  if (active === null) {
    if (complete) throw new FaultFound(`the view ${view.name} has no shelf`);
    return 0;
  }
  const shelf = await readStore.open({ view: view.name, kind: view.kind, indexes: view.indexes, ...active });
  const reached = (await shelf.checkpoint(0))?.position ?? 0n;
  const head = events.at(-1)?.position ?? 0n;
  if (reached > head || (complete && reached !== head)) throw new FaultFound(`the shelf of ${view.name} stands at ${reached}, the store at ${head}`);
  return compareToFold(view, shelf, events.filter(({ position }) => position <= reached));
}
