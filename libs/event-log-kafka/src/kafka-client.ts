import { Kafka, logLevel, type SASLOptions } from 'kafkajs';
import type { ConnectionOptions } from 'node:tls';

export interface KafkaSettings {
  /** `host:port`; one that answers is enough. */
  readonly brokers: readonly string[];
  /** Seen in the broker's log and quotas. */
  readonly clientId: string;
  /** Given: encrypted, and the broker's certificate is checked. `ca`, `cert` and `key` are PEM; without `ca` the system's authorities count. */
  readonly tls?: Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'servername'>;
  readonly sasl?: { readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; readonly username: string; readonly password: string };
}

/** Milliseconds. A broker that says nothing for so long is asked again or given up. */
const CONNECT_WITHIN = 5_000;
const ANSWER_WITHIN = 30_000;
/** Short steps, so that work goes on within seconds of a broker's return; the client's own go up to half a minute. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 8 };

/**
 * The client itself says nothing: what goes wrong is tried again by those who use it, and shown as their trouble. A password
 * without encryption is refused: it would stand on the wire in clear (`plain`), or be open to guessing.
 */
export function connectKafka({ brokers, clientId, tls, sasl }: KafkaSettings): Kafka {
  if (brokers.length === 0) throw new Error('Kafka needs at least one broker, as host:port');
  if (sasl !== undefined && tls === undefined && !brokers.every(isLoopback)) throw new Error('a password for Kafka is sent over TLS only; set up TLS too');
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: CONNECT_WITHIN,
    requestTimeout: ANSWER_WITHIN,
    logLevel: logLevel.NOTHING,
    retry: RETRY,
    ...(tls === undefined ? {} : { ssl: tls }),
    ...(sasl === undefined ? {} : { sasl: { ...sasl } as SASLOptions }),
  });
}

function isLoopback(broker: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]):\d+$/.test(broker);
}
