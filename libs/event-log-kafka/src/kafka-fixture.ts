import { MemoryRelayCheckpoint, type EventLogFixture } from '@throughline/event-log';
import { MemoryEventStore, type EventStore } from '@throughline/event-store';
import type { Kafka } from 'kafkajs';
import { randomUUID } from 'node:crypto';
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
  readonly startRelay: (fence?: number, store?: EventStore) => { readonly relay: KafkaRelay; readonly stop: () => Promise<void> };
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
    return { relay: one, stop };
  };
  if (relay) startRelay();
  const dispose = async (): Promise<void> => {
    await Promise.all(relays.map((stop) => stop()));
    await withAdmin(kafka, (admin) => admin.deleteTopics({ topics: [topic] }));
  };
  return { kafka, topic, checkpoint, options, store, log, startRelay, dispose };
}
