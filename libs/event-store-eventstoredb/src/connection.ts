import { BACKWARDS, END, EventStoreDBClient, FORWARDS, NO_STREAM, START, StreamNotFoundError, isCommandError, streamNameFilter, type AllStreamResolvedEvent, type AllStreamSubscription, type EventData, type Position, type ResolvedEvent, type StreamingRead } from '@eventstore/db-client';
import { EventStoreError, type ExpectedRevision } from '@throughline/event-store';
import type { TransformOptions } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

export interface StreamPage {
  readonly from?: number;
  readonly backwards?: boolean;
  readonly limit: number;
}

/** Of the gRPC connection, what matters here. */
interface Channel {
  readonly internalChannel: { readonly options: Record<string, unknown> };
}

/** Events that the server looks at between two checkpoints, and that are read ahead: even the largest are 16 MiB together. */
const CHECKPOINT_EVERY = 500;
const READ_AHEAD = 64;
/** Bytes that the server may have on the way to us. HTTP/2's own 64 KiB make it wait for every forty events while we do something else. */
const WINDOW = 1024 * 1024;
/** Between two attempts to read, milliseconds. */
const RETRY_PAUSE = 50;

/**
 * The client, with what it lacks: an end to every call. All calls ask for the leader, so that what was acknowledged is read.
 *
 * Beware of its `batchAppend`, which it prefers: it ignores deadlines, an error of one client rejects the appends of all others in
 * the process, and an answer that comes after that ends the process. So it is told that the server has none.
 */
export class Connection {
  private readonly client: EventStoreDBClient;
  private closed = false;

  /** `timeout`: milliseconds for every call. */
  constructor(
    url: string,
    readonly timeout: number,
  ) {
    this.client = EventStoreDBClient.connectionString(url);
    this.client['supports'] = async () => false;
    const create: () => Promise<Channel> = this.client['createChannel'];
    this.client['createChannel'] = async () => widened(await create());
  }

  /** Answers with the position, where the server tells it. Throws what the client throws, and `OutOfTime`. */
  async append(stream: string, expected: ExpectedRevision, events: EventData[]): Promise<bigint | null> {
    const expectedRevision = expected === 'no-stream' ? NO_STREAM : BigInt(expected);
    const appending = this.client.appendToStream(stream, events, { expectedRevision, requiresLeader: true, deadline: this.timeout });
    return (await inTime(appending, this.timeout, () => undefined)).position?.commit ?? null;
  }

  /** One page of a stream; nothing for a stream that does not exist. Tries again until the time is over. */
  async readStream(stream: string, { from, backwards = false, limit }: StreamPage): Promise<readonly ResolvedEvent[]> {
    const fromRevision = from === undefined ? (backwards ? END : START) : BigInt(from);
    return this.patiently(() => this.client.readStream(stream, { fromRevision, direction: backwards ? BACKWARDS : FORWARDS, maxCount: limit, requiresLeader: true }));
  }

  /** One page of `$all`, others' events among it, below a position that was given out by the server. */
  async readBackwards(below: Position | null, limit: number): Promise<readonly AllStreamResolvedEvent[]> {
    return this.patiently(() => this.client.readAll({ fromPosition: below ?? END, direction: BACKWARDS, maxCount: limit, requiresLeader: true }));
  }

  /** What the server has behind a position that it gave out, and what comes; it sends only streams with the prefix. */
  subscribe(after: Position, prefix: string, checkpoint: (reached: Position) => void): AllStreamSubscription {
    const filter = streamNameFilter({ prefixes: [prefix], maxSearchWindow: CHECKPOINT_EVERY, checkpointReached: async (_subscription, reached) => checkpoint(reached) });
    const options: TransformOptions = { readableHighWaterMark: READ_AHEAD };
    return this.client.subscribeToAll({ fromPosition: after, filter, requiresLeader: true }, options);
  }

  /** May be called twice. */
  async close(): Promise<void> {
    this.closed = true;
    await inTime(this.client.dispose(), this.timeout, () => undefined).catch(() => undefined);
    // `dispose` ends the calls and leaves the connection open.
    (await this.client['getChannel']()).close();
  }

  private async patiently<T>(begin: () => StreamingRead<T>): Promise<readonly T[]> {
    const end = Date.now() + this.timeout;
    for (;;) {
      try {
        const read = await page(begin(), Math.max(1, end - Date.now()));
        // Closing ends a read as if that had been all.
        if (!this.closed) return read;
        throw new EventStoreError('STORE_CLOSED', 'the event store is closed');
      } catch (error) {
        if (error instanceof StreamNotFoundError) return [];
        if (this.closed) throw new EventStoreError('STORE_CLOSED', 'the event store is closed');
        if (!isPassing(error) || Date.now() + RETRY_PAUSE >= end) throw failure('the event store could not be read', error);
        await pause(RETRY_PAUSE);
      }
    }
  }
}

/** No answer; whether anything happened is not known. */
export class OutOfTime extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`);
    this.name = 'OutOfTime';
  }
}

/** A position that the server gave out. Without explicit transactions, which gRPC does not have, both halves are equal. */
export function at(position: bigint): Position {
  return { commit: position, prepare: position };
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What another attempt may get round: a server that restarts, a leader that changed, an answer that was lost. */
function isPassing(error: unknown): boolean {
  return error instanceof OutOfTime || ['unavailable', 'cancelled', 'not-leader', 'deadline-exceeded', 'timeout'].includes(kindOf(error));
}

/** How the client calls an error; empty for what is none of its own. */
export function kindOf(error: unknown): string {
  return error instanceof Error && isCommandError(error) ? (error as { readonly type: string }).type : '';
}

/** What the client threw, in the words of the port. */
export function failure(what: string, error: unknown): EventStoreError {
  return new EventStoreError(isPassing(error) ? 'STORE_BUSY' : 'STORE_FAILED', `${what}: ${reasonOf(error)}`);
}

/** Before it connects: the client lets nobody set this. */
function widened(channel: Channel): Channel {
  channel.internalChannel.options['grpc-node.flow_control_window'] = WINDOW;
  return channel;
}

function page<T>(read: StreamingRead<T>, milliseconds: number): Promise<readonly T[]> {
  const reading = new Promise<readonly T[]>((resolve, reject) => {
    const events: T[] = [];
    read.on('data', (event: T) => events.push(event));
    read.once('end', () => resolve(events));
    read.on('error', reject);
  });
  return inTime(reading, milliseconds, () => void read.cancel().catch(() => undefined));
}

/** Rejects with `OutOfTime` where the work takes longer; `giveUp` ends what can be ended. */
export async function inTime<T>(work: Promise<T>, milliseconds: number, giveUp: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const outOfTime = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      giveUp();
      reject(new OutOfTime(milliseconds));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, outOfTime]);
  } finally {
    clearTimeout(timer);
  }
}
