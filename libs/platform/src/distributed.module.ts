import { Logger } from '@nestjs/common';
import { MongoBlobStore } from '@throughline/blob-store-mongodb';
import { connectKafka, groupsOf, KafkaEventLog, KafkaInbox, KafkaRelay, type TopicSettings } from '@throughline/event-log-kafka';
import { Journal, type EventStore } from '@throughline/event-store';
import { EventStoreDbEventStore } from '@throughline/event-store-eventstoredb';
import { Leases } from '@throughline/lease';
import { MongoLeaseBook } from '@throughline/lease-mongodb';
import { MongoConnection } from '@throughline/mongodb';
import { ProcessEngine, systemClock } from '@throughline/processes';
import { ProjectionEngine } from '@throughline/projections';
import { MongoReadStore } from '@throughline/read-store-mongodb';
import { MongoRelayCheckpoint } from '@throughline/relay-checkpoint-mongodb';
import { MongoVault } from '@throughline/vault-mongodb';
import { hostname } from 'node:os';
import type { DistributedConfig } from './distributed-config';
import type { Appended, Engines, Parts } from './engines';
import type { Inbox, InboxReceiver, Listening } from './inbox';
import { logParking } from './parking-log';
import { keepRelaying } from './relaying';
import { AskedRoad, Holes } from './road-status';
import { VERSION } from './version';

interface Traveller {
  readonly name: string;
  readonly mongodb: MongoConnection;
  readonly store: EventStore;
}

/** Opened one after the other; closed in the opposite order, by a start that fails in the middle too. */
class Opened {
  private readonly closing: (() => Promise<unknown>)[] = [];

  with<T>(part: T, close: (part: T) => Promise<unknown>): T {
    this.closing.push(() => close(part));
    return part;
  }

  async close(): Promise<void> {
    for (const close of this.closing.splice(0).toReversed()) await close();
  }
}

/** Existing servers for everything durable; copies of every program share the work. The only place where their adapters are named. */
export async function openDistributed(config: DistributedConfig, parts: Parts, appended: Appended): Promise<Engines> {
  const opened = new Opened();
  try {
    return await openAll(config, parts, appended, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openAll(config: DistributedConfig, parts: Parts, appended: Appended, opened: Opened): Promise<Engines> {
  const { eventStoreUrl, mongodbUrl, namespace, masterKey } = config;
  const { views, elsewhere = { views: [], processes: [] }, processes: running = [], clock = systemClock } = parts;
  // So that a broker's own tools tell copies of two versions apart.
  const name = `throughline-${parts.name}/${VERSION}`;
  const mongodb = opened.with(await MongoConnection.open({ url: mongodbUrl, name }), (it) => it.close());
  const vault = opened.with(await MongoVault.open(mongodb, { database: `${namespace}-vault`, masterKey }), (it) => it.close());
  const blobs = opened.with(await MongoBlobStore.open(mongodb, { database: `${namespace}-files` }), (it) => it.close());
  const warn = new Logger('event-store');
  const store = opened.with(await EventStoreDbEventStore.open({ url: eventStoreUrl, namespace, onWarning: (message) => warn.warn(message) }), (it) => it.close());
  const journal = await Journal.open(store, vault, appended);
  const { kafka, checkpoint, log, healed, topic } = await openRoad(config, { name, mongodb, store }, opened);
  const readStore = opened.with(await MongoReadStore.open(mongodb, { database: `${namespace}-shelves` }), (it) => it.close());
  const leases = new Leases(new MongoLeaseBook(mongodb, `${namespace}-control`), { process: `${parts.name} ${hostname()}:${process.pid}` });
  const alone = leases.hold.bind(leases);
  const projections = opened.with(new ProjectionEngine({ log, store, readStore, open: journal.openEvents, views, elsewhere: elsewhere.views, alone, parked: logParking }), (it) => it.stop());
  await projections.start();
  const processes = opened.with(new ProcessEngine({ journal, readStore, clock, processes: running, elsewhere: elsewhere.processes, alone }), (it) => it.stop());
  await processes.start();
  const relay = new KafkaRelay(kafka, store, checkpoint, topic);
  startRelaying(relay, leases, opened);
  const topics = [topic.topic, `${namespace}.inbox`].map((each) => ({ topic: each, partitions: topic.partitions }));
  const inbox = new OneInbox((receive) => KafkaInbox.open(kafka, receive, { ...topic, topic: `${namespace}.inbox` }));
  const servers = { 'event store': async () => store.head().then(() => null), kafka: async () => groupsOf(kafka, topic.topic).then(() => null), mongodb: () => mongodb.serverVersion() };
  const groups = async () => (await Promise.all(topics.map((one) => groupsOf(kafka, one.topic)))).flat();
  const road = new AskedRoad({ servers, topics, checkpoint, relay, leases, groups, healed, inboxTrouble: () => inbox.trouble });
  return { vault, blobs, store, log, readStore, journal, projections, processes, alone, inbox, road, close: () => opened.close() };
}

async function openRoad(config: DistributedConfig, { name, mongodb, store }: Traveller, opened: Opened) {
  const { namespace, kafka: settings } = config;
  const kafka = connectKafka({ clientId: name, ...settings });
  const { partitions, replicas, retentionMs } = settings;
  const topic: TopicSettings = { topic: `${namespace}.events`, partitions, replicas, retentionMs };
  const checkpoint = new MongoRelayCheckpoint(mongodb, { database: `${namespace}-control`, topic: topic.topic });
  const healed = new Holes();
  const log = opened.with(await KafkaEventLog.open(kafka, store, checkpoint, { ...topic, healed: healed.add.bind(healed) }), (it) => it.close());
  return { kafka, topic, checkpoint, healed, log };
}

function startRelaying(relay: KafkaRelay, leases: Leases, opened: Opened): void {
  const [stopping, log] = [new AbortController(), new Logger('relay')];
  const relaying = keepRelaying(relay, leases, stopping.signal, (problem) => log.error(problem));
  opened.with(stopping, (it) => {
    it.abort();
    return relaying;
  });
}

/** A process listens to the inbox once, if at all. */
class OneInbox implements Inbox {
  private listening: KafkaInbox | null = null;

  constructor(private readonly open: (receive: InboxReceiver) => Promise<KafkaInbox>) {}

  async listen(receive: InboxReceiver): Promise<Listening> {
    this.listening = await this.open(receive);
    return this.listening;
  }

  get trouble(): string | null {
    return this.listening?.trouble ?? null;
  }
}
