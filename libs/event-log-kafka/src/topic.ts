import { MAX_EVENT_BYTES } from '@throughline/event-store';
import { ConfigResourceTypes, type Admin, type Kafka } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';

export interface TopicSettings {
  readonly topic: string;
  /** Frozen for ever: another number puts lanes on other partitions and breaks their order. */
  readonly partitions: number;
  /** Copies of each partition; of n, n - 1 must have a message before it counts as published (of one or two: one). */
  readonly replicas: number;
  /** Milliseconds; -1 = for ever. What is removed before it was read is read from the store. */
  readonly retentionMs: number;
}

/** Stable; the message says what is wrong, with both numbers, and what to do. */
export type KafkaLogErrorCode = 'TOPIC_MISSING' | 'TOPIC_PARTITIONS' | 'TOPIC_REPLICAS' | 'TOPIC_RETENTION' | 'TOPIC_SIZE' | 'TOPIC_CLEANUP' | 'TOPIC_REPLACED' | 'STORE_OTHER' | 'STORE_BEHIND' | 'RELAY_FENCED';

export class KafkaLogError extends Error {
  constructor(
    readonly code: KafkaLogErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'KafkaLogError';
  }
}

/** Bytes of one request of the relay at most; an event that is larger as a message is sent alone. */
export const SEND_BYTES = 2 * MAX_EVENT_BYTES;
/**
 * What the topic must take, a little less than the broker's own default. As headers an event can be three times as long as
 * in the store (a source where every character needs an escape): so whatever the store takes, the topic takes.
 */
export const NEEDED_BYTES = 1_000_000;
const WISHED_BYTES = 1024 * 1024;
/** A topic that was just made is not known everywhere at once. Milliseconds. */
const LEADERS_WITHIN = 30_000;
const LOOK_EVERY = 50;
/** A reader that was away for a night must not have to go to the store. */
const LEAST_RETENTION = 24 * 60 * 60 * 1_000;

/** Creates the topic where there is none, then checks what is there. */
export async function prepareTopic(kafka: Kafka, settings: TopicSettings): Promise<void> {
  await withAdmin(kafka, async (admin) => {
    await ensureTopic(admin, settings);
    await checkTopic(admin, settings);
  });
}

export async function ensureTopic(admin: Admin, settings: TopicSettings): Promise<void> {
  if (!(await admin.listTopics()).includes(settings.topic)) await create(admin, settings);
}

export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

async function create(admin: Admin, { topic, partitions, replicas, retentionMs }: TopicSettings): Promise<void> {
  const settings = { 'cleanup.policy': 'delete', 'retention.ms': retentionMs, 'retention.bytes': -1, 'max.message.bytes': WISHED_BYTES, 'min.insync.replicas': Math.max(1, replicas - 1) };
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value: String(value) }));
  // Answers `false` when another process was quicker: what is there is checked all the same.
  await admin.createTopics({ waitForLeaders: false, topics: [{ topic, numPartitions: partitions, replicationFactor: replicas, configEntries }] });
  await haveLeaders(admin, topic, partitions);
}

/** The broker that is asked may not have heard of the topic yet, which the client takes for an error. */
async function haveLeaders(admin: Admin, topic: string, partitions: number): Promise<void> {
  for (const until = Date.now() + LEADERS_WITHIN; ; ) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      const there = topics[0]?.partitions ?? [];
      if (there.length >= partitions && there.every(({ leader }) => leader >= 0)) return;
      if (Date.now() > until) throw new KafkaLogError('TOPIC_MISSING', `${topic} was made, but its partitions have no leader after ${LEADERS_WITHIN} ms`);
    } catch (error) {
      if (!isUnknownYet(error) || Date.now() > until) throw error;
    }
    await pause(LOOK_EVERY);
  }
}

function isUnknownYet(error: unknown): boolean {
  const { type, cause } = error as { type?: unknown; cause?: unknown };
  return type === 'UNKNOWN_TOPIC_OR_PARTITION' || type === 'LEADER_NOT_AVAILABLE' || (cause !== undefined && isUnknownYet(cause));
}

/** Throws `KafkaLogError` at the first setting under which the promise of the log could not be kept. */
export async function checkTopic(admin: Admin, { topic, partitions, replicas, retentionMs }: TopicSettings): Promise<void> {
  const there = await partitionsOf(admin, topic);
  if (there.length !== partitions)
    throw new KafkaLogError('TOPIC_PARTITIONS', `${topic} has ${there.length} partitions, ${partitions} are configured: the number is frozen, because it decides which lane stands where. Configure ${there.length}, or publish to a new topic`);
  const fewest = Math.min(...there.map((partition) => partition.replicas.length));
  if (fewest < replicas) throw new KafkaLogError('TOPIC_REPLICAS', `${topic} has ${fewest} replicas, ${replicas} are configured: assign more with kafka-reassign-partitions, or configure ${fewest}`);
  const config = await configOf(admin, topic);
  const [size, retention] = [Number(config.get('max.message.bytes')), Number(config.get('retention.ms'))];
  if (size < NEEDED_BYTES) throw new KafkaLogError('TOPIC_SIZE', `${topic} takes messages of ${size} bytes (max.message.bytes); the relay needs ${NEEDED_BYTES}, or one large event would stop it for ever`);
  const least = retentionMs === -1 ? Infinity : Math.min(retentionMs, LEAST_RETENTION);
  if (retention !== -1 && retention < least) throw new KafkaLogError('TOPIC_RETENTION', `${topic} keeps messages for ${retention} ms (retention.ms); at least ${least === Infinity ? 'for ever (-1)' : `${least} ms`} is configured`);
  if (config.get('cleanup.policy') !== 'delete') throw new KafkaLogError('TOPIC_CLEANUP', `${topic} has cleanup.policy ${config.get('cleanup.policy')}; only "delete" keeps every event of a lane`);
}

async function partitionsOf(admin: Admin, topic: string): Promise<readonly { readonly replicas: readonly number[] }[]> {
  if (!(await admin.listTopics()).includes(topic)) throw new KafkaLogError('TOPIC_MISSING', `there is no topic ${topic}; the relay creates it, or an operator does`);
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  return topics[0]?.partitions ?? [];
}

async function configOf(admin: Admin, topic: string): Promise<ReadonlyMap<string, string>> {
  const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }] });
  return new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
}

/** The offset behind the newest message, per partition. */
export async function endsOf(admin: Admin, topic: string): Promise<readonly bigint[]> {
  const ends: bigint[] = [];
  for (const { partition, high } of await admin.fetchTopicOffsets(topic)) ends[partition] = BigInt(high);
  return ends;
}
