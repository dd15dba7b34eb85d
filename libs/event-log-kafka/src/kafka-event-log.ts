import { MAX_BATCH, type EventLog, type LogConsumer, type LogEnds, type LogSubscription, type RelayCheckpoint } from '@throughline/event-log';
import type { EventStore } from '@throughline/event-store';
import type { Kafka } from 'kafkajs';
import { GroupMember } from './group-member';
import { prepareTopic, type TopicSettings } from './topic';

export interface KafkaEventLogOptions extends TopicSettings {
  /** Told of each hole that was filled from the store: who read, on which partition, how many events were missing on the topic. */
  readonly healed?: (group: string, partition: number, events: number) => void;
  readonly retryPauseMs?: number;
  readonly heartbeatMs?: number;
  readonly sessionMs?: number;
}

/**
 * The road of the distributed set-up. Offsets are Kafka's; what stands between events (marks of the relay) has none here. Copies
 * of one group, in as many processes as there are partitions, share them as the broker decides.
 */
export class KafkaEventLog implements EventLog {
  private readonly members = new Set<GroupMember>();
  private closed = false;

  private constructor(
    private readonly kafka: Kafka,
    private readonly store: EventStore,
    private readonly checkpoint: RelayCheckpoint,
    private readonly options: KafkaEventLogOptions,
  ) {}

  /** Creates the topic where there is none. Throws `KafkaLogError` when the topic is not as it must be. */
  static async open(kafka: Kafka, store: EventStore, checkpoint: RelayCheckpoint, options: KafkaEventLogOptions): Promise<KafkaEventLog> {
    await prepareTopic(kafka, options);
    return new KafkaEventLog(kafka, store, checkpoint, options);
  }

  get storeId(): string {
    return this.store.storeId;
  }

  get partitions(): number {
    return this.options.partitions;
  }

  async subscribe(group: string, consumer: LogConsumer): Promise<LogSubscription> {
    if (this.closed) throw new Error('the event log is closed');
    const { topic, partitions, healed = () => undefined, retryPauseMs = 50, heartbeatMs = 1_000, sessionMs = 10_000 } = this.options;
    const groupId = `${topic}.${group}`;
    const member = await GroupMember.join(this.kafka, consumer, { store: this.store, topic, partitions, groupId, healed: (partition, events) => healed(group, partition, events), retryPauseMs, heartbeatMs, sessionMs, maxBatch: MAX_BATCH });
    this.members.add(member);
    if (this.closed) await member.stop();
    return member;
  }

  /** As the relay has recorded them: what it published a moment ago may be missing, never more than one request. */
  async ends(): Promise<LogEnds> {
    const state = await this.checkpoint.read();
    if (state === null) return { offsets: Array.from({ length: this.partitions }, () => -1n), position: -1n };
    return { offsets: state.partitions.map(({ offset }) => offset), position: state.position };
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.members].map((member) => member.stop()));
  }
}
