import { setImmediate as nextTick } from 'node:timers/promises';
import type { EventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { Chance } from './chance';
import { ConsumerGroup } from './consumer-group';
import { MAX_BATCH, type EventLog, type LogBatch, type LogConsumer, type LogEnds, type LogSubscription } from './event-log';
import { MemoryPartition } from './memory-partition';
import { partitionOf } from './partition-of';
import { TurnQueue } from './turn-queue';

/** Chances from 0 to 1; each is 0 by default. */
export interface Chaos {
  /** That a message is sent once more, as a message of its own. */
  readonly repeats: number;
  /** That a lane is held back for a while, so that others overtake it. */
  readonly delays: number;
  /** That after a batch delivery goes back to an earlier message, as after a crash. */
  readonly redeliveries: number;
  /** That all partitions are revoked and assigned anew, while batches are in work. */
  readonly rebalances: number;
}

export interface MemoryEventLogOptions {
  /** Default 4. */
  readonly partitions?: number;
  readonly seed?: number;
  readonly chaos?: Partial<Chaos>;
  /** Nothing is delivered but by `step`. */
  readonly manual?: boolean;
  /** Messages in a batch at most; default `MAX_BATCH`. */
  readonly maxBatch?: number;
  readonly retryPauseMs?: number;
}

/** How many messages a redelivery goes back at most. */
const GO_BACK = 20;

/**
 * A log of N partitions over any event store, in memory: all that a broker does to its consumers (repeats, delays,
 * redeliveries, rebalances), seeded, so that what would break only in production breaks in a test, and again.
 */
export class MemoryEventLog implements EventLog {
  readonly partitions: number;
  private readonly logs: readonly MemoryPartition[];
  private readonly groups = new Map<string, ConsumerGroup>();
  private readonly chaos: Chaos;
  private readonly chance: Chance;
  private readonly turns: TurnQueue;
  private readonly closing = new AbortController();
  private sleepers = new Set<() => void>();
  private readonly pumping: Promise<void>;
  private pumped = -1n;
  private idle = 0;

  constructor(
    private readonly store: EventStore,
    private readonly options: MemoryEventLogOptions = {},
  ) {
    this.partitions = options.partitions ?? 4;
    this.chance = new Chance(options.seed ?? 1);
    this.chaos = { repeats: 0, delays: 0, redeliveries: 0, rebalances: 0, ...options.chaos };
    this.logs = Array.from({ length: this.partitions }, () => new MemoryPartition(this.chance));
    this.turns = new TurnQueue(this.chance, options.manual ?? false);
    this.pumping = this.pump();
  }

  get storeId(): string {
    return this.store.storeId;
  }

  async subscribe(name: string, consumer: LogConsumer): Promise<LogSubscription> {
    if (this.closing.signal.aborted) throw new Error('the event log is closed');
    const group = this.groups.get(name) ?? this.newGroup();
    this.groups.set(name, group);
    return group.join(consumer);
  }

  async ends(): Promise<LogEnds> {
    return { offsets: this.logs.map((log) => BigInt(log.end)), position: this.pumped };
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([...this.groups.values()].map((group) => group.close()));
    await this.pumping;
  }

  /** Revokes every partition of every group and assigns it anew. `abrupt`: while the batches in work go on, unheard. */
  async rebalance(abrupt = false): Promise<void> {
    await Promise.all([...this.groups.values()].map((group) => group.rebalance(abrupt)));
  }

  /** Manual mode: one more delivery (or one more piece of trouble). `false` = everybody has everything. */
  async step(): Promise<boolean> {
    await this.caughtUp();
    if (this.turns.length === 0 || this.chance.hits(0.5)) await this.quiet();
    if (this.turns.length > 0) {
      const done = this.turns.grant();
      if (this.chance.hits(this.chaos.rebalances)) await this.rebalance(true);
      if (this.chance.hits(0.5)) await done;
      return true;
    }
    if (!this.logs.some((log) => log.delaysSome)) return false;
    this.release();
    return true;
  }

  /** Manual mode: steps until everybody has everything. A consumer that always throws is never done. */
  async settle(): Promise<void> {
    while (await this.step());
  }

  private newGroup(): ConsumerGroup {
    return new ConsumerGroup({
      partitions: this.partitions,
      source: (partition, after, signal) => this.follow(partition, after, signal),
      turn: (signal) => this.turns.take(signal),
      retryPauseMs: this.options.retryPauseMs ?? (this.options.manual ? 0 : 50),
    });
  }

  private async pump(): Promise<void> {
    for await (const events of this.store.subscribe(null, this.closing.signal)) {
      this.publish(events);
      if (this.options.manual) continue;
      if (this.chaos.delays > 0) setTimeout(() => this.release(), 1 + this.chance.below(10));
      if (this.chance.hits(this.chaos.rebalances)) void this.rebalance(true);
    }
  }

  private publish(events: readonly StoredEvent[]): void {
    const upTo = events.at(-1)?.position;
    if (upTo === undefined) return;
    const shares: StoredEvent[][] = this.logs.map(() => []);
    for (const event of events) shares[partitionOf(event.subject, this.partitions)]!.push(event);
    this.logs.forEach((log, partition) => log.publish(shares[partition]!, upTo, this.chaos));
    this.pumped = upTo;
    this.wake();
  }

  private release(): void {
    for (const log of this.logs) log.release();
    this.wake();
  }

  private async *follow(partition: number, after: bigint | null, signal: AbortSignal): AsyncGenerator<LogBatch> {
    const log = this.logs[partition]!;
    let from = after === null ? 0 : Number(after) + 1;
    let told = -1n;
    while (!signal.aborted) {
      const { messages, watermark } = log.read(from, this.batchSize());
      if (messages.length === 0 && watermark <= told) {
        await this.growth(signal);
        continue;
      }
      from += messages.length;
      if (watermark > told) told = watermark;
      yield { partition, messages, watermark: told, endOffset: BigInt(from - 1) };
      if (this.chance.hits(this.chaos.redeliveries)) from = Math.max(0, from - this.chance.below(GO_BACK));
    }
  }

  private batchSize(): number {
    const most = Math.min(this.options.maxBatch ?? MAX_BATCH, MAX_BATCH);
    return this.options.seed === undefined ? most : 1 + this.chance.below(most);
  }

  private async growth(signal: AbortSignal): Promise<void> {
    this.idle++;
    await new Promise<void>((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.sleepers.add(wake);
      signal.addEventListener('abort', wake);
    });
    this.idle--;
  }

  private wake(): void {
    for (const resolve of this.sleepers) resolve();
    this.sleepers = new Set();
  }

  private async caughtUp(): Promise<void> {
    const head = (await this.store.head()) ?? -1n;
    while (this.pumped < head) await nextTick();
  }

  /** Until every session waits: for its turn, or for something new. */
  private async quiet(): Promise<void> {
    do await nextTick();
    while (this.idle + this.turns.length < [...this.groups.values()].reduce((sum, group) => sum + group.live, 0));
  }
}
