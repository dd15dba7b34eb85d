import { amended, isAmendment } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type JsonObject, type StoredEvent, type View } from '@throughline/kernel';

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
  for (const [index, event] of events.entries()) {
    if (view.kind === 'document' && view.streamsOf && isAmendment(event)) {
      for (const [key, document] of foldedAnew(view, events.slice(0, index + 1))) documents.set(key, document);
      continue;
    }
    for (const key of new Set(view.keys(event))) {
      if (view.kind === 'document') documents.set(key, view.evolve(documents.get(key) ?? view.initial(key), event, key));
      else entries.push({ key, id: event.id, time: effectiveTime(event), body: view.entry(event, key) });
    }
  }
  return { documents, entries };
}

/** The last event amends others: the documents these stood in, or stand in now, from all that happened in their streams. */
function foldedAnew(view: DocumentView, past: readonly StoredEvent[]): ReadonlyMap<string, JsonObject> {
  const inStream = (stream: string, events = past) => amended(events.filter((event) => event.stream === stream));
  const stream = past.at(-1)?.stream ?? '';
  const keys = new Set([...inStream(stream, past.slice(0, -1)), ...inStream(stream)].flatMap((event) => view.keys(event)));
  const sources = (key: string) => [...new Set(view.streamsOf?.(key))].flatMap((one) => inStream(one)).filter((event) => view.keys(event).includes(key));
  return new Map([...keys].map((key) => [key, sources(key).toSorted((a, b) => Number(a.position - b.position)).reduce((doc, event) => view.evolve(doc, event, key), view.initial(key))]));
}
