/**
 * The real broker for tests and for trying things out: Apache Kafka from Maven, one node, no ZooKeeper, loopback only.
 *
 *   node scripts/servers/kafka.mjs install          45 jars (43 MB) into .cache/servers/kafka; nothing to do the next time
 *   node scripts/servers/kafka.mjs run FOLDER       starts it over FOLDER and says `KAFKA_BROKERS=… PID=…` when it answers; SIGTERM stops it
 *                                    [NAME=VALUE …] settings of the broker beyond ours, for a new folder
 *
 * FOLDER holds its settings and all data. Whoever runs the same folder again gets the same address and what was acknowledged,
 * also after `kill -9 PID`. Needs `java` (17 or newer), to install also `mvn`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { acquireLock } from '../lock.mjs';
import { answers, freePort } from './answering.mjs';

const VERSION = '4.1.1';
const HOME = path.join(path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url)))), '.cache', 'servers', 'kafka');
const JARS = path.join(HOME, VERSION);

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>throughline</groupId><artifactId>kafka</artifactId><version>1</version>
<dependencies><dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency></dependencies></project>
`;

export function isKafkaInstalled() {
  return existsSync(JARS);
}

/** Whole or not at all: the jars get their name when all of them are there. */
export async function installKafka() {
  if (isKafkaInstalled()) return;
  const lock = await acquireLock(path.join(HOME, 'install.lock'), (pid) => console.error(`[kafka] process ${pid} installs it, waiting`));
  try {
    if (isKafkaInstalled()) return;
    const unfinished = path.join(HOME, 'unfinished');
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(path.join(unfinished, 'pom.xml'), POM);
    execFileSync('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'], { cwd: unfinished, stdio: ['ignore', 2, 2] });
    renameSync(path.join(unfinished, 'lib'), JARS);
    rmSync(unfinished, { recursive: true });
  } finally {
    lock.release();
  }
}

/** `properties`: settings of the broker beyond ours, for a new folder. Resolves when it answers. */
export async function startKafka({ folder, properties = {} }) {
  const settings = path.join(folder, 'server.properties');
  if (!existsSync(settings)) await prepare(folder, settings, properties);
  const log = openSync(path.join(folder, 'out.log'), 'a');
  const broker = spawn('java', ['-Xmx512m', '-cp', `${JARS}/*`, 'kafka.Kafka', settings], { stdio: ['ignore', log, log] });
  const exited = once(broker, 'exit');
  const port = Number(/^listeners=\w+:\/\/[\d.]+:(\d+)/m.exec(readFileSync(settings, 'utf8'))[1]);
  await answers(port, broker, folder, 'broker');
  return {
    brokers: `127.0.0.1:${port}`,
    pid: broker.pid,
    exited,
    /** Lets it write down what it holds. */
    async stop() {
      broker.kill('SIGTERM');
      await exited;
    },
    /** As if the power had failed, but for the disk's own cache. */
    async kill() {
      broker.kill('SIGKILL');
      await exited;
    },
  };
}

async function prepare(folder, settings, properties) {
  mkdirSync(folder, { recursive: true });
  const [port, controller] = [await freePort(), await freePort()];
  const all = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': path.join(folder, 'data'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 5,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1_000,
    'auto.create.topics.enable': false,
    'log.retention.check.interval.ms': 1_000,
    'log.initial.task.delay.ms': 500,
    ...properties,
  };
  const unfinished = `${settings}.unfinished`;
  writeFileSync(unfinished, Object.entries(all).map(([name, value]) => `${name}=${value}\n`).join(''));
  const id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
  execFileSync('java', ['-cp', `${JARS}/*`, 'kafka.tools.StorageTool', 'format', '-t', id, '-c', unfinished], { stdio: ['ignore', 2, 2] });
  renameSync(unfinished, settings);
}

async function main([command, folder, ...settings]) {
  if (command !== 'install' && (command !== 'run' || folder === undefined)) {
    console.error('usage: node scripts/servers/kafka.mjs install | run FOLDER [NAME=VALUE …]');
    return 2;
  }
  await installKafka();
  if (command === 'install') return 0;
  const properties = Object.fromEntries(settings.map((setting) => setting.split(/=(.*)/s, 2)));
  const broker = await startKafka({ folder: path.resolve(folder), properties });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void broker.stop());
  console.log(`KAFKA_BROKERS=${broker.brokers} PID=${broker.pid}`);
  const [code, signal] = await broker.exited;
  return signal === 'SIGKILL' ? 1 : code === 143 || signal === 'SIGTERM' ? 0 : code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
