import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TcpProxy } from '../peers/tcp-proxy';
import { BackingServer, type Program } from './backing-server';

/** Where the three servers are, as the settings of the product name them. */
export interface Addresses {
  readonly EVENTSTORE_URL: string;
  readonly KAFKA_BROKERS: string;
  readonly MONGODB_URL: string;
}

/** A way to a server that can be cut, delayed and stopped up. */
export interface Way {
  readonly to: string;
  readonly proxy: TcpProxy;
}

/** What the product stands on. */
export interface Servers {
  /** Which can be taken away; none where they belong to somebody else. */
  readonly own: readonly BackingServer[];
  /** Without a proxy where that can be. */
  readonly direct: Addresses;
  /** For one process of the product, and by which ways it goes. */
  waysFor(): Promise<{ readonly addresses: Addresses; readonly ways: readonly Way[] }>;
  bringBack(server: BackingServer): Promise<void>;
  stop(): Promise<void>;
}

const NAMES = ['EVENTSTORE_URL', 'KAFKA_BROKERS', 'MONGODB_URL'] as const;
const SCRIPTS = path.join(__dirname, '../../../scripts/servers');
const nothing = async (): Promise<void> => undefined;
const PEER = path.join(__dirname, '../peers/eventstore/main.js');

/** Those that the three variables name; `null` where none is set. They are used, and neither taken away nor put behind a proxy. */
export function givenServers(env: NodeJS.ProcessEnv): Servers | null {
  const missing = NAMES.filter((name) => (env[name] ?? '') === '');
  if (missing.length === NAMES.length) return null;
  if (missing.length > 0) throw new TypeError(`${missing.join(' and ')} is missing: all three servers are given, or none`);
  const direct = Object.fromEntries(NAMES.map((name) => [name, env[name]])) as unknown as Addresses;
  return { own: [], direct, waysFor: async () => ({ addresses: direct, ways: [] }), bringBack: nothing, stop: nothing };
}

/** The real broker, and stand-ins for an EventStoreDB and a MongoDB, each in a process of its own and behind proxies. */
export class OwnServers implements Servers {
  private readonly targets = new Map<BackingServer, { host: string; port: number }>();

  private constructor(
    private readonly folder: string,
    private readonly kafka: BackingServer,
    private readonly mongodb: BackingServer,
    private readonly eventstore: BackingServer,
    /** The broker tells every client where to go on, so there is one way to it for all. */
    private readonly wayToKafka: Way,
  ) {}

  static async start(): Promise<OwnServers> {
    const folder = mkdtempSync(path.join(tmpdir(), 'throughline-road-'));
    const target = { host: '127.0.0.1', port: 0 };
    const proxy = await TcpProxy.open({ to: target });
    const [kafka, mongodb, eventstore] = [kafkaIn(folder, proxy.port), mongodbIn(folder), peerIn(folder)].map((program) => new BackingServer(program)) as [BackingServer, BackingServer, BackingServer];
    const servers = new OwnServers(folder, kafka, mongodb, eventstore, { to: kafka.program.name, proxy });
    servers.targets.set(kafka, target);
    await Promise.all(servers.own.map((server) => servers.bringBack(server)));
    return servers;
  }

  get own(): readonly BackingServer[] {
    return [this.kafka, this.mongodb, this.eventstore];
  }

  get direct(): Addresses {
    return this.addresses(this.eventstore.port, this.mongodb.port);
  }

  async waysFor(): Promise<{ readonly addresses: Addresses; readonly ways: readonly Way[] }> {
    const [toStore, toMongodb] = await Promise.all([this.wayTo(this.eventstore), this.wayTo(this.mongodb)]);
    return { addresses: this.addresses(toStore.proxy.port, toMongodb.proxy.port), ways: [toStore, toMongodb, this.wayToKafka] };
  }

  /** It may have another port afterwards, which the proxies know. */
  async bringBack(server: BackingServer): Promise<void> {
    await server.start();
    this.targetOf(server).port = server.port;
  }

  async stop(): Promise<void> {
    await Promise.all(this.own.map((server) => server.stop()));
    await this.wayToKafka.proxy.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async wayTo(server: BackingServer): Promise<Way> {
    return { to: server.program.name, proxy: await TcpProxy.open({ to: this.targetOf(server) }) };
  }

  private targetOf(server: BackingServer): { host: string; port: number } {
    const known = this.targets.get(server) ?? { host: '127.0.0.1', port: 0 };
    this.targets.set(server, known);
    return known;
  }

  private addresses(eventstore: number, mongodb: number): Addresses {
    return { EVENTSTORE_URL: `esdb://127.0.0.1:${eventstore}?tls=false`, KAFKA_BROKERS: `127.0.0.1:${this.wayToKafka.proxy.port}`, MONGODB_URL: `mongodb://127.0.0.1:${mongodb}` };
  }
}

function kafkaIn(folder: string, advertised: number): Program {
  const command = [path.join(SCRIPTS, 'kafka.mjs'), 'run', path.join(folder, 'kafka'), `advertised.listeners=PLAINTEXT://127.0.0.1:${advertised}`];
  return { name: 'Kafka', command: () => command, ready: /^KAFKA_BROKERS=127\.0\.0\.1:(\d+) PID=(\d+)$/, survivesKill: true };
}

function mongodbIn(folder: string): Program {
  const command = [path.join(SCRIPTS, 'mongodb.mjs'), 'run', path.join(folder, 'mongodb')];
  return { name: 'MongoDB (stand-in)', command: () => command, ready: /^MONGODB_URL=mongodb:\/\/127\.0\.0\.1:(\d+) PID=(\d+)$/, survivesKill: false };
}

function peerIn(folder: string): Program {
  return { name: 'EventStoreDB (stand-in)', command: (port) => [PEER, '--port', String(port), '--file', path.join(folder, 'events.log')], ready: /^listening (\d+)$/, survivesKill: true };
}
