import { PartitionSession, type LogBatch, type LogConsumer, type LogSubscription } from '@throughline/event-log';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { LastingConsumer, WAIT } from './lasting-consumer';
import { PartitionFeed } from './partition-feed';
import { PartitionReader, type ReaderContext } from './partition-reader';

export interface MemberOptions extends Omit<ReaderContext, 'partition'> {
  readonly topic: string;
  readonly groupId: string;
  /** Milliseconds: how often the broker hears of this member, and after how long a silence its partitions go to others. */
  readonly heartbeatMs: number;
  readonly sessionMs: number;
  readonly retryPauseMs: number;
}

interface Held {
  readonly session: PartitionSession;
  readonly feed: PartitionFeed;
}

/** Milliseconds between two notes in Kafka's own offsets, which nobody here reads: for its tools. */
const SHOW_EVERY = 5_000;
const atOnce = (): Promise<() => void> => Promise.resolve(() => undefined);

/**
 * One member of a consumer group of the broker, over one `LogConsumer`.
 *
 *   joining ──▶ holding partitions ──▶ rebalancing: every session stops ──▶ joining …
 *                     └──▶ crashed: every session stops; the client starts again, or a new one is made
 *
 * The group decides who holds a partition; each partition has a session of its own (`assigned`, batches, `revoked`) that
 * fetches nothing before `assigned` has said from where. The broker does not wait for a batch in work: where it moves the
 * partition meanwhile, the consumer is told (`revoked`), and shelves guard by position.
 */
export class GroupMember implements LogSubscription {
  private readonly held = new Map<number, Held>();
  /** The last session of each partition: the next one begins when it has ended. */
  private readonly last = new Map<number, PartitionSession>();
  private readonly delivered = new Map<number, bigint>();
  private readonly consumer: LastingConsumer;
  private generation = 0;
  private stopped: Promise<void> | null = null;
  private readonly showing: NodeJS.Timeout;

  private constructor(
    private readonly kafka: Kafka,
    private readonly target: LogConsumer,
    private readonly options: MemberOptions,
  ) {
    this.consumer = new LastingConsumer({ topic: options.topic, create: () => this.newConsumer(), eachBatch: (payload) => this.received(payload) });
    this.showing = setInterval(() => void this.show(), SHOW_EVERY).unref();
  }

  /** Resolves when the group has let it in, with partitions or without. */
  static async join(kafka: Kafka, target: LogConsumer, options: MemberOptions): Promise<GroupMember> {
    const member = new GroupMember(kafka, target, options);
    try {
      await member.consumer.open();
    } catch (error) {
      await member.stop();
      throw error;
    }
    return member;
  }

  stop(): Promise<void> {
    this.stopped ??= this.end();
    return this.stopped;
  }

  private async end(): Promise<void> {
    clearInterval(this.showing);
    await this.release();
    await this.show();
    await this.consumer.stop();
  }

  private newConsumer(): Consumer {
    const { groupId, heartbeatMs, sessionMs } = this.options;
    const consumer = this.kafka.consumer({ groupId, heartbeatInterval: heartbeatMs, sessionTimeout: sessionMs, rebalanceTimeout: sessionMs, maxWaitTimeInMs: WAIT, allowAutoTopicCreation: false });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.joined(payload.memberAssignment[this.options.topic] ?? []));
    consumer.on(consumer.events.REBALANCING, () => void this.release());
    consumer.on(consumer.events.CRASH, () => void this.release());
    return consumer;
  }

  private async received(payload: EachBatchPayload): Promise<void> {
    if (!payload.isStale()) this.held.get(payload.batch.partition)?.feed.push(payload.batch.messages);
    await payload.heartbeat();
  }

  /** Called before the first fetch of the new generation. */
  private joined(partitions: readonly number[]): void {
    if (this.stopped !== null) return;
    for (const [partition, session] of this.last) if (!partitions.includes(partition)) void session.abandon();
    void this.release();
    const { generation } = this;
    this.consumer.current.pause([{ topic: this.options.topic, partitions: [...partitions] }]);
    for (const partition of partitions) {
      const before = this.last.get(partition)?.ended ?? Promise.resolve();
      void before.then(() => {
        if (this.generation === generation && this.stopped === null) this.start(partition);
      });
    }
  }

  private start(partition: number): void {
    const { topic, retryPauseMs } = this.options;
    const consumer = this.consumer.current;
    const one = [{ topic, partitions: [partition] }];
    const feed = new PartitionFeed({
      seek: (offset) => consumer.seek({ topic, partition, offset: String(offset) }),
      pause: () => consumer.pause(one),
      resume: () => consumer.resume(one),
    });
    const reader = new PartitionReader(feed, { ...this.options, partition });
    const session = new PartitionSession(this.noting(), partition, (_partition, after, signal) => reader.read(after, signal), atOnce, retryPauseMs);
    this.held.set(partition, { session, feed });
    this.last.set(partition, session);
  }

  /** Batches in work are finished; then each partition is revoked. */
  private async release(): Promise<void> {
    this.generation++;
    const sessions = [...this.held.values()];
    this.held.clear();
    await Promise.all(sessions.map(({ session }) => session.stop()));
  }

  private noting(): LogConsumer {
    const { target } = this;
    return {
      assigned: (partition) => target.assigned(partition),
      batch: async (batch: LogBatch) => {
        await target.batch(batch);
        this.delivered.set(batch.partition, batch.endOffset);
      },
      revoked: (partition) => target.revoked(partition),
    };
  }

  private async show(): Promise<void> {
    const offsets = [...this.delivered].map(([partition, offset]) => ({ topic: this.options.topic, partition, offset: String(offset + 1n) }));
    this.delivered.clear();
    // Somebody else may hold the partition by now; he notes it then.
    if (offsets.length > 0) await this.consumer.current.commitOffsets(offsets).catch(() => undefined);
  }
}
