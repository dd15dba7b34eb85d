import { connectKafka } from '@throughline/event-log-kafka';
import type { EventStore } from '@throughline/event-store';
import { EventStoreDbEventStore } from '@throughline/event-store-eventstoredb';
import { SqliteEventStore } from '@throughline/event-store-sqlite';
import { MongoConnection } from '@throughline/mongodb';
import { readConfig, type Config } from '@throughline/platform';
import { mongo } from 'mongoose';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Whether journeys run over the three servers; otherwise everything is on this machine. */
export const IS_DISTRIBUTED = ['EVENTSTORE_URL', 'KAFKA_BROKERS', 'MONGODB_URL'].every((name) => (process.env[name] ?? '') !== '');

const MASTER_KEY = createHash('sha256').update('simulated').digest('base64');

/** A company of its own for each data folder, on the servers too: a second start over the folder finds the same one. */
export function configFor(folder: string): Config {
  return { ...readConfig(environmentFor(folder)), port: 0, logLevel: 'silent' };
}

/** What a process is started with. */
export function environmentFor(folder: string): NodeJS.ProcessEnv {
  if (!IS_DISTRIBUTED) return { ...process.env, THROUGHLINE_DATA: folder };
  return { THROUGHLINE_MASTER_KEY: MASTER_KEY, KAFKA_PARTITIONS: '3', ...process.env, THROUGHLINE_DATA: folder, THROUGHLINE_NAMESPACE: `spec-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}` };
}

/** The store below a product that was stopped. */
export function openStore(folder: string): Promise<EventStore> {
  const servers = configFor(folder).distributed;
  return servers === undefined ? SqliteEventStore.open({ path: path.join(folder, 'events.sqlite') }) : EventStoreDbEventStore.open({ url: servers.eventStoreUrl, namespace: servers.namespace });
}

/** Everything durable but the shelves, as bytes or JSON, by the place where it stands. */
export async function placesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const servers = configFor(folder).distributed;
  return servers === undefined ? filesIn(folder) : storedOn(servers);
}

function filesIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() && !entry.name.startsWith('shelves.') ? [entry.name] : []));
  return new Map(files.map((file) => [file, readFileSync(path.join(folder, file)).toString('latin1')]));
}

async function storedOn({ eventStoreUrl, mongodbUrl, namespace }: NonNullable<Config['distributed']>): Promise<ReadonlyMap<string, string>> {
  const store = await EventStoreDbEventStore.open({ url: eventStoreUrl, namespace });
  let events = '';
  for await (const { position: _, ...event } of store.readAll()) events += `${JSON.stringify(event)}\n`;
  await store.close();
  const mongodb = await MongoConnection.open({ url: mongodbUrl, name: 'spec' });
  const places = new Map([['the events', events]]);
  for (const part of ['vault', 'control']) {
    const database = mongodb.database(`${namespace}-${part}`);
    for (const { name } of await database.listCollections().toArray()) places.set(`${part}.${name}`, mongo.BSON.EJSON.stringify(await database.collection(name).find().toArray()));
  }
  await mongodb.close();
  return places;
}

/** Takes away what the servers held for it. The events stay: an event store gives nothing up. */
export async function cleanUp(folder: string): Promise<void> {
  const servers = configFor(folder).distributed;
  if (servers === undefined) return;
  const { namespace, kafka, mongodbUrl } = servers;
  const admin = connectKafka({ clientId: 'spec', ...kafka }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`${namespace}.`));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
  const mongodb = await MongoConnection.open({ url: mongodbUrl, name: 'spec' });
  for (const part of ['vault', 'files', 'shelves', 'control']) await mongodb.database(`${namespace}-${part}`).dropDatabase();
  await mongodb.close();
}
