import type { StoredEvent } from './event';

/** A document on a shelf: JSON values only, so that every store gives back what it was given. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

interface ViewBase {
  readonly name: string;
  /** Raise it when the documents change: a new version is built beside the running one, then the pointer flips. */
  readonly version: number;
  /** The documents' fields (dotted paths of scalars) that queries filter or sort by. */
  readonly indexes: readonly string[];
}

/**
 * Documents folded from events. Each belongs to exactly one lane and the engine refuses another:
 * what spans lanes is contributions per lane, summed when asked.
 */
export interface DocumentView<Doc extends JsonObject = JsonObject> extends ViewBase {
  readonly kind: 'document';
  /** The keys of the documents this event changes; none = the view ignores it. */
  keys(event: StoredEvent): readonly string[];
  /**
   * The streams a document is folded from, where they are few and short. The engine then folds it anew, from the events as corrected,
   * when an entry of one of them is corrected, withdrawn or moved; without it such an event (`record.*`) comes to the view like any other.
   * A thing that was withdrawn whole leaves `initial`: let it say that there is nothing.
   */
  streamsOf?(key: string): readonly string[];
  initial(key: string): Doc;
  /** Returns a new document; never changes the one it was given. */
  evolve(doc: Doc, event: StoredEvent, key: string): Doc;
}

/** Entries: inserted once per key and event, never changed. They may belong to several keys (timelines). */
export interface EntryView<Entry extends JsonObject = JsonObject> extends ViewBase {
  readonly kind: 'entry';
  keys(event: StoredEvent): readonly string[];
  entry(event: StoredEvent, key: string): Entry;
}

/** A pure fold from events to documents. Events arrive unsealed, upcast to their current version, in lane order. */
export type View = DocumentView | EntryView;
