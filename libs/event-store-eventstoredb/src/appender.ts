import { WrongExpectedVersionError } from '@eventstore/db-client';
import { EventStoreError, freshId, repeatOf, type AppendResult, type ExpectedRevision, type Placed } from '@throughline/event-store';
import type { NewEvent, StoredEvent } from '@throughline/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import { kindOf, reasonOf, type Connection } from './connection';
import { Arrival, type Follower } from './follower';
import type { History } from './history';
import { KnownIds } from './known-ids';
import { proposed, type Names, type WireEvent } from './wire';

/** Milliseconds for an event to come by after it was acknowledged, before it is looked for. */
const ARRIVAL = 1_000;
/** Between two looks at a stream that is not yet as the server says it is, milliseconds. */
const LOOK_AGAIN = 20;
const LARGEST_POSITION = 2n ** 63n;

export interface Group {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  /** The bytes of each as JSON. */
  readonly sizes: readonly number[];
  /** When they were recorded in the store they come from, milliseconds since 1970; left out for what happens now. */
  readonly recorded?: number;
}

/**
 * One append at a time per stream: the server drops a repeat without a word while the first one is still being written.
 *
 *   ids before it known? ──one of the group among them, or the stream goes on──► look into the stream
 *     │ none                                                 ▲
 *     ▼                                                      │
 *   append at the exact revision ──wrong revision────────────┘──► repeat, reused id, part of a repeat, or conflict
 *     ├─► its events come by, with or without an answer: done
 *     ├─► acknowledged, and they do not come by: they stood there before, and are read
 *     ├─► somebody else's come by in their place: look into the stream
 *     └─► no answer, or one that does not tell: unknown
 */
export class Appender {
  private readonly known = new KnownIds();

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    private readonly history: History,
    private readonly follower: Follower,
  ) {}

  /** `events` are the caller's no more. Throws `EventStoreError`. */
  async append(group: Group): Promise<AppendResult> {
    try {
      if (await this.cannotBeNew(group)) return await this.look(group, this.known.through(group.stream));
      return await this.write(group);
    } catch (error) {
      if (error instanceof EventStoreError && error.code !== 'STORE_BUSY') throw error;
      return { kind: 'unknown', cause: reasonOf(error) };
    }
  }

  /** Whoever reads a stream forwards is likely to append to it. */
  learn(stream: string, page: readonly WireEvent[]): void {
    const [first] = page;
    if (first !== undefined) this.known.add(stream, first.revision, page.map(({ event }) => event.id));
  }

  /** Streams never get shorter: one that is known to go on behind `expected` holds a repeat or a conflict. */
  private async cannotBeNew({ stream, expected, events }: Group): Promise<boolean> {
    const before = expected === 'no-stream' ? -1 : expected;
    const through = this.known.through(stream);
    if (through < before) for await (const page of this.history.stream(stream, { from: through + 1, limit: before - through })) this.learn(stream, page);
    return through > before || events.some(({ id }) => this.known.has(stream, id));
  }

  private async write(group: Group): Promise<AppendResult> {
    const { stream, expected, events, sizes, recorded } = group;
    const [append, first] = [freshId(), expected === 'no-stream' ? 0 : expected + 1];
    const arrival = new Arrival(append, first, events.length);
    this.follower.expect(stream, arrival);
    try {
      const wire = events.map((event, index) => proposed(event, { append, index, bytes: sizes[index] ?? 0, ...(recorded === undefined ? {} : { recorded }) }));
      const outcome = await this.outcome(this.connection.append(this.names.onWire(stream), expected, wire), arrival);
      if (outcome === 'overtaken') return await this.look(group, first);
      this.known.add(stream, first, events.map(({ id }) => id));
      if (outcome === 'arrived') return { kind: 'done', repeated: false, events: arrival.events.map(placed) };
      return await this.readBack(stream, first, events.length, append);
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return await this.look(group, typeof error.actualVersion === 'bigint' ? Number(error.actualVersion) : -1);
      throw refusalOf(error);
    } finally {
      this.follower.forget(stream);
    }
  }

  /** Whichever comes first: the answer, the events themselves, or somebody else's in their place. */
  private async outcome(sent: Promise<bigint | null>, arrival: Arrival): Promise<'arrived' | 'overtaken' | 'there before'> {
    const seen = Promise.race([arrival.complete.given.then(() => 'arrived' as const), arrival.overtaken.given.then(() => 'overtaken' as const)]);
    const answered = sent.then(async (position) => {
      // Once its position was followed, what has not come by was there before: a repeat that the server recognised.
      if (position !== null && position < LARGEST_POSITION) await this.follower.passed(position, ARRIVAL).catch(() => undefined);
      return arrival.isComplete ? 'arrived' : 'there before';
    });
    return Promise.race([seen, answered]);
  }

  private async readBack(stream: string, from: number, count: number, append: string): Promise<AppendResult> {
    const there: WireEvent[] = [];
    for await (const page of this.history.stream(stream, { from, limit: count })) there.push(...page);
    if (there.length < count) return { kind: 'unknown', cause: 'it was acknowledged and cannot be read yet' };
    const repeated = there.some((event) => event.append !== append);
    return { kind: 'done', repeated, events: (await this.history.complete(there)).map(placed) };
  }

  /** What stands in the stream decides, once it is seen as far as the server says it goes (`atLeast`). */
  private async look({ stream, events }: Group, atLeast: number): Promise<AppendResult> {
    await this.learnTail(stream, atLeast);
    const last = this.known.through(stream);
    if (!events.some(({ id }) => this.known.has(stream, id))) return { kind: 'conflict', actual: last < 0 ? 'no-stream' : last };
    const byId = new Map<string, WireEvent>();
    for await (const page of this.history.stream(stream)) for (const event of page) byId.set(event.event.id, event);
    const repeated = repeatOf(events.map(({ id }) => byId.get(id)), events);
    if (repeated === null) throw new EventStoreError('STORE_FAILED', `${stream} has lost an event that was read before`);
    return { kind: 'done', repeated: true, events: (await this.history.complete(repeated)).map(placed) };
  }

  private async learnTail(stream: string, atLeast: number): Promise<void> {
    for (const end = Date.now() + this.connection.timeout; ; await pause(LOOK_AGAIN)) {
      for await (const page of this.history.stream(stream, { from: this.known.through(stream) + 1 })) this.learn(stream, page);
      if (this.known.through(stream) >= atLeast) return;
      if (Date.now() > end) throw new EventStoreError('STORE_BUSY', `${stream} cannot be read as far as it goes`);
    }
  }
}

function placed({ id, revision, position, recordedAt }: StoredEvent): Placed {
  return { id, revision, position, recordedAt };
}

/** Refusals that no repetition gets round; for all else the outcome is unknown. */
function refusalOf(error: unknown): unknown {
  const type = kindOf(error);
  if (type === 'maximum-append-size-exceeded') return new EventStoreError('EVENT_TOO_LARGE', 'the events of one append are larger together than the event store takes at once; append fewer of them');
  if (type === 'access-denied' || type === 'stream-deleted' || type === 'invalid-argument') return new EventStoreError('STORE_FAILED', `the event store refused an append: ${reasonOf(error)}`);
  return error;
}
