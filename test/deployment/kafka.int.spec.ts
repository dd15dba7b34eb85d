// Real: the broker (from Maven), with the settings, the start and the certificates of the containers; and the settings an app has there. Only paths, ports and the broker's name are those of this machine.
import { connectKafka, prepareTopic } from '@throughline/event-log-kafka';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { composeFile, ROOT } from './compose-file';
import { canRun } from './programs';

const jars = path.join(ROOT, '.cache/servers/kafka');
const version = existsSync(jars) ? readdirSync(jars).find((name) => /^\d/.test(name)) : undefined;
const hasOpenssl = canRun(['openssl', 'version'], 'certificates of the containers need "openssl"; they are NOT proven by this run.');
const isReady = hasOpenssl && version !== undefined && canRun(['java', '-version'], 'the broker of the containers needs "java".');
if (version === undefined) process.stderr.write('Skipped: the broker of the containers needs "node scripts/servers/kafka.mjs install"; its TLS and users are NOT proven by this run.\n');

const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-containers-'));
const certificates = path.join(folder, 'certificates');
const makeCertificates = () => execFileSync('bash', [path.join(ROOT, 'deploy/certificates.sh'), certificates], { encoding: 'utf8' });
const certificateOf = (server: string) => new X509Certificate(readFileSync(path.join(certificates, server, 'server.crt')));

beforeAll(() => mkdirSync(certificates));
afterAll(() => rmSync(folder, { recursive: true }));

(hasOpenssl ? describe : describe.skip)('certificates.sh', () => {
  it('makes an authority, and by it a certificate for each server under the name the apps call it by', () => {
    expect(makeCertificates().match(/a new/g)).toHaveLength(4);
    const authority = new X509Certificate(readFileSync(path.join(certificates, 'trust/ca.crt')));
    for (const server of ['eventstore', 'kafka', 'mongodb']) {
      const certificate = certificateOf(server);
      expect([server, certificate.checkHost(server), certificate.verify(authority.publicKey)]).toEqual([server, server, true]);
      expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
      expect(statSync(path.join(certificates, server, 'server.key')).mode & 0o077).toBe(0);
    }
    // What EventStoreDB knows its own nodes by.
    expect(certificateOf('eventstore').subject).toBe('CN=eventstoredb-node');
  });

  it('changes nothing that is good', () => {
    const before = certificateOf('kafka').fingerprint256;
    expect(makeCertificates()).toBe('');
    expect(certificateOf('kafka').fingerprint256).toBe(before);
  });

  it('makes anew what is lost, and what an authority has signed that is no more', () => {
    rmSync(path.join(certificates, 'mongodb/server.crt'));
    expect(makeCertificates()).toMatch(/^certificates: a new one for mongodb; .*\n$/);
    rmSync(path.join(certificates, 'authority/ca.crt'));
    expect(makeCertificates().match(/a new/g)).toHaveLength(4);
  });
});

(isReady ? describe : describe.skip)('the broker', () => {
  let broker: ChildProcess;
  let brokers: string[];
  const { KAFKA_USERNAME: username = '' } = composeFile().services['kafka']?.environment ?? {};
  const password = 'simulated-password';
  const settings = (change: { password?: string } = {}) => ({ brokers, clientId: 'spec', tls: { ca: readFileSync(path.join(certificates, 'trust/ca.crt'), 'utf8') }, sasl: { mechanism: 'scram-sha-512' as const, username, password, ...change } });

  /** The folder that is mounted, as it is but for what belongs to a container. */
  async function mounted(): Promise<string> {
    const mount = path.join(folder, 'mount');
    mkdirSync(mount);
    const ports = { 9092: await freePort(), 9093: await freePort(), 9094: await freePort() };
    brokers = [`127.0.0.1:${ports[9092]}`];
    const original = readFileSync(path.join(ROOT, 'deploy/kafka/server.properties'), 'utf8');
    const here = original.replaceAll(/:(909[234])/g, (_all, port: string) => `:${ports[Number(port) as 9092]}`).replaceAll(/0\.0\.0\.0|\/\/kafka/g, (name) => (name.startsWith('/') ? '//127.0.0.1' : '127.0.0.1'));
    writeFileSync(path.join(mount, 'server.properties'), here.replace('/etc/kafka/secrets', path.join(certificates, 'kafka')).replace('/var/lib/kafka/data', path.join(folder, 'data')));
    for (const name of ['start.sh', 'log4j2.yaml']) writeFileSync(path.join(mount, name), readFileSync(path.join(ROOT, 'deploy/kafka', name)));
    return mount;
  }

  /** What the image has under /opt/kafka/bin: the same programs of Kafka's, found among the jars. */
  function programs(): string {
    const home = path.join(folder, 'kafka');
    mkdirSync(path.join(home, 'bin'), { recursive: true });
    for (const [name, main] of [['kafka-storage.sh', 'kafka.tools.StorageTool'], ['kafka-server-start.sh', 'kafka.Kafka']] as const)
      writeFileSync(path.join(home, 'bin', name), `#!/bin/sh\nexec java -Xmx512m -cp '${path.join(jars, version ?? '')}/*' ${main} "$@"\n`, { mode: 0o755 });
    return home;
  }

  async function start(mount: string, home: string): Promise<void> {
    broker = spawn('bash', [path.join(mount, 'start.sh')], { env: { ...process.env, KAFKA_HOME: home, KAFKA_USERNAME: username, KAFKA_PASSWORD: password }, stdio: 'ignore' });
    const admin = connectKafka(settings()).admin();
    for (const end = Date.now() + 120_000; ; await pause(500)) {
      if (broker.exitCode !== null || Date.now() > end) throw new Error('the broker does not start');
      if (await admin.connect().then(() => true, () => false)) break;
    }
    await admin.disconnect();
  }

  const stop = async (): Promise<void> => {
    broker.kill('SIGTERM');
    await once(broker, 'exit');
  };

  beforeAll(async () => {
    await start(await mounted(), programs());
  }, 150_000);
  afterAll(stop, 60_000);

  it('lets the apps in, and its topics take what they send', async () => {
    await prepareTopic(connectKafka(settings()), { topic: 'throughline.events', partitions: 6, replicas: 1, retentionMs: 604_800_000 });
    const producer = connectKafka(settings()).producer({ allowAutoTopicCreation: false });
    await producer.connect();
    const [sent] = await producer.send({ topic: 'throughline.events', acks: -1, messages: [{ key: 'lane', value: 'x'.repeat(900_000) }] });
    expect(sent?.errorCode).toBe(0);
    await producer.disconnect();
  }, 60_000);

  it('lets nobody in with another password, or without encryption', async () => {
    await expect(connectKafka(settings({ password: 'another' })).admin().connect()).rejects.toThrow(/authentication/i);
    await expect(connectKafka({ brokers, clientId: 'spec' }).admin().connect()).rejects.toThrow(/closed|disconnected|timeout/i);
  }, 60_000);

  it('keeps its user and its topics when it starts again', async () => {
    await stop();
    await start(path.join(folder, 'mount'), path.join(folder, 'kafka'));
    const admin = connectKafka(settings()).admin();
    await admin.connect();
    expect(await admin.listTopics()).toContain('throughline.events');
    await admin.disconnect();
  }, 150_000);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
