/**
 * `npm run test:servers [-- arguments for jest]`: everything that needs the servers of the distributed set-up, on real ones where
 * this machine has them: the suites of their adapters, and all journeys over all three together.
 *
 *   EVENTSTORE_URL, KAFKA_BROKERS, MONGODB_URL   set: that server is used, whoever runs it. Not set: one is installed and
 *                                                started here, on loopback, and stopped at the end
 *
 * No EventStoreDB can be installed by a package manager: where none is named, a peer stands in that speaks its protocol. Every
 * report says which it was. What cannot be started is skipped, with a loud message and counted as skipped.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { conclude, root, runJest, specs, specsOnServers } from './running.mjs';
import { installKafka, startKafka } from './servers/kafka.mjs';
import { installMongodb, startMongodb } from './servers/mongodb.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'throughline-servers-'));
const stops = [];

const SERVERS = {
  KAFKA_BROKERS: { name: 'Kafka', given: 'the one that is named', own: 'a real broker, 4.1.1, started here', start: kafka },
  MONGODB_URL: { name: 'MongoDB', given: 'the one that is named', own: 'a stand-in of its protocol, started here', start: mongodb },
  EVENTSTORE_URL: { name: 'EventStoreDB', given: 'the one that is named', own: 'a peer of its protocol from test/peers, started here', start: eventStore },
};

async function kafka(inside) {
  await installKafka();
  const broker = await startKafka({ folder: inside });
  stops.push(() => broker.stop());
  return broker.brokers;
}

async function mongodb(inside) {
  await installMongodb();
  const server = await startMongodb({ folder: inside });
  stops.push(() => server.stop());
  return server.url;
}

async function eventStore(inside) {
  mkdirSync(inside);
  const peer = spawn(process.execPath, [path.join(root, 'dist/test/peers/eventstore/main.js'), '--port', '0', '--file', path.join(inside, 'events')], { stdio: ['ignore', 'pipe', 'inherit'] });
  stops.push(async () => {
    const ended = peer.exitCode === null ? once(peer, 'exit') : Promise.resolve();
    peer.kill();
    await ended;
  });
  for await (const line of createInterface({ input: peer.stdout })) if (line.startsWith('listening ')) return `esdb://127.0.0.1:${line.split(' ')[1]}?tls=false`;
  throw new Error('the peer ended before it listened');
}

/** Journeys that stand-ins on this machine would be busy with for an hour. */
const TOO_LONG = /^(real-|random-bodies)/;

/** What is said of each server, and what the tests are given of it. */
async function found(variable) {
  const { name, given, own, start } = SERVERS[variable];
  if ((process.env[variable] ?? '') !== '') return { variable, url: process.env[variable], line: `${name}: ${given}` };
  try {
    return { variable, url: await start(path.join(folder, variable)), line: `${name}: ${own}` };
  } catch (error) {
    return { variable, url: undefined, line: `!!! ${name}: none, so nothing that needs it is proven by this run (${error.message.split('\n')[0]})` };
  }
}

async function stopAll() {
  for (const stop of stops.splice(0)) await stop();
  rmSync(folder, { recursive: true, force: true });
}

async function test(args) {
  const servers = [];
  for (const variable of Object.keys(SERVERS)) servers.push(await found(variable));
  const report = servers.map(({ line }) => `[throughline] ${line}`).join('\n');
  console.log(report);
  const env = { ...process.env, ...Object.fromEntries(servers.flatMap(({ variable, url }) => (url === undefined ? [] : [[variable, url]]))) };
  const areAllThere = servers.every(({ url }) => url !== undefined);
  const all = specs('.e2e.spec.ts', (file) => file.startsWith(path.join('test', 'journeys')));
  const journeys = stops.length === 0 ? all : all.filter((file) => !TOO_LONG.test(path.basename(file)));
  if (journeys.length < all.length) console.log(`[throughline] !!! ${all.length - journeys.length} journeys with tens of thousands of events or commands are left out: for servers that are named`);
  const { passed, failed, skipped } = await runJest('tests on the servers', ['--testTimeout=120000', ...specsOnServers(Object.keys(SERVERS)), ...(areAllThere ? journeys : []), ...args], env);
  console.log(report);
  return { passed, failed, skipped: skipped + all.length - (areAllThere ? journeys.length : 0) };
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stopAll());
try {
  conclude(await test(process.argv.slice(2)));
} finally {
  await stopAll();
}
