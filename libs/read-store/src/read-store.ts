import type { JsonObject } from '@throughline/kernel';

/**
 * The port to the shelves. A *shelf* holds one generation of one view: its documents or entries, its checkpoints, what is
 * parked. It is disposable: rebuilt from the store, never repaired.
 *
 *   document  {key, lane, position, body}: replaced only if the stored position is the one the writer read
 *   entry     {key, id, time, position, lane, body}: inserted once per (key, id), never changed. An event has one time and one
 *             position, so these may stand for its id
 *   checkpoint written with (one transaction) or after the documents it speaks for, never before
 */
export interface ReadStore {
  /** Creates the shelf and its indexes if they are not there. Cheap when they are. */
  open(definition: ShelfDefinition): Promise<Shelf>;
  /** Which generation readers see; `null` = none yet. */
  activeGeneration(view: string): Promise<ActiveGeneration | null>;
  /** Atomic for readers. Refuses a shelf that was never opened. */
  activate(view: string, active: ActiveGeneration): Promise<void>;
  generations(view: string): Promise<readonly ActiveGeneration[]>;
  /** All that were opened and not dropped, whoever did, in order of view, version and generation: so that one can be opened by its name alone. */
  shelves(): Promise<readonly ShelfDefinition[]>;
  /** Removes a shelf with all it holds, and the pointer if it was the active one; harmless if it is not there. */
  drop(view: string, active: ActiveGeneration): Promise<void>;
  close(): Promise<void>;
}

/**
 * Thrown by every adapter; `code` is stable. FAILED: damaged, full, or used wrongly (the message says which); the shelves can be
 * deleted and rebuilt. LOCKED: another process holds the store. CLOSED: it was closed here. CURSOR_INVALID: what should be the place of
 * an earlier page is none.
 */
export class ReadStoreError extends Error {
  constructor(
    readonly code: 'READ_STORE_FAILED' | 'READ_STORE_LOCKED' | 'READ_STORE_CLOSED' | 'CURSOR_INVALID',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ReadStoreError';
  }
}

export interface ActiveGeneration {
  readonly version: number;
  readonly generation: number;
}

export interface ShelfDefinition extends ActiveGeneration {
  readonly view: string;
  readonly kind: 'document' | 'entry';
  /** Dotted paths of scalars in the body. */
  readonly indexes: readonly string[];
}

export interface Shelf {
  readonly definition: ShelfDefinition;
  checkpoint(partition: number): Promise<Checkpoint | null>;
  checkpoints(): Promise<readonly Checkpoint[]>;
  /**
   * Writes all of it or, where the store has no transactions, documents first and the checkpoint last.
   * `conflicts` = keys whose stored position was not the one expected, in the batch's order; those documents are untouched and the
   * checkpoint is not written (a store with transactions then writes nothing at all): read again, decide again. Entries that are
   * there already count as written. A batch names a document once; what it unparks goes before what it parks.
   */
  write(batch: ShelfBatch): Promise<{ readonly conflicts: readonly string[] }>;
  documents(keys: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>>;
  /**
   * Ordered by `orderBy` (a path of the indexes, default the key) and then key, `descending` the exact reverse; `after` is the last
   * document of the page before. Null and missing come first, then numbers, strings by code point, false, true.
   */
  find(query: DocumentQuery): Promise<readonly StoredDocument[]>;
  count(where: Where): Promise<number>;
  /** The newest (or oldest) entries over all keys, merged; an event that stands under several comes once, as the first of these keys has it. */
  entries(query: EntryQuery): Promise<readonly StoredEntry[]>;
  /**
   * Everything that stood there when it began, for digests and exports: ordered by lane, then key, then (entries) time and position,
   * text by code point. Streams; writers go on meanwhile, and a document changed meanwhile may come in its new state.
   */
  scan(): AsyncIterable<StoredDocument | StoredEntry>;
  parked(query: ParkedQuery): Promise<readonly ParkedEvent[]>;
  parkedCount(): Promise<number>;
}

export interface ShelfBatch {
  readonly documents: readonly DocumentWrite[];
  readonly entries: readonly StoredEntry[];
  readonly park: readonly ParkedEvent[];
  /** Positions that are parked no longer. Parking one again replaces what was said of it. */
  readonly unpark: readonly bigint[];
  /** `null` while only parked events are retried. */
  readonly checkpoint: Checkpoint | null;
}

export interface Checkpoint {
  readonly storeId: string;
  readonly partition: number;
  readonly offset: bigint;
  /** The watermark: nothing at or below it is still missing on this partition (but what is parked). */
  readonly position: bigint;
}

export interface StoredDocument {
  readonly key: string;
  readonly lane: string;
  /** Of the last event folded in. */
  readonly position: bigint;
  readonly body: JsonObject;
}

export interface DocumentWrite extends StoredDocument {
  /** The position that was read; `null` = there was no document. */
  readonly expected: bigint | null;
}

export interface StoredEntry {
  readonly key: string;
  /** The event's id. */
  readonly id: string;
  readonly lane: string;
  /** Effective time, milliseconds since 1970. */
  readonly time: number;
  readonly position: bigint;
  readonly body: JsonObject;
}

export type Scalar = string | number | boolean | null;
/**
 * All conditions hold. Paths should be indexed; others work and are slow. Equality is strict (1 is not true), what is missing equals
 * null, `contains` ignores case, `gte` and `lt` hold only within one type (`matches` in where.ts is the definition).
 */
export type Where = Readonly<Record<string, Scalar | { readonly in: readonly Scalar[] } | { readonly contains: string } | { readonly gte?: Scalar; readonly lt?: Scalar }>>;

export interface DocumentQuery {
  readonly where?: Where;
  readonly orderBy?: { readonly path: string; readonly descending?: boolean };
  readonly after?: { readonly value: Scalar; readonly key: string };
  readonly limit: number;
}

/** A place between entries: by time, then position. */
export interface EntryCursor {
  readonly time: number;
  readonly position: bigint;
}

export interface EntryQuery {
  readonly keys: readonly string[];
  /** Default newest first. */
  readonly oldestFirst?: boolean;
  /** Exclusive, in reading direction. */
  readonly after?: EntryCursor;
  /** Only entries at or before this time (as of). */
  readonly untilTime?: number;
  /** Only entries at or below this position (known at). */
  readonly untilPosition?: bigint;
  /** Only entries above this position (new since), however long ago they took place. */
  readonly abovePosition?: bigint;
  readonly where?: Where;
  readonly limit: number;
}

export interface ParkedEvent {
  readonly position: bigint;
  readonly lane: string;
  readonly nodes: readonly string[];
  readonly eventId: string;
  readonly type: string;
  readonly recordedAt: string;
  /** Never holds personal data. */
  readonly reason: string;
  /** Whether it failed itself, or waits behind one of its lane that did. */
  readonly failed: boolean;
}

/** Ordered by position. */
export interface ParkedQuery {
  readonly lane?: string;
  /** Any of these nodes is among the event's. */
  readonly nodes?: readonly string[];
  /** Exclusive. */
  readonly afterPosition?: bigint;
  readonly limit: number;
}
