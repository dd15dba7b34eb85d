import { effectiveTime, type JsonObject, type StoredEvent, type View } from '@throughline/kernel';

export interface FoldedEntry {
  readonly key: string;
  readonly id: string;
  readonly time: number;
  readonly body: JsonObject;
}

/**
 * The oracle: what a shelf must hold after these events (opened, in store order, each once), written as plainly as can be.
 * Shares nothing with the engine. Throws what the view throws.
 */
export function foldView(view: View, events: readonly StoredEvent[]): { readonly documents: ReadonlyMap<string, JsonObject>; readonly entries: readonly FoldedEntry[] } {
  const documents = new Map<string, JsonObject>();
  const entries: FoldedEntry[] = [];
  for (const event of events) {
    for (const key of new Set(view.keys(event))) {
      if (view.kind === 'document') documents.set(key, view.evolve(documents.get(key) ?? view.initial(key), event, key));
      else entries.push({ key, id: event.id, time: effectiveTime(event), body: view.entry(event, key) });
    }
  }
  return { documents, entries };
}
