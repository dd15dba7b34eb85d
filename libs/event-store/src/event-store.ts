import type { NewEvent, StoredEvent } from '@throughline/kernel';

/**
 * The port to the truth. It stores what it is given (sealed JSON) and knows nothing of sealing, types or commands.
 *
 *   append    all events of one call or none; durable before it answers
 *   repeat    an id that stands in the stream already: same content → `done` with the first result and `repeated: true`,
 *             wherever the stream is by now; other content → throws `EVENT_ID_REUSED`. A group is repeated only whole: known and new ids
 *             in one append are `PARTIAL_REPEAT`. A repeat is looked for first, so it never conflicts.
 *             *Content* is everything but times derived from the sender's clock (`occurredAt`, `sender.time`): see `contentDigest`.
 *   unknown   the answer was lost; the caller settles it by repeating the same append
 *
 *   restore   a history of another store, brought over as it stood there; the one way in that keeps times. Operations only
 *
 *   order     what was asked for first stands first: in this process, of one stream, and of all that is about one lane
 *
 * Uniqueness of ids is per stream. Positions grow in commit order; gaps are normal; readers never see a later position
 * before an earlier one.
 */
export interface EventStore {
  /** Made once with the store and kept for ever; a checkpoint of another store is worthless here. */
  readonly storeId: string;
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;
  /**
   * Appends what another store held, in this order: each the next event of its stream, recorded when it was recorded there, and at the same
   * position where this store chooses its positions itself. Durable when it resolves; answers with the positions here. Nobody else may
   * write meanwhile. Throws `HISTORY_BROKEN` for an event that does not follow what is here (revision, time, position); those before it
   * may have been written. A lost answer is settled by looking what is there.
   */
  restore(events: readonly StoredEvent[]): Promise<readonly bigint[]>;
  /** Events of one stream in order of revision; nothing for a stream that does not exist. */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<StoredEvent>;
  /** Events of the whole store in order of position. Ends at the head as it was when reading began, or later. */
  readAll(options?: ReadAllOptions): AsyncIterable<StoredEvent>;
  /**
   * Batches of all events after `after` (`null` = from the beginning), first what is there, then what comes, nothing missed
   * and nothing twice. Ends without error when `signal` aborts or the store closes. Pulls: a slow reader slows nobody.
   */
  subscribe(after: bigint | null, signal: AbortSignal): AsyncIterable<readonly StoredEvent[]>;
  /** The last event's position; `null` for an empty store. */
  head(): Promise<bigint | null>;
  /** The last position whose `recordedAt` is not later than `time` (ISO 8601, UTC): what was known then. `null` = nothing. */
  positionAt(time: string): Promise<bigint | null>;
  close(): Promise<void>;
}

/** `no-stream`, or the revision of the stream's last event. There is no *any*: it would be neither safe nor repeatable. */
export type ExpectedRevision = 'no-stream' | number;

export interface Placed {
  readonly id: string;
  readonly revision: number;
  readonly position: bigint;
  readonly recordedAt: string;
}

export type AppendResult =
  | { readonly kind: 'done'; readonly repeated: boolean; readonly events: readonly Placed[] }
  | { readonly kind: 'conflict'; readonly actual: ExpectedRevision }
  | { readonly kind: 'unknown'; readonly cause: string };

export interface ReadStreamOptions {
  /** First revision to return; default the first (backwards: the last). */
  readonly from?: number;
  readonly backwards?: boolean;
  readonly limit?: number;
}

export interface ReadAllOptions {
  /** Exclusive. */
  readonly after?: bigint;
  readonly backwards?: boolean;
  /** Exclusive; with `backwards` reading starts below it. */
  readonly before?: bigint;
  readonly limit?: number;
}

/** Thrown by every adapter; `code` is stable. */
export class EventStoreError extends Error {
  constructor(
    readonly code: 'EVENT_ID_REUSED' | 'PARTIAL_REPEAT' | 'EVENT_TOO_LARGE' | 'STREAM_NAME_INVALID' | 'EVENTS_INVALID' | 'STORE_BUSY' | 'STORE_FAILED' | 'STORE_CLOSED' | 'STORE_TAIL_LOST' | 'STORE_LOCKED' | 'HISTORY_BROKEN',
    message: string,
  ) {
    super(message);
    this.name = 'EventStoreError';
  }
}

/** 256 KiB of JSON as stored, in bytes of UTF-8. */
export const MAX_EVENT_BYTES = 256 * 1024;
/** Characters. */
export const MAX_STREAM_NAME = 512;
