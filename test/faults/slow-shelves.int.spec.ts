// Real: journal, sealing, projection engine and shelves; the server at MONGODB_URL behind a proxy that delays all it says. Event store, vault and road are in memory.
import { MemoryEventLog } from '@throughline/event-log';
import { freshId, Journal, MemoryEventStore } from '@throughline/event-store';
import type { DocumentView } from '@throughline/kernel';
import { MongoConnection } from '@throughline/mongodb';
import { ProjectionEngine } from '@throughline/projections';
import { MongoReadStore } from '@throughline/read-store-mongodb';
import { MemoryVault } from '@throughline/vault';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { TcpProxy } from '../peers/tcp-proxy';

const url = process.env['MONGODB_URL'];
if (url === undefined) process.stderr.write('Skipped: slow shelves in MongoDB need MONGODB_URL, as mongodb://host:port.\n');

/** Milliseconds, each way. A write to the shelves takes several turns. */
const DELAY = 250;
const NOTES = 200;
const counts: DocumentView<{ readonly notes: number }> = { kind: 'document', name: 'counts', version: 1, indexes: [], keys: (event) => [event.stream], initial: () => ({ notes: 0 }), evolve: ({ notes }) => ({ notes: notes + 1 }) };

(url === undefined ? it.skip : it)('slow shelves slow the consumers, and nobody who writes; when they are quick again everything is there, once', async () => {
  const server = new URL(url ?? '');
  const proxy = await TcpProxy.open({ to: { host: server.hostname, port: Number(server.port) } });
  server.host = `127.0.0.1:${proxy.port}`;
  server.pathname ||= '/';
  // It would go round the proxy to the members it is told of.
  server.searchParams.delete('replicaSet');
  server.searchParams.set('directConnection', 'true');
  const mongodb = await MongoConnection.open({ url: server.href, name: 'spec' });
  const database = `spec_${randomUUID()}`;
  const readStore = await MongoReadStore.open(mongodb, { database });
  const store = new MemoryEventStore();
  const journal = await Journal.open(store, new MemoryVault());
  const log = new MemoryEventLog(store, { partitions: 3, maxBatch: 10 });
  const engine = new ProjectionEngine({ log, store, readStore, open: journal.openEvents, views: [counts] });
  await engine.start();

  const quick = await write(journal);
  await until(async () => (await engine.status())[0]!.lagEvents === 0);
  proxy.delay(DELAY);
  const slow = await write(journal);
  // Asking how far they are takes as long as everything else they do.
  expect((await engine.status())[0]!.lagEvents).toBeGreaterThan(NOTES / 2);
  expect(slow).toBeLessThan(quick + DELAY / 2);
  proxy.delay(0);
  await until(async () => (await engine.status())[0]!.lagEvents === 0);
  const documents = await (await engine.shelf('counts')).find({ limit: 1_000 });
  expect(documents.map(({ body }) => body)).toEqual(Array.from({ length: 2 * NOTES }, () => ({ notes: 1 })));

  await engine.stop();
  await log.close();
  await readStore.close();
  await mongodb.database(database).dropDatabase();
  await mongodb.close();
  await proxy.close();
}, 60_000);

/** Milliseconds that nineteen of twenty took at most. */
async function write(journal: Journal): Promise<number> {
  const times: number[] = [];
  for (let note = 0; note < NOTES; note++) {
    const [began, id] = [performance.now(), freshId()];
    const data = { noteId: id, customer: { type: 'email', value: `simulated-${note % 7}@example.com` }, text: 'simulated' };
    const draft = { id, type: 'customer.note-written', data, source: 'test', occurredAt: '2026-01-15T09:00:00.000Z', actor: 'process:test', correlationId: id, causationId: null } as const;
    const { stream, events } = journal.address({ revision: 'no-stream', subject: null, parties: [] }, [draft]);
    await journal.append(stream, 'no-stream', events);
    times.push(performance.now() - began);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 40_000; !(await holds()); await pause(20)) if (Date.now() > end) throw new Error('waited in vain');
}
