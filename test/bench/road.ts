import { connectKafka, prepareTopic } from '@throughline/event-log-kafka';
import { MongoConnection } from '@throughline/mongodb';
import type { Kafka } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { cleanUp, type Servers } from './servers';

/** The names of one part of the bench on the servers, and connections to them. */
export interface Road {
  readonly kafka: Kafka;
  readonly mongodb: MongoConnection;
  readonly namespace: string;
  /** The settings of a topic that nobody has used yet; it is there when this resolves. */
  newTopic(): Promise<TopicOfRun>;
  end(): Promise<void>;
}

export interface TopicOfRun {
  readonly topic: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly retentionMs: number;
}

/** As many as the product takes where nothing is said. */
export const PARTITIONS = 6;
const DAY = 24 * 60 * 60 * 1_000;

export async function openRoad({ addresses }: Servers): Promise<Road> {
  const namespace = `bench-${randomUUID().slice(0, 8)}`;
  const kafka = connectKafka({ brokers: addresses.KAFKA_BROKERS.split(','), clientId: 'throughline-bench' });
  const mongodb = await MongoConnection.open({ url: addresses.MONGODB_URL, name: 'throughline-bench' });
  let topics = 0;
  const newTopic = async (): Promise<TopicOfRun> => {
    const settings = { topic: `${namespace}.events-${(topics += 1)}`, partitions: PARTITIONS, replicas: 1, retentionMs: DAY };
    await prepareTopic(kafka, settings);
    await answering(kafka, settings.topic);
    return settings;
  };
  const end = async (): Promise<void> => {
    await mongodb.close();
    await cleanUp(addresses, namespace);
  };
  return { kafka, mongodb, namespace, newTopic, end };
}

/** A broker that is busy says that a topic is there before it leads all its partitions. */
async function answering(kafka: Kafka, topic: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    for (let patience = 100; ; patience -= 1) {
      const error = await admin.fetchTopicOffsets(topic).then(() => null, (problem: unknown) => problem);
      if (error === null) return;
      if (patience === 0) throw error;
      await pause(100);
    }
  } finally {
    await admin.disconnect();
  }
}
