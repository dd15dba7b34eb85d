import { Logger } from '@nestjs/common';
import { connectKafka, groupsOf, KafkaEventLog, KafkaInbox, KafkaRelay, type TopicSettings } from '@throughline/event-log-kafka';
import { Journal, type EventStore } from '@throughline/event-store';
import { Leases } from '@throughline/lease';
import { MongoLeaseBook } from '@throughline/lease-mongodb';
import type { MongoConnection } from '@throughline/mongodb';
import { ProcessEngine, systemClock } from '@throughline/processes';
import { ProjectionEngine } from '@throughline/projections';
import { MongoReadStore } from '@throughline/read-store-mongodb';
import { MongoRelayCheckpoint } from '@throughline/relay-checkpoint-mongodb';
import { hostname } from 'node:os';
import type { DistributedConfig } from './distributed-config';
import { openServers } from './durable.module';
import type { Appended, Engines, Parts } from './engines';
import type { Inbox, InboxReceiver, Listening } from './inbox';
import { Opened } from './opened';
import { logParking } from './parking-log';
import { keepRelaying } from './relaying';
import { AskedRoad, Holes } from './road-status';
import { VERSION } from './version';

/** Milliseconds that a view may go on with what it knows of its shelf. */
const SETTLE_MS = 1_000;

interface Traveller {
  readonly name: string;
  readonly mongodb: MongoConnection;
  readonly store: EventStore;
}

/** Existing servers for everything durable; copies of every program share the work. */
export function openDistributed(config: DistributedConfig, parts: Parts, appended: Appended): Promise<Engines> {
  return Opened.by((opened) => openAll(config, parts, appended, opened));
}

async function openAll(config: DistributedConfig, parts: Parts, appended: Appended, opened: Opened): Promise<Engines> {
  const { namespace } = config;
  const { views, elsewhere = { views: [], processes: [] }, processes: running = [], clock = systemClock } = parts;
  // So that a broker's own tools tell copies of two versions apart.
  const name = `throughline-${parts.name}/${VERSION}`;
  const warn = new Logger('event-store');
  const { mongodb, vault, blobs, store } = await openServers(config, name, opened, (message) => warn.warn(message));
  const journal = await Journal.open(store, vault, appended);
  const { kafka, checkpoint, log, healed, topic } = await openRoad(config, { name, mongodb, store }, opened);
  const readStore = opened.with(await MongoReadStore.open(mongodb, { database: `${namespace}-shelves` }), (it) => it.close());
  const leases = new Leases(new MongoLeaseBook(mongodb, `${namespace}-control`), { process: `${parts.name} ${hostname()}:${process.pid}` });
  const alone = leases.hold.bind(leases);
  const projections = opened.with(new ProjectionEngine({ log, store, readStore, open: journal.openEvents, views, elsewhere: elsewhere.views, alone, settleMs: SETTLE_MS, parked: logParking }), (it) => it.stop());
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
