import { ConsumerGroup, MAX_BATCH, type EventLog, type LogBatch, type LogConsumer, type LogEnds, type LogSubscription } from '@throughline/event-log';
import type { EventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';

/**
 * The road on one machine: following the store itself. One partition, offset = position, so an event comes twice only when
 * its batch failed or was not recorded. Reads the store once per group; a slow group slows nobody.
 */
export class LocalEventLog implements EventLog {
  readonly partitions = 1;
  private readonly groups = new Map<string, ConsumerGroup>();
  private closed = false;

  constructor(
    private readonly store: EventStore,
    private readonly options: { readonly retryPauseMs?: number } = {},
  ) {}

  get storeId(): string {
    return this.store.storeId;
  }

  async subscribe(name: string, consumer: LogConsumer): Promise<LogSubscription> {
    if (this.closed) throw new Error('the event log is closed');
    const group = this.groups.get(name) ?? new ConsumerGroup({ ...this.options, partitions: 1, source: (_partition, after, signal) => this.follow(after, signal) });
    this.groups.set(name, group);
    return group.join(consumer);
  }

  async ends(): Promise<LogEnds> {
    const head = (await this.store.head()) ?? -1n;
    return { offsets: [head], position: head };
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.groups.values()].map((group) => group.close()));
  }

  private async *follow(after: bigint | null, signal: AbortSignal): AsyncGenerator<LogBatch> {
    for await (const events of this.store.subscribe(after, signal)) {
      for (let from = 0; from < events.length; from += MAX_BATCH) yield toBatch(events.slice(from, from + MAX_BATCH));
    }
  }
}

function toBatch(events: readonly StoredEvent[]): LogBatch {
  const last = events[events.length - 1]!.position;
  return { partition: 0, messages: events.map((event) => ({ offset: event.position, event })), watermark: last, endOffset: last };
}
