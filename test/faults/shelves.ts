import { join } from 'node:path';
import { Journal, type EventStore } from '@throughline/event-store';
import { canonicalJson, type JsonObject, type StoredEvent, type View } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import type { Shelf } from '@throughline/read-store';
import { SqliteReadStore } from '@throughline/read-store-sqlite';
import { loadMasterKey, SqliteVault } from '@throughline/vault-sqlite';
import { FaultFound } from './fault-found';

/** Events opened at once. */
const PAGE = 1_000;

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

async function openedEvents(journal: Journal): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  let page: StoredEvent[] = [];
  const open = async (): Promise<void> => {
    for (const opened of await journal.openEvents(page)) {
      if (!opened.ok) throw new FaultFound(`event ${opened.event.id} cannot be opened: ${opened.reason}`, 'lost');
      // Nobody is ever erased here: what reads as erased was sealed with a key that is gone.
      if (JSON.stringify([opened.event.data, opened.event.sender]).includes('"$erased":true')) throw new FaultFound(`event ${opened.event.id} was sealed with a key that is not in the vault`, 'lost');
      events.push(opened.event);
    }
    page = [];
  };
  for await (const event of journal.store.readAll()) if (page.push(event) === PAGE) await open();
  await open();
  return events;
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
  if ((await shelf.parkedCount()) > 0) throw new FaultFound(`${view.name} has parked events`);
  return compare(view.name, await onShelf(shelf), folded(view, events.filter(({ position }) => position <= reached)));
}

function folded(view: View, events: readonly StoredEvent[]): ReadonlyMap<string, string> {
  const { documents, entries } = foldView(view, events);
  const found = new Map([...documents].map(([key, body]) => [key, canonicalJson(body)]));
  for (const { key, id, time, body } of entries) found.set(entryKey(key, id), entryText(time, body));
  return found;
}

async function onShelf(shelf: Shelf): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const item of shelf.scan()) {
    const key = 'id' in item ? entryKey(item.key, item.id) : item.key;
    if (found.has(key)) throw new FaultFound(`${shelf.definition.view} has ${key} twice`, 'doubled');
    found.set(key, 'id' in item ? entryText(item.time, item.body) : canonicalJson(item.body));
  }
  return found;
}

const entryKey = (key: string, id: string): string => `${key}\n${id}`;
const entryText = (time: number, body: JsonObject): string => `${time} ${canonicalJson(body)}`;

function compare(view: string, shelf: ReadonlyMap<string, string>, fold: ReadonlyMap<string, string>): number {
  for (const [key, text] of fold) if (shelf.get(key) !== text) throw new FaultFound(`${view}: under ${key} the shelf has\n  ${shelf.get(key) ?? 'nothing'}\nand the fold\n  ${text}`);
  for (const key of shelf.keys()) if (!fold.has(key)) throw new FaultFound(`${view}: ${key} is on the shelf and not in the fold`);
  return shelf.size;
}
