import { KafkaRelay } from '@throughline/event-log-kafka';
import type { EventStore } from '@throughline/event-store';
import { EventStoreDbEventStore } from '@throughline/event-store-eventstoredb';
import { MongoRelayCheckpoint } from '@throughline/relay-checkpoint-mongodb';
import type { EachBatchPayload, Kafka, Message } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { interleaved, ratio, type Measured, type Slice } from './harness';
import { openRoad, PARTITIONS, type Road, type TopicOfRun } from './road';
import type { Servers } from './servers';
import { openWorld, recordedIn, type World } from './world';

/** Bytes of one request, as the relay makes them. */
const REQUEST = 512 * 1024;
/** What a record costs beside its key, its value and its headers. */
const RECORD = 100;

/**
 * Publishing what the store holds against a producer that has the very same messages ready in memory, as bytes: the same topic settings,
 * the same partitions, requests of the same size, one in flight, acknowledged by all.
 */
export async function relay(servers: Servers, events: number, eventsOfPeer: number, rounds: number): Promise<readonly Measured[]> {
  const world = await openWorld([]);
  const road = await openRoad(servers);
  const other = await EventStoreDbEventStore.open({ url: servers.addresses.EVENTSTORE_URL, namespace: road.namespace });
  try {
    await recordedIn(world, events);
    await copied(world, other, eventsOfPeer);
    return [
      await measured(road, { name: 'relay from the SQLite store', store: world.store, floor: 0.6 }, rounds),
      await measured(road, { name: 'relay from the event store', store: other, floor: 0.45 }, rounds),
    ];
  } finally {
    await other.close();
    await road.end();
    await world.end();
  }
}

interface Source {
  readonly name: string;
  readonly store: EventStore;
  readonly floor: number;
}

async function measured(road: Road, { name, store, floor }: Source, rounds: number): Promise<Measured> {
  let requests: readonly (readonly Placed[])[] = [];
  const rates = await interleaved(rounds, {
    ours: async () => {
      const topic = await road.newTopic();
      return async () => {
        await relayed(road, store, topic);
        if (requests.length === 0) requests = requestsOf(await messagesOn(road.kafka, topic.topic));
        return requests.flat().length;
      };
    },
    bare: async () => bareProducer(road.kafka, await road.newTopic(), requests),
  });
  const count = requests.flat().length;
  return ratio(`${name}: ${count.toLocaleString('en')} events, ${PARTITIONS} partitions`, rates.ours, 'a bare producer of the same messages', rates.bare, floor);
}

/** From the first event to the last; its checkpoint stands in MongoDB, as in the product. */
async function relayed(road: Road, store: EventStore, topic: TopicOfRun): Promise<void> {
  const checkpoint = new MongoRelayCheckpoint(road.mongodb, { database: `${road.namespace}-control`, topic: topic.topic });
  const [relaying, stopping, head] = [new KafkaRelay(road.kafka, store, checkpoint, topic), new AbortController(), await store.head()];
  const running = relaying.run(1, stopping.signal);
  while (relaying.status().position !== head) await Promise.race([pause(2), running]);
  stopping.abort();
  await running;
}

type Placed = Message & { readonly partition: number };

async function bareProducer(kafka: Kafka, { topic }: TopicOfRun, requests: readonly (readonly Placed[])[]): Promise<Slice> {
  const producer = kafka.producer({ createPartitioner: () => ({ message }) => message.partition ?? 0, allowAutoTopicCreation: false, maxInFlightRequests: 1, retry: { retries: 0 } });
  return async () => {
    await producer.connect();
    for (const messages of requests) await producer.send({ topic, acks: -1, messages: [...messages] });
    await producer.disconnect();
    return requests.flat().length;
  };
}

/** Everything on a topic but the marks of the relay, in the order of the store. */
export async function messagesOn(kafka: Kafka, topic: string): Promise<readonly Placed[]> {
  const admin = kafka.admin();
  await admin.connect();
  const open = new Map((await admin.fetchTopicOffsets(topic)).filter(({ high }) => high !== '0').map(({ partition, high }) => [partition, BigInt(high) - 1n]));
  await admin.disconnect();
  const found: { readonly position: bigint; readonly message: Placed }[] = [];
  const consumer = kafka.consumer({ groupId: `${topic}.${randomUUID()}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const eachBatch = async ({ batch }: EachBatchPayload): Promise<void> => {
      for (const { key, value, headers } of batch.messages) if (key !== null) found.push({ position: BigInt(String(headers?.['ce_position'])), message: { key, value, headers: { ...headers }, partition: batch.partition } });
      if (BigInt(batch.lastOffset()) >= (open.get(batch.partition) ?? 0n)) open.delete(batch.partition);
      if (open.size === 0) resolve();
    };
    consumer.run({ autoCommit: false, eachBatch }).catch(reject);
  });
  await consumer.disconnect();
  return found.toSorted((a, b) => (a.position < b.position ? -1 : 1)).map(({ message }) => message);
}

function requestsOf(messages: readonly Placed[]): readonly (readonly Placed[])[] {
  const requests: Placed[][] = [];
  let bytes = REQUEST;
  for (const message of messages) {
    const size = sizeOf(message);
    if (bytes + size > REQUEST) {
      requests.push([]);
      bytes = 0;
    }
    requests.at(-1)?.push(message);
    bytes += size;
  }
  return requests;
}

export function sizeOf({ key, value, headers = {} }: Message): number {
  const named = Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + Buffer.byteLength(String(text)) + 10, 0);
  return RECORD + named + Buffer.byteLength(key ?? '') + Buffer.byteLength(value ?? '');
}

async function copied({ store }: World, other: EventStore, events: number): Promise<void> {
  let appends: Promise<unknown>[] = [];
  for await (const { position: _, revision: _revision, recordedAt: _recordedAt, stream, ...event } of store.readAll({ limit: events })) {
    appends.push(other.append(stream, 'no-stream', [event]));
    if (appends.length < 200) continue;
    await Promise.all(appends);
    appends = [];
  }
  await Promise.all(appends);
}
