import { setMaxListeners } from 'node:events';
import { jsonEvent, WrongExpectedVersionError } from '@eventstore/db-client';
import { checkAppend, checkRestore, EventStoreError, freshId, historyBroken, type AppendResult, type EventStore, type ExpectedRevision, type ReadAllOptions, type ReadStreamOptions } from '@throughline/event-store';
import type { NewEvent, StoredEvent } from '@throughline/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import { AppendOrder } from './append-order';
import { Appender, type Group } from './appender';
import { Connection, failure, reasonOf } from './connection';
import { Follower } from './follower';
import { History } from './history';
import { Marks } from './marks';
import { Places } from './places';
import { runsOf, type Run } from './runs';
import { Names, positionOf } from './wire';

export interface EventStoreDbEventStoreOptions {
  /** `esdb://user:password@host:2113?tls=true&tlsCAFile=…`, as the client of EventStoreDB reads it. The user must be allowed to read `$all`. */
  readonly url: string;
  /** Letters, digits, `-` and `_`: what tells this store from the others on the same server. */
  readonly namespace: string;
  /** Milliseconds for every call; default 5,000. An append that takes longer has an unknown outcome. */
  readonly timeout?: number;
  /** Appends under way or waiting at most, beyond it `STORE_BUSY`; default 5,000. */
  readonly maxAppends?: number;
  /** Told of what an operator should know although the store works. */
  readonly onWarning?: (message: string) => void;
}

interface Parts {
  readonly connection: Connection;
  readonly marks: Marks;
  readonly follower: Follower;
  readonly history: History;
  readonly appender: Appender;
}

const BATCH = 500;
/** Appends on the wire. */
const AT_ONCE = 100;
/** Milliseconds before a reader who could not catch up tries again. */
const AGAIN = 500;
const BEFORE_ALL = -1n;
/** How often an append is settled whose answer was lost. */
const RESTORE_ATTEMPTS = 5;

/**
 * The event store on an EventStoreDB. Each process follows the events of the namespace once, from the last mark of the clock on, and
 * so knows when each was recorded; `docs/decisions/0020-eventstoredb.md` says what that promises.
 */
export class EventStoreDbEventStore implements EventStore {
  private readonly order = new AppendOrder(AT_ONCE);
  private readonly appending = new Set<Promise<unknown>>();
  private readonly closing = new AbortController();

  private constructor(
    readonly storeId: string,
    private readonly parts: Parts,
    private readonly options: EventStoreDbEventStoreOptions,
  ) {
    setMaxListeners(0, this.closing.signal);
  }

  /** Opens or makes the store. Throws `EventStoreError`: `STORE_BUSY` where the server does not answer, `STORE_FAILED` for all else. */
  static async open(options: EventStoreDbEventStoreOptions): Promise<EventStoreDbEventStore> {
    const { url, namespace, timeout = 5_000, onWarning = () => undefined } = options;
    const names = new Names(namespace);
    const connection = connect(url, timeout);
    try {
      const { storeId, origin } = await made(connection, names.store);
      const marks = new Marks(connection, names.times, origin, onWarning);
      await marks.load();
      const follower = new Follower(connection, names, marks, onWarning);
      const history = new History(connection, names, follower, new Places(marks), origin);
      follower.start();
      return new EventStoreDbEventStore(storeId, { connection, marks, follower, history, appender: new Appender(connection, names, history, follower) }, options);
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.check();
    const texts = checkAppend(stream, events);
    if (this.appending.size >= (this.options.maxAppends ?? 5_000)) throw new EventStoreError('STORE_BUSY', 'too many appends are under way; send the same again in a moment');
    return this.send({ stream, expected, events: texts.map((text) => JSON.parse(text) as NewEvent), sizes: texts.map((text) => Buffer.byteLength(text)) });
  }

  /** One after the other, because the server keeps no order between streams; positions are the server's. */
  async restore(events: readonly StoredEvent[]): Promise<readonly bigint[]> {
    this.check();
    const head = await this.parts.history.head();
    if (head !== null) await this.parts.follower.passed(head);
    const positions: bigint[] = [];
    for (const run of runsOf(checkRestore(events, { recordedAt: this.parts.follower.times.last?.time ?? Number.NEGATIVE_INFINITY }))) positions.push(...(await this.restoreRun(run)));
    return positions;
  }

  private async restoreRun({ first, group }: Run): Promise<readonly bigint[]> {
    for (let attempt = 1; ; attempt++) {
      this.check();
      const result = await this.send(group);
      if (result.kind === 'done' && result.events[0]?.revision === first.revision && result.events[0].recordedAt === first.recordedAt) return result.events.map(({ position }) => position);
      if (result.kind !== 'unknown') throw historyBroken(first, 'cannot stand here as it stood there: something else is there already, or somebody else writes');
      if (attempt === RESTORE_ATTEMPTS) throw new EventStoreError('STORE_BUSY', `the event store does not answer: ${result.cause}`);
    }
  }

  private async send(group: Group): Promise<AppendResult> {
    const appending = this.order.take(turnsOf(group), () => this.parts.appender.append(group));
    const settled = appending.catch(() => undefined);
    this.appending.add(settled);
    void settled.then(() => this.appending.delete(settled));
    return appending;
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<StoredEvent> {
    this.check();
    for await (const records of this.parts.history.stream(stream, options)) {
      if (options.backwards !== true) this.parts.appender.learn(stream, records);
      for (const event of await this.parts.history.complete(records)) {
        yield event;
        this.check();
      }
    }
  }

  async *readAll({ after = BEFORE_ALL, backwards = false, before, limit = Infinity }: ReadAllOptions = {}): AsyncGenerator<StoredEvent> {
    this.check();
    let left = limit;
    for await (const batch of backwards ? this.parts.history.backwards(before ?? null, after) : this.forwards(after, before)) {
      for (const event of batch) {
        if (left-- <= 0) return;
        yield event;
        this.check();
      }
      if (left <= 0) return;
    }
    this.check();
  }

  async *subscribe(after: bigint | null, signal: AbortSignal): AsyncGenerator<readonly StoredEvent[]> {
    this.check();
    const { follower } = this.parts;
    const ended = AbortSignal.any([signal, this.closing.signal]);
    for (let position = after ?? BEFORE_ALL; !ended.aborted; ) {
      const recent = follower.recent.after(position, BATCH);
      for await (const batch of recent === null ? this.catchUp(position, ended) : [recent]) {
        position = batch.at(-1)?.position ?? position;
        if (batch.length > 0) yield batch;
        else await follower.recent.more(ended);
      }
    }
  }

  async head(): Promise<bigint | null> {
    this.check();
    return this.parts.history.head();
  }

  async positionAt(time: string): Promise<bigint | null> {
    const head = await this.head();
    if (head === null) return null;
    const until = Date.parse(time);
    const { follower, marks } = this.parts;
    await follower.passed(head);
    const { last } = follower.times;
    if (last !== null && last.time <= until) return last.position;
    let position = marks.around((one) => one.time <= until).last?.position ?? null;
    for await (const event of this.readAll({ after: position ?? BEFORE_ALL })) {
      if (Date.parse(event.recordedAt) > until) break;
      position = event.position;
    }
    return position;
  }

  /** What was given to be written is waited for. */
  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    await Promise.all(this.appending);
    await this.parts.follower.stop();
    await this.parts.marks.idle();
    await this.parts.connection.close();
  }

  /** To where the follower holds what comes; a reader who cannot be served waits, and is told nothing. */
  private async *catchUp(after: bigint, signal: AbortSignal): AsyncGenerator<readonly StoredEvent[]> {
    const { follower, history } = this.parts;
    try {
      yield* history.forwards(after, follower.times.last?.position ?? BEFORE_ALL, signal);
    } catch (error) {
      this.options.onWarning?.(`a reader of the event store waits: ${reasonOf(error)}`);
      await pause(AGAIN, undefined, { signal }).catch(() => undefined);
    }
  }

  private async *forwards(after: bigint, before: bigint | undefined): AsyncGenerator<readonly StoredEvent[]> {
    const { follower, history } = this.parts;
    const head = await history.head();
    if (head === null || after >= head) return;
    const until = before === undefined || before > head ? head : before - 1n;
    await follower.passed(head);
    let position = after;
    while (position < until) {
      const recent = follower.recent.after(position, BATCH);
      if (recent === null) return yield* history.forwards(position, until, this.closing.signal);
      const wanted = recent.filter((event) => event.position <= until);
      if (wanted.length > 0) yield wanted;
      position = wanted.length < recent.length || recent.length === 0 ? until : (recent.at(-1) as StoredEvent).position;
    }
  }

  private check(): void {
    if (this.closing.signal.aborted) throw new EventStoreError('STORE_CLOSED', 'the event store is closed');
  }
}

/** What was asked for first about a customer stands first, whatever streams it is in. */
function turnsOf({ stream, events }: { readonly stream: string; readonly events: readonly NewEvent[] }): readonly string[] {
  return [...new Set([`stream ${stream}`, ...events.map(({ subject }) => `lane ${subject}`)])];
}

function connect(url: string, timeout: number): Connection {
  try {
    return new Connection(url, timeout);
  } catch (error) {
    throw new EventStoreError('STORE_FAILED', `the address of the event store cannot be used: ${reasonOf(error)}`);
  }
}

/** Whoever comes first makes it; all read it. `origin`: its position, before all events of the namespace. */
async function made(connection: Connection, stream: string): Promise<{ readonly storeId: string; readonly origin: bigint }> {
  for (;;) {
    const [there] = await connection.readStream(stream, { limit: 1 });
    if (there?.event !== undefined) return { storeId: (there.event.data as { readonly storeId: string }).storeId, origin: positionOf(there.event.position) };
    const storeId = freshId();
    try {
      await connection.append(stream, 'no-stream', [jsonEvent({ id: storeId, type: 'throughline.store-made', data: { storeId } })]);
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) throw failure('the event store could not be made', error);
    }
  }
}
