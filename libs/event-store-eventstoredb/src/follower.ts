import type { Position } from '@eventstore/db-client';
import { EventStoreError } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import { at, inTime, reasonOf, type Connection } from './connection';
import { Feed } from './feed';
import { MARK_EVERY, type Marks } from './marks';
import { Recent } from './recent';
import { RecordedTimes } from './recorded-times';
import { storedEvent, type Names, type WireEvent } from './wire';

/** Milliseconds before a dropped subscription is opened again: at first, and at most. */
const SOONEST = 50;
const LATEST = 1_000;
/** A subscription may be silent for as long as nothing is written; it is looked after this often. */
const LOOK = 60_000;

/** Given once, for all who wait. */
class Signal {
  give: () => void = () => undefined;
  readonly given = new Promise<void>((resolve) => (this.give = resolve));
}

/** An append of this process that was sent: its events, as they come by. */
export class Arrival {
  readonly events: StoredEvent[] = [];
  /** All its events are there: it is written, whatever the answer to it. Never, if they stood there before. */
  readonly complete = new Signal();
  /** Somebody else's event stands where its first one was to stand: it will not be written any more. */
  readonly overtaken = new Signal();

  constructor(
    private readonly append: string,
    private readonly first: number,
    private readonly count: number,
  ) {}

  get isComplete(): boolean {
    return this.events.length === this.count;
  }

  see(append: string, event: StoredEvent): void {
    if (append === this.append) this.events.push(event);
    if (this.isComplete) this.complete.give();
    if (append !== this.append && event.revision >= this.first) this.overtaken.give();
  }
}

/**
 * Follows the store from the last mark on: the one who knows `recordedAt`, sees own appends come by, and feeds those who follow live.
 *
 *   following ──dropped, leader changed, too slow, server gone──► waiting ──► following, where it had got to ──► stopped
 */
export class Follower {
  readonly times = new RecordedTimes();
  readonly recent: Recent;
  private readonly stopping = new AbortController();
  private readonly arrivals = new Map<string, Arrival>();
  private readonly waiters = new Set<{ readonly position: bigint; readonly followed: Signal }>();
  private reached: Position;
  private sinceMark = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    private readonly marks: Marks,
    private readonly warn: (message: string) => void,
  ) {
    for (const mark of marks.list) this.times.resume(mark, mark.falls);
    const { last } = this.times;
    this.reached = at(last?.position ?? marks.origin);
    this.recent = new Recent(last?.position ?? null);
  }

  /** Everything of the namespace up to here was followed. */
  get position(): bigint {
    return this.reached.commit;
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Until a position has been followed. Throws `STORE_BUSY` when that takes too long; default: longer than a call may. */
  async passed(position: bigint, milliseconds = this.connection.timeout): Promise<void> {
    if (position <= this.position) return;
    const waiter = { position, followed: new Signal() };
    this.waiters.add(waiter);
    try {
      await inTime(waiter.followed.given, milliseconds, () => undefined);
    } catch {
      throw new EventStoreError('STORE_BUSY', 'the event store cannot be followed at the moment, so the time of what was written is not known yet');
    } finally {
      this.waiters.delete(waiter);
    }
  }

  /** Announces an append before it is sent: one at a time per stream. To be followed by `forget`. */
  expect(stream: string, arrival: Arrival): void {
    this.arrivals.set(stream, arrival);
  }

  forget(stream: string): void {
    this.arrivals.delete(stream);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let wait = SOONEST; !signal.aborted; wait = Math.min(LATEST, wait * 2)) {
      const feed = new Feed(this.connection, this.names, this.reached);
      try {
        while (!signal.aborted) {
          const records = await feed.next(signal, LOOK);
          this.take(records, feed.position);
          if (records.length > 0) wait = SOONEST;
        }
      } catch (error) {
        this.warn(`the subscription to the event store was dropped and is opened again: ${reasonOf(error)}`);
        await pause(wait, undefined, { signal }).catch(() => undefined);
      } finally {
        feed.close();
      }
    }
  }

  private take(events: readonly WireEvent[], reached: Position): void {
    this.recent.push(events.filter(({ position }) => position > this.position).map((event) => ({ event: this.follow(event), bytes: event.bytes })));
    this.reached = reached;
    for (const { position, followed } of this.waiters) if (position <= this.position) followed.give();
  }

  private follow(event: WireEvent): StoredEvent {
    if (this.sinceMark >= MARK_EVERY && event.index === 0) this.mark();
    this.sinceMark += 1;
    const stored = storedEvent(event, this.times.follow(event.position, event.created, event.index));
    this.arrivals.get(event.stream)?.see(event.append, stored);
    return stored;
  }

  private mark(): void {
    const { last } = this.times;
    if (last === null) return;
    this.marks.add({ ...last, falls: this.times.fallsAfter(this.marks.list.at(-1)?.position ?? this.marks.origin) });
    this.sinceMark = 0;
  }
}
