import { freshId, Journal, MemoryEventStore } from '@throughline/event-store';
import type { DocumentView, Fact, StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { MemoryReadStore, type Shelf } from '@throughline/read-store';
import { MemoryVault } from '@throughline/vault';

/** A fact and when it is said to have happened (RFC 3339). */
export type Happened = Fact & { readonly at?: string };

/** What views are given: these facts as the real journal gives them back, addressed, sealed, stored in memory and opened again. */
export async function recorded(facts: readonly Happened[]): Promise<readonly StoredEvent[]> {
  const store = new MemoryEventStore();
  const journal = await Journal.open(store, new MemoryVault());
  for (const { at = '2026-01-15T09:00:00.000Z', type, data } of facts) {
    const id = freshId();
    const draft = { type, data, id, source: 'simulated', occurredAt: at, actor: 'source:simulated', correlationId: id, causationId: null } as const;
    const stream = journal.streamOf(draft);
    const { head } = await journal.load(stream);
    await journal.append(stream, head.revision, journal.address(head, [draft]).events);
  }
  const stored: StoredEvent[] = [];
  for await (const event of store.readAll()) stored.push(event);
  return (await journal.openEvents(stored)).map((opened) => {
    if (!opened.ok) throw new Error(opened.reason);
    return opened.event;
  });
}

/** A shelf in memory that holds what these events fold to. */
export async function shelfOf(view: DocumentView, events: readonly StoredEvent[]): Promise<Shelf> {
  const { name, version, indexes, kind } = view;
  const shelf = await new MemoryReadStore().open({ view: name, version, generation: 1, kind, indexes });
  const documents = [...foldView(view, events).documents].map(([key, body]) => ({ key, lane: key, position: 1n, body, expected: null }));
  await shelf.write({ documents, entries: [], park: [], unpark: [], checkpoint: null });
  return shelf;
}
