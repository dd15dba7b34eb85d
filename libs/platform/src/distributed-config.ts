import { masterKeyIn } from '@throughline/vault';
import { readFileSync } from 'node:fs';
import { ConfigError, type Said } from './settings';

/** Which servers the engines are on; every process of a company is given the same. */
export interface DistributedConfig {
  /** `esdb://…`, as the client of EventStoreDB reads it. */
  readonly eventStoreUrl: string;
  /** `mongodb://…`, without a database: ours are named by the namespace. */
  readonly mongodbUrl: string;
  readonly kafka: KafkaConfig;
  /** Streams, topics and databases begin with it, so that several companies may share the servers. */
  readonly namespace: string;
  /** 32 bytes. */
  readonly masterKey: Buffer;
}

export interface KafkaConfig {
  /** `host:port`. */
  readonly brokers: readonly string[];
  /** Frozen when the topic is made. */
  readonly partitions: number;
  readonly replicas: number;
  /** Milliseconds. */
  readonly retentionMs: number;
  /** PEM. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: { readonly mechanism: (typeof MECHANISMS)[number]; readonly username: string; readonly password: string };
}

const SERVERS = ['EVENTSTORE_URL', 'KAFKA_BROKERS', 'MONGODB_URL'] as const;
const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
const DAY = 24 * 60 * 60 * 1_000;

/** `undefined` = one machine. Throws `ConfigError` where only some of the servers are named, or one setting is not as it must be. */
export function readDistributed(said: Said): DistributedConfig | undefined {
  const missing = SERVERS.filter((name) => said(name) === '');
  if (missing.length === SERVERS.length) return undefined;
  if (missing.length > 0) throw new ConfigError(`${missing.join(' and ')} is missing: the distributed set-up needs ${SERVERS.join(', ')}; without all three everything is on one machine`);
  const masterKey = said('THROUGHLINE_MASTER_KEY');
  if (masterKey === '') throw new ConfigError('THROUGHLINE_MASTER_KEY is missing: the processes of a distributed set-up share it; make one with "openssl rand -base64 32" and keep a copy');
  const namespace = said('THROUGHLINE_NAMESPACE', 'throughline');
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(namespace)) throw new ConfigError('THROUGHLINE_NAMESPACE is small letters, digits and hyphens, at most 40');
  const eventStoreUrl = said('EVENTSTORE_URL');
  if (!/^esdb(\+discover)?:\/\//.test(eventStoreUrl)) throw new ConfigError('EVENTSTORE_URL is esdb://… or esdb+discover://…');
  const mongodbUrl = said('MONGODB_URL');
  if (!/^mongodb(\+srv)?:\/\//.test(mongodbUrl)) throw new ConfigError('MONGODB_URL is mongodb://… or mongodb+srv://…');
  return { eventStoreUrl, mongodbUrl, kafka: kafkaOf(said), namespace, masterKey: masterKeyIn(masterKey, 'the variable THROUGHLINE_MASTER_KEY') };
}

function kafkaOf(said: Said): KafkaConfig {
  const brokers = said('KAFKA_BROKERS').split(',').map((broker) => broker.trim());
  if (!brokers.every((broker) => /^(\[[\da-fA-F:]+\]|[\w.-]+):\d{1,5}$/.test(broker))) throw new ConfigError('KAFKA_BROKERS is host:port, several of them with commas between');
  const [tls, sasl] = [tlsOf(said), saslOf(said)];
  return {
    brokers,
    partitions: whole(said, 'KAFKA_PARTITIONS', 6, 1_000),
    replicas: whole(said, 'KAFKA_REPLICAS', 1, 9),
    retentionMs: whole(said, 'KAFKA_RETENTION_DAYS', 7, 3_650) * DAY,
    ...(tls === undefined ? {} : { tls }),
    ...(sasl === undefined ? {} : { sasl }),
  };
}

function tlsOf(said: Said): KafkaConfig['tls'] {
  const files = { ca: said('KAFKA_TLS_CA'), cert: said('KAFKA_TLS_CERT'), key: said('KAFKA_TLS_KEY') };
  const wanted = said('KAFKA_TLS', 'false');
  if (!['true', 'false'].includes(wanted)) throw new ConfigError('KAFKA_TLS is true or false');
  if (wanted === 'false') {
    if (Object.values(files).some((file) => file !== '')) throw new ConfigError('KAFKA_TLS is false, but KAFKA_TLS_CA, KAFKA_TLS_CERT or KAFKA_TLS_KEY is set: set KAFKA_TLS=true');
    return undefined;
  }
  return Object.fromEntries(Object.entries(files).flatMap(([name, file]) => (file === '' ? [] : [[name, contentOf(file, `KAFKA_TLS_${name.toUpperCase()}`)]])));
}

function contentOf(file: string, variable: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${variable} is a file in PEM; ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function saslOf(said: Said): KafkaConfig['sasl'] {
  const [username, password] = [said('KAFKA_USERNAME'), said('KAFKA_PASSWORD')];
  const mechanism = MECHANISMS.find((one) => one === said('KAFKA_SASL', 'scram-sha-512'));
  if (mechanism === undefined) throw new ConfigError(`KAFKA_SASL is one of ${MECHANISMS.join(', ')}`);
  if ((username === '') !== (password === '')) throw new ConfigError('KAFKA_USERNAME and KAFKA_PASSWORD are set together');
  return username === '' ? undefined : { mechanism, username, password };
}

function whole(said: Said, name: string, otherwise: number, most: number): number {
  const text = said(name, String(otherwise));
  if (!/^[1-9]\d{0,4}$/.test(text) || Number(text) > most) throw new ConfigError(`${name} is a number from 1 to ${most}, not ${text}`);
  return Number(text);
}
