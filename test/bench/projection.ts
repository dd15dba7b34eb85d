import { KafkaEventLog, KafkaRelay } from '@throughline/event-log-kafka';
import { Journal } from '@throughline/event-store';
import { ProjectionEngine } from '@throughline/projections';
import { MongoReadStore } from '@throughline/read-store-mongodb';
import { MongoRelayCheckpoint } from '@throughline/relay-checkpoint-mongodb';
import type { EachBatchPayload } from 'kafkajs';
import type { mongo } from 'mongoose';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { timelineView } from '../../apps/timeline/src/timeline.view';
import { interleaved, ratio, type Measured, type Slice } from './harness';
import { openRoad, PARTITIONS, type Road, type TopicOfRun } from './road';
import type { Servers } from './servers';
import { caughtUp, openWorld, recordedIn, type World } from './world';

/** What stands on the shelf for one event, by its position, as the server has it. */
type Documents = ReadonlyMap<string, readonly mongo.Document[]>;

/** Milliseconds between two looks at how far the shelf is: seldom, because each look asks MongoDB. */
const LOOK = 100;

interface Parts {
  readonly world: World;
  readonly road: Road;
  readonly topic: TopicOfRun;
  readonly checkpoint: MongoRelayCheckpoint;
}

/**
 * The timeline of everybody from Kafka into MongoDB, against a consumer that reads the same messages, finds the documents that come of
 * them ready in memory, and gives them to `bulkWrite`: the same server, connection, write concern and index, all partitions at once.
 */
export async function projection(servers: Servers, events: number, rounds: number): Promise<readonly Measured[]> {
  const [world, road] = [await openWorld([]), await openRoad(servers)];
  try {
    const topic = await road.newTopic();
    const parts: Parts = { world, road, topic, checkpoint: new MongoRelayCheckpoint(road.mongodb, { database: `${road.namespace}-control`, topic: topic.topic }) };
    const shelves = Array.from({ length: rounds + 1 }, (_, round) => `${road.namespace}-shelves-${round}`);
    // A view that is new is built from the store: each of these is built while there is nothing, and then has all of it to come.
    for (const database of shelves) await withEngine(parts, database, (engine) => engine.start());
    await recordedIn(world, events);
    await published(parts);
    const measured = await compared(parts, shelves, events);
    for (const database of shelves) await road.mongodb.database(database).dropDatabase();
    return [measured];
  } finally {
    await road.end();
    await world.end();
  }
}

async function compared(parts: Parts, shelves: readonly string[], events: number): Promise<Measured> {
  const { road, topic } = parts;
  const left = [...shelves];
  let [database, documents]: [string, Documents] = ['', new Map()];
  const rates = await interleaved(shelves.length - 1, {
    ours: () => {
      database = left.shift() ?? '';
      return async () => {
        await withEngine(parts, database, async (engine) => {
          await engine.start();
          await caughtUp(engine, LOOK);
        });
        return events;
      };
    },
    bare: async () => {
      documents = await documentsIn(road, database);
      if (documents.size !== events) throw new Error(`of ${events} events ${documents.size} stand on the shelf`);
      return bareConsumer(road, topic.topic, documents);
    },
  });
  const count = [...documents.values()].flat().length;
  return ratio(`projection of ${events.toLocaleString('en')} events to ${count.toLocaleString('en')} entries, ${PARTITIONS} partitions`, rates.ours, 'a bare consumer and bulkWrite of the same documents', rates.bare, 0.5);
}

/** With a journal and a log of its own: what was opened for another is not at hand. */
async function withEngine({ world, road, topic, checkpoint }: Parts, database: string, work: (engine: ProjectionEngine) => Promise<void>): Promise<void> {
  const { store, vault } = world;
  const [journal, log, readStore] = [await Journal.open(store, vault), await KafkaEventLog.open(road.kafka, store, checkpoint, topic), await MongoReadStore.open(road.mongodb, { database })];
  const engine = new ProjectionEngine({ log, store, readStore, open: journal.openEvents, views: [timelineView] });
  await work(engine);
  await engine.stop();
  await log.close();
  await readStore.close();
}

async function published({ world, road, topic, checkpoint }: Parts): Promise<void> {
  const [relay, stopping, head] = [new KafkaRelay(road.kafka, world.store, checkpoint, topic), new AbortController(), await world.store.head()];
  const running = relay.run(1, stopping.signal);
  while (relay.status().position !== head) await Promise.race([pause(10), running]);
  // Its marks come once a second: the last one says that this is all.
  await pause(1_500);
  stopping.abort();
  await running;
}

async function documentsIn({ mongodb }: Road, database: string): Promise<Documents> {
  const documents = new Map<string, mongo.Document[]>();
  const db = mongodb.database(database);
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    if (!name.startsWith('items_')) continue;
    for await (const document of db.collection(name).find()) {
      const position = String(document['position']);
      documents.set(position, [...(documents.get(position) ?? []), document]);
    }
  }
  return documents;
}

async function bareConsumer({ kafka, mongodb, namespace }: Road, topic: string, documents: Documents): Promise<Slice> {
  const collection = mongodb.database(`${namespace}-shelves-0`).collection(`bare-${randomUUID()}`);
  await collection.createIndexes([{ key: { key: 1, time: 1, position: 1 } }]);
  const consumer = kafka.consumer({ groupId: `${topic}.${randomUUID()}`, allowAutoTopicCreation: false });
  return async () => {
    let left = documents.size;
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const eachBatch = async ({ batch }: EachBatchPayload): Promise<void> => {
        const found = batch.messages.map(({ headers, key }) => (key === null ? undefined : documents.get(String(headers?.['ce_position']))) ?? []);
        const inserts = found.flat().map((document) => ({ insertOne: { document } }));
        if (inserts.length > 0) await collection.bulkWrite(inserts, { ordered: false }).catch(reject);
        left -= found.filter(({ length }) => length > 0).length;
        if (left <= 0) resolve();
      };
      consumer.run({ partitionsConsumedConcurrently: PARTITIONS, eachBatch }).catch(reject);
    });
    await consumer.disconnect();
    return documents.size;
  };
}
