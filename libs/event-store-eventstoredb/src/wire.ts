import { jsonEvent, type AllStreamResolvedEvent, type EventData, type JSONType, type ResolvedEvent } from '@eventstore/db-client';
import { contentDigest, derivedId, EventStoreError } from '@throughline/event-store';
import type { NewEvent, StoredEvent } from '@throughline/kernel';

/**
 * How events stand on an EventStoreDB. This shape is stored: version it, never change it.
 *
 *   <namespace>.<stream>   the events of a stream; `data` is the event as JSON, sealed as it came. Metadata: `append`, `index`, `bytes`,
 *                          and `recorded` where it was brought over from another store
 *   <namespace>:store      one event, made once: the id of the store
 *   <namespace>:times      marks of the clock, see `marks.ts`
 *
 * No namespace has a dot or a colon, so the prefix `<namespace>.` finds the events of one namespace and nothing else.
 */
export interface WireEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  /** The server's clock, milliseconds since 1970; of an event brought over, when it was recorded where it comes from. */
  readonly created: number;
  /** Which call of `append` wrote it: tells a first answer from a repeated one. */
  readonly append: string;
  /** Its place among the events of that call. */
  readonly index: number;
  /** Of the event as JSON, so that what is held in memory can be bounded without counting again. */
  readonly bytes: number;
  readonly event: NewEvent;
}

type Metadata = Pick<WireEvent, 'append' | 'index' | 'bytes'> & { readonly recorded?: number };

const NAMESPACE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

export class Names {
  readonly prefix: string;
  readonly store: string;
  readonly times: string;

  constructor(namespace: string) {
    if (!NAMESPACE.test(namespace)) throw new EventStoreError('STORE_FAILED', 'a namespace has 1 to 100 letters, digits, - and _, and begins with a letter or a digit');
    this.prefix = `${namespace}.`;
    this.store = `${namespace}:store`;
    this.times = `${namespace}:times`;
  }

  onWire(stream: string): string {
    return this.prefix + stream;
  }

  /** `null`: an event of others. */
  record({ event: recorded }: ResolvedEvent | AllStreamResolvedEvent): WireEvent | null {
    if (recorded === undefined || !recorded.streamId.startsWith(this.prefix)) return null;
    const { append, index, bytes, recorded: before } = (recorded.metadata ?? {}) as unknown as Partial<Metadata>;
    if (append === undefined || index === undefined || bytes === undefined) throw new EventStoreError('STORE_FAILED', `an event that is not ours stands in ${recorded.streamId}`);
    return {
      stream: recorded.streamId.slice(this.prefix.length),
      revision: Number(recorded.revision),
      position: positionOf(recorded.position),
      created: before ?? recorded.created.getTime(),
      append,
      index,
      bytes,
      event: recorded.data as unknown as NewEvent,
    };
  }
}

/**
 * The server compares ids and no contents, so the id on the wire is derived from both: other content under a known id then
 * is a wrong revision, which the adapter looks into.
 */
export function proposed(event: NewEvent, metadata: Metadata): EventData {
  return jsonEvent({ id: derivedId(event.id, contentDigest(event).toString('hex')), type: event.type, data: event as unknown as JSONType, metadata });
}

/** The parsed event is ours alone: completing it costs less than copying it. `time`: milliseconds since 1970. */
export function storedEvent({ event, stream, revision, position }: WireEvent, time: number): StoredEvent {
  return Object.assign(event, { stream, revision, position, recordedAt: new Date(time).toISOString() });
}

const LAST = 2n ** 63n - 1n;

/** Servers before 22.6 leave it out when they read a stream, and no position can be found then. */
export function positionOf(position: { readonly commit: bigint } | undefined): bigint {
  if (position === undefined || position.commit > LAST) throw new EventStoreError('STORE_FAILED', 'the server does not tell positions; it must be EventStoreDB 22.10 or later');
  return position.commit;
}
