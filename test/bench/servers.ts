import { connectKafka } from '@throughline/event-log-kafka';
import { MongoConnection } from '@throughline/mongodb';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BackingServer, type Program } from '../faults-road/backing-server';

/** Where the three servers are, as the settings of the product name them. */
export type Addresses = Readonly<Record<'EVENTSTORE_URL' | 'KAFKA_BROKERS' | 'MONGODB_URL', string>>;

export interface Servers {
  readonly addresses: Addresses;
  /** Which they are: a figure without it means nothing. */
  readonly said: string;
  stop(): Promise<void>;
}

interface Kind {
  readonly given: string;
  readonly own: string;
  readonly program: (folder: string) => Program;
  readonly address: (port: number) => string;
}

const SCRIPTS = path.join(__dirname, '../../../scripts/servers');
const PEER = path.join(__dirname, '../peers/eventstore/main.js');

const KINDS: Readonly<Record<keyof Addresses, Kind>> = {
  EVENTSTORE_URL: {
    given: 'the event store that was given',
    own: 'a peer of its protocol in place of an EventStoreDB',
    program: (folder) => ({ name: 'the peer', command: (port) => [PEER, '--port', String(port), '--file', path.join(folder, 'events.log')], ready: /^listening (\d+)$/, survivesKill: true }),
    address: (port) => `esdb://127.0.0.1:${port}?tls=false`,
  },
  KAFKA_BROKERS: {
    given: 'the Kafka that was given',
    own: 'one broker of Kafka 4.1.1 on this machine',
    program: (folder) => scriptOf('kafka', folder, /^KAFKA_BROKERS=127\.0\.0\.1:(\d+) PID=(\d+)$/),
    address: (port) => `127.0.0.1:${port}`,
  },
  MONGODB_URL: {
    given: 'the MongoDB that was given',
    own: 'mongo-java-server in place of a MongoDB',
    program: (folder) => scriptOf('mongodb', folder, /^MONGODB_URL=mongodb:\/\/127\.0\.0\.1:(\d+) PID=(\d+)$/),
    address: (port) => `mongodb://127.0.0.1:${port}`,
  },
};

/** Those that the three variables name; each that is not named is started here, in a folder of its own, and stopped at the end. */
export async function openServers(env: NodeJS.ProcessEnv): Promise<Servers> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-bench-servers-'));
  const started: BackingServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  const addressOf = async (name: keyof Addresses): Promise<string> => {
    const given = env[name] ?? '';
    if (given !== '') return given;
    const server = new BackingServer(KINDS[name].program(folder));
    started.push(server);
    await server.start();
    return KINDS[name].address(server.port);
  };
  try {
    const addresses: Addresses = { EVENTSTORE_URL: await addressOf('EVENTSTORE_URL'), KAFKA_BROKERS: await addressOf('KAFKA_BROKERS'), MONGODB_URL: await addressOf('MONGODB_URL') };
    const kinds = (Object.keys(KINDS) as (keyof Addresses)[]).map((name) => ((env[name] ?? '') === '' ? KINDS[name].own : KINDS[name].given));
    return { addresses, said: `Servers: ${kinds.join('; ')}.`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Takes away what a run has left on the servers under its namespace. The events stay: an event store gives nothing up. */
export async function cleanUp({ KAFKA_BROKERS, MONGODB_URL }: Addresses, namespace: string): Promise<void> {
  const admin = connectKafka({ brokers: KAFKA_BROKERS.split(','), clientId: 'throughline-bench' }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`${namespace}.`));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
  const mongodb = await MongoConnection.open({ url: MONGODB_URL, name: 'throughline-bench' });
  for (const part of ['vault', 'files', 'shelves', 'control']) await mongodb.database(`${namespace}-${part}`).dropDatabase();
  await mongodb.close();
}

function scriptOf(server: 'kafka' | 'mongodb', folder: string, ready: RegExp): Program {
  return { name: server, command: () => [path.join(SCRIPTS, `${server}.mjs`), 'run', path.join(folder, server)], ready, survivesKill: server === 'kafka' };
}
