import type { Position, ResolvedEvent } from '@eventstore/db-client';
import { EventStoreError, type ReadStreamOptions } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import { at, OutOfTime, reasonOf, type Connection } from './connection';
import { Feed } from './feed';
import type { Follower } from './follower';
import type { Places } from './places';
import { storedEvent, type Names, type WireEvent } from './wire';

/** Events read at once at most; fewer while they are large, so that a page stays near 8 MiB. */
const PAGE = 500;
const PAGE_BYTES = 8 * 1024 * 1024;
/** Where nothing was read yet, or a few may be others'. Even the largest are 8 MiB then. */
const SMALL_PAGE = 32;
/** Milliseconds before a subscription that was dropped in mid-reading is opened again. */
const AGAIN = 50;

/** Reads what was written, by pages, so that a long history never stands in memory and a slow reader holds nothing open but his own. */
export class History {
  /** The append looked into last: the next event is likely to be of the same one. */
  private group: { readonly append: string; readonly created: number } = { append: '', created: 0 };

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    private readonly follower: Follower,
    private readonly places: Places,
    /** The position of the event that made the store: there is nothing before it. */
    private readonly origin: bigint,
  ) {}

  /** A stream as it stands on the wire, by pages; `from` and `limit` as the port has them. */
  async *stream(stream: string, { from, backwards = false, limit = Infinity }: ReadStreamOptions = {}): AsyncGenerator<readonly WireEvent[]> {
    let next = from;
    for (let left = limit, size = SMALL_PAGE; left > 0; ) {
      const wanted = Math.min(size, left);
      const page = this.records(await this.connection.readStream(this.names.onWire(stream), { backwards, limit: wanted, ...(next === undefined ? {} : { from: next }) }));
      if (page.length > 0) yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < wanted || (backwards && last.revision === 0)) return;
      next = last.revision + (backwards ? -1 : 1);
      left -= page.length;
      size = sizeAfter(page);
    }
  }

  /** Events behind `after` up to `until`, which is the position of an event or lies below one. Ends early on `signal`. */
  async *forwards(after: bigint, until: bigint, signal: AbortSignal): AsyncGenerator<readonly StoredEvent[]> {
    let position = after;
    for (let moved = Date.now(); position < until && !signal.aborted; ) {
      const feed = new Feed(this.connection, this.names, at(this.places.upTo(position)));
      try {
        for (let reached = feed.position; position < until && !signal.aborted; reached = feed.position) {
          const records = await feed.next(signal, this.connection.timeout);
          if (feed.position !== reached) moved = Date.now();
          else if (Date.now() - moved >= this.connection.timeout) throw new OutOfTime(this.connection.timeout);
          const wanted = records.filter((record) => record.position > position && record.position <= until);
          if (wanted.length > 0) yield await this.complete(wanted);
          const last = records.at(-1)?.position ?? position;
          if (last > position) this.places.add((position = last));
          // The reader may have taken his time.
          if (wanted.length > 0) moved = Date.now();
        }
      } catch (error) {
        if (error instanceof EventStoreError) throw error;
        if (Date.now() - moved >= this.connection.timeout) throw new EventStoreError('STORE_BUSY', `the event store could not be read: ${reasonOf(error)}`);
        await pause(AGAIN);
      } finally {
        feed.close();
      }
    }
  }

  /** Events below `before` (`null` = the end) and behind `after`, the last first. */
  async *backwards(before: bigint | null, after: bigint): AsyncGenerator<readonly StoredEvent[]> {
    const place = before === null ? null : this.places.from(before);
    for (let below = place === null ? null : at(place), size = SMALL_PAGE; ; ) {
      const page = await this.connection.readBackwards(below, size);
      const ours = this.records(page);
      const records = ours.filter(({ position }) => position > after && (before === null || position < before));
      if (records.length > 0) yield await this.complete(records);
      below = page.at(-1)?.event?.position ?? null;
      if (below === null || page.length < size || below.commit <= after || below.commit <= this.origin) return;
      size = sizeAfter(ours);
    }
  }

  /** The last event of the namespace that can be read now. What the follower has followed need not be looked at again. */
  async head(): Promise<bigint | null> {
    const followed = this.follower.position;
    for (let below: Position | null = null; ; ) {
      const page = await this.connection.readBackwards(below, SMALL_PAGE);
      const [last] = this.records(page);
      if (last !== undefined) return last.position;
      below = page.at(-1)?.event?.position ?? null;
      if (below === null || page.length < SMALL_PAGE || below.commit <= followed) return this.follower.times.last?.position ?? null;
    }
  }

  /** With the time each was recorded at, once the follower knows it. */
  async complete(records: readonly WireEvent[]): Promise<readonly StoredEvent[]> {
    await this.follower.passed(records.reduce((highest, { position }) => (position > highest ? position : highest), this.origin));
    const stored: StoredEvent[] = [];
    for (const record of records) stored.push(storedEvent(record, this.follower.times.at(record.position, await this.createdOfFirst(record, records))));
    return stored;
  }

  /** The events of an append share the time of its first one, which may stand before what was read, or behind it. */
  private async createdOfFirst(record: WireEvent, page: readonly WireEvent[]): Promise<number> {
    const { stream, revision, append, index } = record;
    if (index > 0 && this.group.append === append) return this.group.created;
    const there = index === 0 ? record : page.find((one) => one.append === append && one.index === 0);
    const [first] = there === undefined ? this.records(await this.connection.readStream(this.names.onWire(stream), { from: revision - index, limit: 1 })) : [there];
    if (first === undefined) throw new EventStoreError('STORE_FAILED', `the first event of an append is missing in ${stream}`);
    this.group = { append, created: first.created };
    return first.created;
  }

  private records(page: readonly ResolvedEvent[]): readonly WireEvent[] {
    return page.flatMap((event) => this.names.record(event) ?? []);
  }
}

function sizeAfter(page: readonly WireEvent[]): number {
  const bytes = page.reduce((sum, event) => sum + event.bytes, 1);
  return Math.max(SMALL_PAGE, Math.min(PAGE, Math.floor((PAGE_BYTES * page.length) / bytes)));
}
