import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { readInboxMessage, type InboxItem } from './inbox-message';
import { LastingConsumer, WAIT } from './lasting-consumer';
import { ensureTopic, withAdmin, type TopicSettings } from './topic';

/**
 * What a door does with items: record each or quarantine it. One answer per item, in order, when all of it is durable. Throwing = nothing
 * is sure: the same items come again. They also come again after a crash or a rebalance, so repeats must be recognised.
 */
export type InboxReceiver = (items: readonly InboxItem[]) => Promise<readonly unknown[]>;

export interface KafkaInboxOptions extends TopicSettings {
  readonly retryPauseMs?: number;
  readonly heartbeatMs?: number;
  readonly sessionMs?: number;
}

/** Items handed over at once. */
const PORTION = 500;
const LONGEST_REST = 5_000;

/**
 * `throughline.inbox`: events of other systems, as they come over HTTP. Kafka's own offsets count here: they move past what was
 * recorded or quarantined, and past nothing else. Copies in several processes share the partitions.
 */
export class KafkaInbox {
  private readonly consumer: LastingConsumer;
  private readonly stopping = new AbortController();
  private said: string | null = null;

  private constructor(
    private readonly kafka: Kafka,
    private readonly receive: InboxReceiver,
    private readonly options: KafkaInboxOptions,
  ) {
    this.consumer = new LastingConsumer({ topic: options.topic, create: () => this.newConsumer(), eachBatch: (payload) => this.received(payload) });
  }

  /** Creates the topic where there is none; one that is there is taken as it is. */
  static async open(kafka: Kafka, receive: InboxReceiver, options: KafkaInboxOptions): Promise<KafkaInbox> {
    await withAdmin(kafka, (admin) => ensureTopic(admin, options));
    const inbox = new KafkaInbox(kafka, receive, options);
    try {
      await inbox.consumer.open();
    } catch (error) {
      await inbox.stop();
      throw error;
    }
    return inbox;
  }

  /** Why items are tried again at the moment; `null` = they are not. */
  get trouble(): string | null {
    return this.said;
  }

  /** Resolves when the items in work are settled. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.consumer.stop();
  }

  private newConsumer(): Consumer {
    const { topic, heartbeatMs = 1_000, sessionMs = 10_000 } = this.options;
    return this.kafka.consumer({ groupId: `${topic}.intake`, heartbeatInterval: heartbeatMs, sessionTimeout: sessionMs, rebalanceTimeout: sessionMs, maxWaitTimeInMs: WAIT, allowAutoTopicCreation: false });
  }

  private async received(payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    for (let from = 0; from < messages.length; from += PORTION) {
      const portion = messages.slice(from, from + PORTION);
      if (!(await this.settle(payload, portion.map(readInboxMessage)))) return;
      const offset = String(BigInt(portion.at(-1)!.offset) + 1n);
      await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
      await payload.heartbeat();
    }
  }

  /** Until every item has its answer; `false` = stopped before. The broker hears of us all the while. */
  private async settle(payload: EachBatchPayload, items: readonly InboxItem[]): Promise<boolean> {
    const { retryPauseMs = 100, heartbeatMs = 1_000 } = this.options;
    const beating = setInterval(() => void payload.heartbeat().catch(() => undefined), heartbeatMs);
    try {
      for (let failures = 0; !this.stopping.signal.aborted; failures++) {
        if (await this.attempt(items)) return true;
        await pause(Math.min(retryPauseMs * 2 ** failures, LONGEST_REST), undefined, { signal: this.stopping.signal }).catch(() => undefined);
        await payload.heartbeat();
      }
      return false;
    } finally {
      clearInterval(beating);
    }
  }

  private async attempt(items: readonly InboxItem[]): Promise<boolean> {
    try {
      const answers = await this.receive(items);
      if (answers.length !== items.length) throw new Error(`${items.length} items, ${answers.length} answers`);
      this.said = null;
      return true;
    } catch (error) {
      this.said = error instanceof Error ? error.message : String(error);
      return false;
    }
  }
}
