// Real: the reading of settings, and a file that one of them names. The environments are made here.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from './config';
import { ConfigError } from './settings';

const SERVERS = { EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false', KAFKA_BROKERS: '127.0.0.1:9092', MONGODB_URL: 'mongodb://127.0.0.1:27017', THROUGHLINE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };
const read = (more: Record<string, string> = {}) => readConfig({ ...SERVERS, ...more });

it('has a value for everything beside the servers and the key', () => {
  const kafka = { brokers: ['127.0.0.1:9092'], partitions: 6, replicas: 1, retentionMs: 604_800_000 };
  expect(read()).toEqual({ port: 3000, host: '127.0.0.1', dataFolder: './data', logLevel: 'info', distributed: { eventStoreUrl: SERVERS.EVENTSTORE_URL, mongodbUrl: SERVERS.MONGODB_URL, namespace: 'throughline', masterKey: Buffer.alloc(32, 7), kafka } });
});

it('takes what is set', () => {
  const { distributed } = read({ KAFKA_BROKERS: 'a:1, b.example:2,[::1]:3', KAFKA_PARTITIONS: '12', KAFKA_REPLICAS: '3', KAFKA_RETENTION_DAYS: '30', THROUGHLINE_NAMESPACE: 'acme-2', KAFKA_TLS: 'true', KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'p' });
  expect(distributed).toMatchObject({
    namespace: 'acme-2',
    kafka: { brokers: ['a:1', 'b.example:2', '[::1]:3'], partitions: 12, replicas: 3, retentionMs: 2_592_000_000, tls: {}, sasl: { mechanism: 'scram-sha-512', username: 'u', password: 'p' } },
  });
});

it('reads the certificates that are named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-config-'));
  writeFileSync(join(folder, 'ca.pem'), 'an authority');
  expect(read({ KAFKA_TLS: 'true', KAFKA_TLS_CA: join(folder, 'ca.pem') }).distributed?.kafka.tls).toEqual({ ca: 'an authority' });
  rmSync(folder, { recursive: true });
});

it.each(['EVENTSTORE_URL', 'KAFKA_BROKERS', 'MONGODB_URL', 'THROUGHLINE_MASTER_KEY'])('says that %s is missing beside the others', (name) => {
  expect(() => read({ [name]: '' })).toThrow(new RegExp(`^${name} is missing: `));
});

it('says what a master key is, where it is given something else', () => {
  expect(() => read({ THROUGHLINE_MASTER_KEY: 'secret' })).toThrow(/^the variable THROUGHLINE_MASTER_KEY holds no master key/);
});

it('listens on all addresses here, which one machine never does', () => {
  expect(read({ THROUGHLINE_HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
  expect(() => readConfig({ THROUGHLINE_HOST: '0.0.0.0' })).toThrow(ConfigError);
});

it.each([
  ['EVENTSTORE_URL', 'http://127.0.0.1:2113'],
  ['KAFKA_BROKERS', 'localhost'],
  ['KAFKA_BROKERS', 'a:1,,b:2'],
  ['MONGODB_URL', '127.0.0.1:27017'],
  ['THROUGHLINE_NAMESPACE', 'Acme'],
  ['THROUGHLINE_NAMESPACE', '$x'],
  ['THROUGHLINE_HOST', 'example.com'],
  ['KAFKA_PARTITIONS', '0'],
  ['KAFKA_PARTITIONS', '1001'],
  ['KAFKA_REPLICAS', 'three'],
  ['KAFKA_RETENTION_DAYS', '1.5'],
  ['KAFKA_TLS', 'yes'],
  ['KAFKA_TLS', 'false', { KAFKA_TLS_CA: 'ca.pem' }],
  ['KAFKA_TLS_CA', '/nowhere/ca.pem', { KAFKA_TLS: 'true' }],
  ['KAFKA_SASL', 'gssapi'],
  ['KAFKA_USERNAME', 'u'],
])('names %s where it is "%s"', (name, value, more: Record<string, string> = {}) => {
  expect(() => read({ [name]: value, ...more })).toThrow(ConfigError);
  expect(() => read({ [name]: value, ...more })).toThrow(new RegExp(`^${name} `));
});
