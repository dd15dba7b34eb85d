import { effectiveTime, type DocumentView, type EntryView, type JsonObject, type StoredEvent, type View } from '@throughline/kernel';
import type { ParkedEvent, StoredDocument, StoredEntry } from '@throughline/read-store';
import type { Anew, Fault } from './anew';
import type { OpenedEvent } from './opened-event';
import { parkedEvent } from './parking';
import { errorCode } from './projection-error';

/**
 * An event made ready for one view: the keys it concerns, or why it cannot be folded. `anew`: it amends others, and each document is
 * folded from the beginning, from the events under its key.
 */
export type FoldItem = ReadyItem | { readonly stored: StoredEvent; readonly fault: string };

interface ReadyItem {
  readonly stored: StoredEvent;
  readonly event: StoredEvent;
  readonly keys: readonly string[];
  readonly anew?: Anew;
}

export interface Folded {
  readonly documents: ReadonlyMap<string, StoredDocument>;
  readonly entries: readonly StoredEntry[];
  readonly park: readonly ParkedEvent[];
}

/**
 * Items that concern the view: what cannot be opened does, because nobody knows; and so does what amends others, because whether it
 * changes a document may hang on an amendment that is parked. `renewals`: from `readAnew`, by position.
 */
export function foldItems(view: View, events: readonly StoredEvent[], opened: readonly OpenedEvent[], renewals: ReadonlyMap<bigint, Anew | Fault>): readonly FoldItem[] {
  const items: FoldItem[] = [];
  events.forEach((stored, index) => {
    const answer = opened[index];
    const anew = renewals.get(stored.position);
    const item = answer?.ok ? (anew ? withDocuments(stored, answer.event, anew) : withKeys(view, stored, answer.event)) : { stored, fault: answer?.reason ?? 'NOT_OPENED' };
    if ('fault' in item || item.keys.length > 0 || item.anew !== undefined) items.push(item);
  });
  return items;
}

export function keysOf(items: readonly FoldItem[]): string[] {
  return [...new Set(items.flatMap((item) => ('fault' in item ? [] : item.keys)))];
}

/**
 * Folds a batch over the documents as they were read. Pure.
 *
 * Per event, by its position and the first parked position of its lane:
 *   before it (or nothing parked)   folded; a document that has seen the position already skips it
 *   at it                           parked already
 *   behind it                       parked: it waits
 * An event that fails parks itself and so begins such a lane. It changes all its documents or none.
 * `strict` also makes it fail when what the view returned is no JSON: dear, so only asked for when a shelf refused it.
 */
export function fold(view: View, items: readonly FoldItem[], known: ReadonlyMap<string, StoredDocument>, parkedFrom: ReadonlyMap<string, bigint>, strict = false): Folded {
  const result: MutableFold = { known, strict, documents: new Map(), entries: [] };
  const park = new Map<bigint, ParkedEvent>();
  const firsts = new Map(parkedFrom);
  for (const item of items) {
    const { position, subject: lane } = item.stored;
    const first = firsts.get(lane);
    if (first !== undefined && position >= first) {
      if (position > first) park.set(position, parkedEvent(item.stored, null));
      continue;
    }
    const fault = 'fault' in item ? item.fault : foldOne(view, item, result);
    if (fault === null) continue;
    park.set(position, parkedEvent(item.stored, fault));
    firsts.set(lane, position);
  }
  return { documents: result.documents, entries: result.entries, park: [...park.values()] };
}

interface MutableFold {
  readonly strict: boolean;
  readonly known: ReadonlyMap<string, StoredDocument>;
  readonly documents: Map<string, StoredDocument>;
  readonly entries: StoredEntry[];
}

/** `null` = done; otherwise why not, and nothing was changed. */
function foldOne(view: View, item: ReadyItem, result: MutableFold): string | null {
  try {
    return view.kind === 'document' ? foldDocuments(view, item, result) : addEntries(view, item, result);
  } catch (error) {
    return `VIEW_FAILED: ${errorCode(error)} at ${item.event.type}`;
  }
}

function foldDocuments(view: DocumentView, { event, keys, anew }: ReadyItem, { known, strict, documents }: MutableFold): string | null {
  const { position, subject: lane } = event;
  const next: StoredDocument[] = [];
  for (const key of keys) {
    const document = documents.get(key) ?? known.get(key);
    if (document && document.lane !== lane) return 'DOCUMENT_OF_ANOTHER_LANE';
    if (document && position <= document.position) continue;
    const before = anew === undefined ? (document?.body ?? view.initial(key)) : view.initial(key);
    const body = (anew?.get(key) ?? [event]).reduce((doc, one) => view.evolve(doc, one, key), before);
    if (!isBody(body, strict)) return `NOT_A_DOCUMENT at ${event.type}`;
    next.push({ key, lane, position, body });
  }
  for (const document of next) documents.set(document.key, document);
  return null;
}

function addEntries(view: EntryView, { event, keys }: ReadyItem, { strict, entries }: MutableFold): string | null {
  const { id, subject: lane, position } = event;
  const time = effectiveTime(event);
  const next: StoredEntry[] = [];
  for (const key of keys) {
    const body = view.entry(event, key);
    if (!isBody(body, strict)) return `NOT_A_DOCUMENT at ${event.type}`;
    next.push({ key, id, lane, time, position, body });
  }
  entries.push(...next);
  return null;
}

function withKeys(view: View, stored: StoredEvent, event: StoredEvent): FoldItem {
  try {
    const keys = view.keys(event);
    return { stored, event, keys: keys.length > 1 ? [...new Set(keys)] : keys };
  } catch (error) {
    return { stored, fault: `VIEW_FAILED: ${errorCode(error)} at ${event.type}` };
  }
}

function withDocuments(stored: StoredEvent, event: StoredEvent, anew: Anew | Fault): FoldItem {
  return 'fault' in anew ? { stored, fault: anew.fault } : { stored, event, keys: [...anew.keys()], anew };
}

/** Whether JSON has words for all bodies. */
export function areJson({ documents, entries }: Folded): boolean {
  try {
    for (const { body } of [...documents.values(), ...entries]) JSON.stringify(body);
    return true;
  } catch {
    return false;
  }
}

/** Throws what JSON throws when `strict`. */
function isBody(body: unknown, strict: boolean): body is JsonObject {
  if (strict) JSON.stringify(body);
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
