import { partitionOf, type LogBatch, type LogMessage } from '@throughline/event-log';
import type { EventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import type { KafkaMessage } from 'kafkajs';
import { readEntry, type LogEntry } from './event-message';

/** What has to be asked of the broker's side: the messages of one partition from an offset on, as they come. */
export interface MessageFeed {
  /** Inclusive. */
  from(offset: bigint): void;
  /** Waits for at least one; empty when the signal has aborted. At most `limit`. */
  take(limit: number, signal: AbortSignal): Promise<readonly KafkaMessage[]>;
}

/** Told of each hole that was filled from the store, with the number of events that were missing on the topic. */
export type Healed = (partition: number, events: number) => void;

export interface ReaderContext {
  readonly store: EventStore;
  readonly partition: number;
  readonly partitions: number;
  readonly maxBatch: number;
  readonly healed: Healed;
}

interface Reading {
  /** Every event of this partition at or below it was delivered, by this reader or before its offset was recorded. */
  mark: bigint;
  /** Offset of the last event that was read; marks do not count, so that it stands still where nothing happens. */
  end: bigint;
}

/**
 * One partition of the topic, made whole: repeats are left out, holes are read from the store.
 *
 * Every message says which event of its partition came before. If that one is behind the mark, something is missing (retention was
 * quicker than the reader, the broker lost it, a message cannot be read) and is read from the store, then reading goes on. After a
 * start in the middle the mark is learned from the very message whose offset was recorded; when that one is gone, from nothing:
 * then everything is read from the store once more, and shelves know what they have.
 */
export class PartitionReader {
  private told = -1n;

  constructor(
    private readonly feed: MessageFeed,
    private readonly context: ReaderContext,
  ) {}

  async *read(after: bigint | null, signal: AbortSignal): AsyncGenerator<LogBatch> {
    const reading: Reading = { mark: this.told, end: after ?? -1n };
    this.feed.from(after ?? 0n);
    let recorded = after;
    for (let told = reading.end; ; ) {
      const messages = await this.feed.take(this.context.maxBatch, signal);
      if (signal.aborted) return;
      if (recorded !== null) this.learn(reading, messages[0], recorded);
      recorded = null;
      yield* this.deliver(reading, messages, told);
      told = reading.end;
    }
  }

  private learn(reading: Reading, first: KafkaMessage | undefined, recorded: bigint): void {
    const entry = first !== undefined && BigInt(first.offset) === recorded ? readEntry(first, this.context.store.storeId) : null;
    if (entry?.kind === 'event' && entry.position > reading.mark) reading.mark = entry.position;
  }

  private async *deliver(reading: Reading, messages: readonly KafkaMessage[], told: bigint): AsyncGenerator<LogBatch> {
    let found: LogMessage[] = [];
    for (const message of messages) {
      const entry = readEntry(message, this.context.store.storeId);
      if (entry === null) continue;
      if (entry.previous > reading.mark) {
        if (found.length > 0) yield this.batch(reading, found);
        found = [];
        yield* this.heal(reading, entry.previous);
      }
      this.follow(reading, entry, message.offset, found);
    }
    if (found.length > 0 || reading.mark > this.told || reading.end > told) yield this.batch(reading, found);
  }

  private follow(reading: Reading, entry: LogEntry, offset: string, found: LogMessage[]): void {
    if (entry.kind === 'event') {
      if (entry.position > reading.mark) found.push({ offset: BigInt(offset), event: entry.event });
      reading.end = BigInt(offset);
    }
    if (entry.position > reading.mark) reading.mark = entry.position;
  }

  /** Events from the store have no offset of their own: they carry that of the last one read, which is what to record for them. */
  private async *heal(reading: Reading, upTo: bigint): AsyncGenerator<LogBatch> {
    const { store, partition, partitions, maxBatch, healed } = this.context;
    let events: StoredEvent[] = [];
    const batch = (): LogBatch => {
      reading.mark = events.at(-1)!.position;
      return this.batch(reading, events.map((event) => ({ offset: reading.end, event })));
    };
    for await (const event of store.readAll(reading.mark < 0n ? {} : { after: reading.mark })) {
      if (event.position > upTo) break;
      if (partitionOf(event.subject, partitions) !== partition) continue;
      events.push(event);
      if (events.length < maxBatch && event.position < upTo) continue;
      healed(partition, events.length);
      yield batch();
      events = [];
    }
    if (reading.mark !== upTo) throw new Error(`the store has no event of partition ${partition} at position ${upTo}, which the topic names`);
  }

  private batch({ mark, end }: Reading, messages: readonly LogMessage[]): LogBatch {
    if (mark > this.told) this.told = mark;
    return { partition: this.context.partition, messages, watermark: this.told, endOffset: end };
  }
}
