import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { NewEvent, StoredEvent } from '@throughline/kernel';
import { checkAppend, checkRestore, historyBroken, repeatOf, withoutPlace } from './content';
import { EventStoreError, type AppendResult, type EventStore, type ExpectedRevision, type Placed, type ReadAllOptions, type ReadStreamOptions } from './event-store';

const BATCH = 500;

/** The plainest reading of the port; nothing survives the process. */
export class MemoryEventStore implements EventStore {
  readonly storeId = randomUUID();
  private readonly all: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private closed = false;
  private lastRecorded = 0;

  /** `clock`: milliseconds since 1970. */
  constructor(private readonly clock: () => number = Date.now) {}

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.check();
    const copies = checkAppend(stream, events).map((text) => JSON.parse(text) as NewEvent);
    const past = this.streams.get(stream) ?? [];
    const known = copies.map(({ id }) => past.find((event) => event.id === id)).map((stored) => stored && { ...placed(stored), event: withoutPlace(stored) });
    const repeated = repeatOf(known, copies);
    if (repeated !== null) return { kind: 'done', repeated: true, events: repeated.map(placed) };
    const actual = past.length === 0 ? 'no-stream' : past.length - 1;
    if (actual !== expected) return { kind: 'conflict', actual };
    this.lastRecorded = Math.max(this.lastRecorded, this.clock());
    const recordedAt = new Date(this.lastRecorded).toISOString();
    const next = (this.all.at(-1)?.position ?? 0n) + 1n;
    const stored = copies.map((event, index) => ({ ...event, stream, revision: past.length + index, position: next + BigInt(index), recordedAt }));
    for (const event of stored) this.add(event);
    this.changes.emit('change');
    return { kind: 'done', repeated: false, events: stored.map(placed) };
  }

  async restore(events: readonly StoredEvent[]): Promise<readonly bigint[]> {
    this.check();
    for (const { event, body, recordedAt } of checkRestore(events, { recordedAt: this.lastRecorded })) {
      const { stream, revision, position } = event;
      if (revision !== (this.streams.get(stream)?.length ?? 0)) throw historyBroken(event, 'is not the next one of its stream here');
      if (position <= (this.all.at(-1)?.position ?? 0n)) throw historyBroken(event, 'stands at a position that is taken here');
      this.lastRecorded = recordedAt;
      this.add({ ...(JSON.parse(body) as NewEvent), stream, revision, position, recordedAt: new Date(recordedAt).toISOString() });
    }
    this.changes.emit('change');
    return events.map(({ position }) => position);
  }

  async *readStream(stream: string, { from, backwards = false, limit = Infinity }: ReadStreamOptions = {}): AsyncGenerator<StoredEvent> {
    this.check();
    const events = [...(this.streams.get(stream) ?? [])];
    const wanted = events.filter(({ revision }) => from === undefined || (backwards ? revision <= from : revision >= from));
    yield* (backwards ? wanted.toReversed() : wanted).slice(0, limit).map((event) => structuredClone(event));
  }

  async *readAll({ after, backwards = false, before, limit = Infinity }: ReadAllOptions = {}): AsyncGenerator<StoredEvent> {
    this.check();
    const first = after === undefined ? 0 : this.indexBehind(after);
    const last = before === undefined ? this.all.length : this.indexBehind(before - 1n);
    for (let step = 0; step < Math.min(limit, last - first); step++) {
      const event = this.all[backwards ? last - 1 - step : first + step];
      if (event !== undefined) yield structuredClone(event);
    }
  }

  async *subscribe(after: bigint | null, signal: AbortSignal): AsyncGenerator<readonly StoredEvent[]> {
    this.check();
    let next = after === null ? 0 : this.indexBehind(after);
    while (!signal.aborted && !this.closed) {
      const batch = this.all.slice(next, next + BATCH);
      next += batch.length;
      if (batch.length > 0) yield batch.map((event) => structuredClone(event));
      else await once(this.changes, 'change', { signal }).catch(() => undefined);
    }
  }

  async head(): Promise<bigint | null> {
    this.check();
    return this.all.at(-1)?.position ?? null;
  }

  async positionAt(time: string): Promise<bigint | null> {
    this.check();
    const until = new Date(time).toISOString();
    return this.all.findLast((event) => event.recordedAt <= until)?.position ?? null;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.changes.emit('change');
  }

  private add(event: StoredEvent): void {
    const past = this.streams.get(event.stream);
    if (past === undefined) this.streams.set(event.stream, [event]);
    else past.push(event);
    this.all.push(event);
  }

  /** Of the first event behind a position. */
  private indexBehind(position: bigint): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.all[middle] as StoredEvent).position <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private check(): void {
    if (this.closed) throw new EventStoreError('STORE_CLOSED', 'the event store is closed');
  }
}

function placed({ id, revision, position, recordedAt }: Placed): Placed {
  return { id, revision, position, recordedAt };
}
