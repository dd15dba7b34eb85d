// Real: engines of two versions, the broker at KAFKA_BROKERS with the relay that publishes to it, shelves and leases on the server at MONGODB_URL. The event store is in memory.
import { connectKafka, KafkaEventLog, KafkaRelay } from '@throughline/event-log-kafka';
import { MemoryRelayCheckpoint } from '@throughline/event-log';
import { MemoryEventStore } from '@throughline/event-store';
import { Leases } from '@throughline/lease';
import { MongoLeaseBook } from '@throughline/lease-mongodb';
import { MongoConnection } from '@throughline/mongodb';
import { MongoReadStore } from '@throughline/read-store-mongodb';
import { randomUUID } from 'node:crypto';
import { upgradeContract, type SharedWorld } from './upgrade.contract';

const [brokers, url] = [process.env['KAFKA_BROKERS'], process.env['MONGODB_URL']];
const missing = Object.entries({ KAFKA_BROKERS: brokers, MONGODB_URL: url }).flatMap(([name, said]) => (said === undefined ? [name] : []));
if (missing.length > 0) process.stderr.write(`Skipped: a rolling upgrade over Kafka and MongoDB needs ${missing.join(' and ')}.\n`);

const HOUR = 3_600_000;

async function open(): Promise<SharedWorld> {
  const name = `spec-${randomUUID()}`;
  const kafka = connectKafka({ brokers: (brokers ?? '').split(','), clientId: name });
  const mongodb = await MongoConnection.open({ url: url ?? '', name });
  const [store, checkpoint, ending] = [new MemoryEventStore(), new MemoryRelayCheckpoint(), new AbortController()];
  const topic = { topic: `throughline.${name}`, partitions: 3, replicas: 1, retentionMs: 24 * HOUR, heartbeatMs: 300, markEveryMs: 100, retryPauseMs: 20 };
  const openLog = () => KafkaEventLog.open(kafka, store, checkpoint, topic);
  await (await openLog()).close();
  const relaying = new KafkaRelay(kafka, store, checkpoint, topic).run(1, ending.signal);
  const readStore = await MongoReadStore.open(mongodb, { database: name });
  const leases = new Leases(new MongoLeaseBook(mongodb, name), { process: 'spec', lastsMs: 2_000 });
  const dispose = async (): Promise<void> => {
    ending.abort();
    await relaying;
    await readStore.close();
    await mongodb.database(name).dropDatabase();
    await mongodb.close();
    const admin = kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic.topic] });
    await admin.disconnect();
  };
  return { store, readStore, openLog, alone: leases.hold.bind(leases), dispose };
}

jest.setTimeout(120_000);

(missing.length > 0 ? describe.skip : describe)('over real servers', () => upgradeContract('Kafka and MongoDB', open));
