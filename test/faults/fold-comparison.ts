import type { Journal } from '@throughline/event-store';
import { canonicalJson, type JsonObject, type StoredEvent, type View } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import type { Shelf } from '@throughline/read-store';
import { FaultFound } from './fault-found';

/** Events opened at once. */
const PAGE = 1_000;

/** All events of the store in clear. Throws `FaultFound` where one cannot be opened. */
export async function openedEvents(journal: Journal): Promise<readonly StoredEvent[]> {
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

/** Each document and each entry of the shelf is that of the pure fold of these events, and nothing else is there. Answers with how many were compared. */
export async function compareToFold(view: View, shelf: Shelf, events: readonly StoredEvent[]): Promise<number> {
  if ((await shelf.parkedCount()) > 0) throw new FaultFound(`${view.name} has parked events`);
  return compare(view.name, await onShelf(shelf), folded(view, events));
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
