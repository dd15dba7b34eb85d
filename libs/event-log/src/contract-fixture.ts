import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '@throughline/event-store';
import type { NewEvent, StoredEvent } from '@throughline/kernel';
import type { EventLog, LogBatch, LogConsumer, LogMessage } from './event-log';

/** A log and the store it follows, both empty and for one test alone. */
export interface EventLogFixture {
  readonly log: EventLog;
  readonly store: EventStore;
  /** Called after the log and the store were closed. */
  readonly dispose?: () => Promise<void>;
}

export interface EventLogCapabilities {
  /** As the fixture's log has them; cases about several partitions need more than one. */
  readonly partitions: number;
  /** Whether a log that nobody disturbs delivers each event once; `false` for one that makes trouble on purpose. */
  readonly quiet: boolean;
}

export const lanes = ['email:1.ada', 'email:1.bob', 'company:Acme', 'opportunity-7', 'user:1.zoë', 'device:1.𝔵', 'phone:1.5', 'a'];

/** Appends `count` events, one stream per lane, round and round. */
export async function fill(store: EventStore, count: number, among: readonly string[] = lanes): Promise<void> {
  const groups = new Map<string, NewEvent[]>();
  for (let n = 0; n < count; n++) {
    const lane = among[n % among.length]!;
    groups.set(lane, [...(groups.get(lane) ?? []), anEvent(lane)]);
    if ((n + 1) % (among.length * 3) === 0 || n === count - 1) {
      for (const [name, events] of groups) await append(store, `of-${name}`, events);
      groups.clear();
    }
  }
}

/** `count` events in streams of 500, a lane each: quick to write, long to read. */
export async function fillMuch(store: EventStore, count: number): Promise<void> {
  for (let n = 0; n < count; n += 500) {
    const lane = `user:1.${n}`;
    await append(store, `much-${n}`, Array.from({ length: Math.min(500, count - n) }, () => anEvent(lane)));
  }
}

export async function append(store: EventStore, stream: string, events: readonly NewEvent[]): Promise<void> {
  let revision = -1;
  for await (const last of store.readStream(stream, { backwards: true, limit: 1 })) revision = last.revision;
  const result = await store.append(stream, revision < 0 ? 'no-stream' : revision, events);
  if (result.kind !== 'done') throw new Error(`append: ${result.kind}`);
}

let made = 0;
export function anEvent(lane: string): NewEvent {
  const id = `00000000-0000-7000-8000-${String(++made).padStart(12, '0')}`;
  return {
    id,
    type: 'test.happened',
    schemaVersion: 1,
    source: 'test',
    subject: lane,
    parties: [{ node: lane, role: 'customer' }],
    occurredAt: '2026-01-15T09:00:00.000Z',
    actor: 'process:test',
    correlationId: id,
    causationId: null,
    data: { n: made, text: 'ä\u0000€' },
  };
}

export async function all(store: EventStore): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
}

export interface RecorderOptions {
  readonly start?: (partition: number) => bigint | null;
  /** Called in every batch before it counts as done; may throw or wait. */
  readonly during?: (batch: LogBatch) => Promise<void> | void;
  readonly onAssigned?: (partition: number) => Promise<void> | void;
}

/** A consumer that writes down everything that is done to it. */
export class Recorder implements LogConsumer {
  readonly diary: string[] = [];
  readonly attempts: LogBatch[] = [];
  readonly done: LogBatch[] = [];
  /** What a shelf would hold: the last offset of each partition whose batch succeeded. */
  readonly offsets = new Map<number, bigint>();
  private readonly inWork = new Set<number>();
  overlapped = false;

  constructor(private readonly options: RecorderOptions = {}) {}

  async assigned(partition: number): Promise<bigint | null> {
    this.diary.push(`assigned ${partition}`);
    await this.options.onAssigned?.(partition);
    return this.options.start?.(partition) ?? null;
  }

  async batch(batch: LogBatch): Promise<void> {
    if (this.inWork.has(batch.partition)) this.overlapped = true;
    this.inWork.add(batch.partition);
    this.attempts.push(batch);
    this.diary.push(`batch ${batch.partition}`);
    try {
      await this.options.during?.(batch);
      this.done.push(batch);
      this.offsets.set(batch.partition, batch.endOffset);
    } finally {
      this.inWork.delete(batch.partition);
      this.diary.push(`end ${batch.partition}`);
    }
  }

  async revoked(partition: number): Promise<void> {
    this.diary.push(`revoked ${partition}`);
  }

  messages(): LogMessage[] {
    return this.done.flatMap((batch) => [...batch.messages]);
  }

  /** In the order they came for the first time. */
  firsts(): StoredEvent[] {
    return [...new Map(this.messages().map(({ event }) => [event.position, event])).values()];
  }

  count(word: string): number {
    return this.diary.filter((line) => line.startsWith(word)).length;
  }

  /** The last one; `null` before the first. */
  watermark(partition: number): bigint | null {
    return this.done.findLast((batch) => batch.partition === partition)?.watermark ?? null;
  }
}

/** Polls; fails after `ms` with what was waited for. */
export async function until(what: string, holds: () => boolean, ms = 10_000): Promise<void> {
  for (const end = Date.now() + ms; !holds(); await pause(2)) if (Date.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`);
}

export function hasAll(recorder: Recorder, events: readonly StoredEvent[]): () => boolean {
  return () => {
    if (recorder.messages().length < events.length) return false;
    const seen = new Set(recorder.messages().map(({ event }) => event.position));
    return events.every((event) => seen.has(event.position));
  };
}

/** A case for logs that can do it; the others skip it, visibly. */
export function itWhen(condition: boolean): jest.It {
  return condition ? it : it.skip;
}

/** A door that stays shut until it is opened. */
export function gate(): { readonly open: () => void; readonly opened: Promise<void> } {
  const waiting: (() => void)[] = [];
  const opened = new Promise<void>((resolve) => waiting.push(resolve));
  return { open: () => waiting[0]?.(), opened };
}
