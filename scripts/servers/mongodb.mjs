/**
 * A server of MongoDB's protocol for tests and for trying things out, where no mongod is to be had: mongo-java-server from Maven, over a
 * file, loopback only. It proves that what we say is understood; not what a real one does under load, or when two write at once.
 *
 *   node scripts/servers/mongodb.mjs install          16 jars (6 MB) into .cache/servers/mongodb; nothing to do the next time
 *   node scripts/servers/mongodb.mjs run FOLDER       starts it over FOLDER and says `MONGODB_URL=… PID=…` when it answers; SIGTERM stops it
 *
 * FOLDER holds all data. Whoever runs the same folder again gets the same address and what was there. Stop it by SIGTERM: `kill -9`
 * may lose its last second. Needs `java` (17 or newer), to install also `mvn`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { acquireLock } from '../lock.mjs';
import { answers, freePort } from './answering.mjs';

const VERSION = '1.47.0';
const HERE = path.dirname(fileURLToPath(import.meta.url));
const HOME = path.join(path.dirname(path.dirname(HERE)), '.cache', 'servers', 'mongodb');
const JARS = path.join(HOME, VERSION);
const LAUNCHER = path.join(HERE, 'mongodb-launcher.java');

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>throughline</groupId><artifactId>mongodb</artifactId><version>1</version>
<dependencies><dependency><groupId>de.bwaldvogel</groupId><artifactId>mongo-java-server-h2-backend</artifactId><version>${VERSION}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.16</version></dependency></dependencies></project>
`;

export function isMongodbInstalled() {
  return existsSync(JARS);
}

/** Whole or not at all: the jars get their name when all of them are there. */
export async function installMongodb() {
  if (isMongodbInstalled()) return;
  const lock = await acquireLock(path.join(HOME, 'install.lock'), (pid) => console.error(`[mongodb] process ${pid} installs it, waiting`));
  try {
    if (isMongodbInstalled()) return;
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

/** Resolves when it answers. */
export async function startMongodb({ folder }) {
  const port = await portOf(folder);
  const log = openSync(path.join(folder, 'out.log'), 'a');
  const server = spawn('java', ['-Xmx512m', '-cp', `${JARS}/*`, LAUNCHER, path.join(folder, 'data'), String(port)], { stdio: ['ignore', log, log] });
  const exited = once(server, 'exit');
  await answers(port, server, folder, 'server');
  return {
    url: `mongodb://127.0.0.1:${port}`,
    port,
    pid: server.pid,
    exited,
    /** Lets it write down what it holds. */
    async stop() {
      server.kill('SIGTERM');
      await exited;
    },
  };
}

/** The same folder has the same port, so that clients find the server again after a restart. */
async function portOf(folder) {
  const file = path.join(folder, 'port');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, `${await freePort()}\n`);
  return Number(readFileSync(file, 'utf8'));
}

async function main([command, folder]) {
  if (command !== 'install' && (command !== 'run' || folder === undefined)) {
    console.error('usage: node scripts/servers/mongodb.mjs install | run FOLDER');
    return 2;
  }
  await installMongodb();
  if (command === 'install') return 0;
  const server = await startMongodb({ folder: path.resolve(folder) });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.stop());
  console.log(`MONGODB_URL=${server.url} PID=${server.pid}`);
  const [code, signal] = await server.exited;
  return signal === 'SIGKILL' ? 1 : code === 143 || signal === 'SIGTERM' ? 0 : code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
