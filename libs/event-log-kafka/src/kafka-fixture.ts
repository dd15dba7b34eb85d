import { MemoryRelayCheckpoint, type EventLogFixture } from '@throughline/event-log';
import { MemoryEventStore, type EventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import type { EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { readEntry } from './event-message';
import { connectKafka } from './kafka-client';
import { KafkaEventLog, type KafkaEventLogOptions } from './kafka-event-log';
import { KafkaRelay, type KafkaRelayOptions } from './kafka-relay';
import { withAdmin } from './topic';

/** For specs: a topic of its own on a real broker, a relay that publishes to it, and a log that reads it. */
export interface Road extends EventLogFixture {
  readonly log: KafkaEventLog;
  readonly kafka: Kafka;
  readonly topic: string;
  readonly checkpoint: MemoryRelayCheckpoint;
  readonly options: KafkaEventLogOptions & KafkaRelayOptions;
  readonly dispose: () => Promise<void>;
  /** Another one over the same topic and checkpoint; ends with `dispose`. */
  readonly startRelay: (fence?: number, store?: EventStore) => { readonly relay: KafkaRelay; readonly running: Promise<void>; readonly stop: () => Promise<void> };
}

export interface RoadOptions extends Partial<KafkaEventLogOptions & KafkaRelayOptions> {
  readonly brokers: readonly string[];
  /** `false`: nothing is published before `startRelay`. */
  readonly relay?: boolean;
}

const DAY = 24 * 60 * 60 * 1_000;

export async function openRoad({ brokers, relay = true, ...wanted }: RoadOptions): Promise<Road> {
  const kafka = connectKafka({ brokers, clientId: 'throughline-spec' });
  const topic = `throughline.spec-${randomUUID()}`;
  const options = { topic, partitions: 3, replicas: 1, retentionMs: DAY, retryPauseMs: 5, heartbeatMs: 100, sessionMs: 6_000, markEveryMs: 50, ...wanted };
  const [store, checkpoint] = [new MemoryEventStore(), new MemoryRelayCheckpoint()];
  const log = await KafkaEventLog.open(kafka, store, checkpoint, options);
  const relays: (() => Promise<void>)[] = [];
  const startRelay = (fence = 1, of: EventStore = store) => {
    const [one, ending] = [new KafkaRelay(kafka, of, checkpoint, options), new AbortController()];
    const running = one.run(fence, ending.signal);
    running.catch(() => undefined);
    const stop = async (): Promise<void> => {
      ending.abort();
      await running;
    };
    relays.push(() => stop().catch(() => undefined));
    return { relay: one, running, stop };
  };
  if (relay) startRelay();
  const dispose = async (): Promise<void> => {
    await Promise.all(relays.map((stop) => stop()));
    await withAdmin(kafka, (admin) => admin.deleteTopics({ topics: [topic] }));
  };
  return { kafka, topic, checkpoint, options, store, log, startRelay, dispose };
}

export type RawMessage = KafkaMessage & { readonly partition: number };

/** Everything that stands on a topic now, as an outside client reads it: partition by partition in order. */
export async function readTopic(kafka: Kafka, topic: string): Promise<readonly RawMessage[]> {
  const ends = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic));
  const open = new Map(ends.filter(({ high, low }) => high !== low).map(({ partition, high }) => [partition, BigInt(high) - 1n]));
  const found: RawMessage[] = [];
  if (open.size === 0) return found;
  const consumer = kafka.consumer({ groupId: `spec-${randomUUID()}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const eachBatch = async ({ batch }: EachBatchPayload): Promise<void> => {
      for (const message of batch.messages) found.push({ ...message, partition: batch.partition });
      if (BigInt(batch.lastOffset()) >= (open.get(batch.partition) ?? 0n)) open.delete(batch.partition);
      if (open.size === 0) resolve();
    };
    consumer.run({ autoCommit: false, eachBatch }).catch(reject);
  });
  await consumer.disconnect();
  return found.toSorted((a, b) => a.partition - b.partition || Number(BigInt(a.offset) - BigInt(b.offset)));
}

/** What the topic must show whatever happened: every event of the store, on its partition, first occurrences in store order. */
export async function firstOccurrences(road: Road): Promise<readonly StoredEvent[]> {
  const { storeId } = road.store;
  const byPosition = new Map<bigint, StoredEvent>();
  for (const message of await readTopic(road.kafka, road.topic)) {
    const entry = readEntry(message, storeId);
    if (entry?.kind === 'event' && !byPosition.has(entry.position)) byPosition.set(entry.position, entry.event);
  }
  return [...byPosition.values()];
}
