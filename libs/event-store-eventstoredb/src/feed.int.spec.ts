// Real: the client of EventStoreDB over gRPC, and the server at EVENTSTORE_URL; without it the stand-in of test/peers in this process.
import type { Position } from '@eventstore/db-client';
import { all, anEvent, events, freshNamespace, startServer, written, type TestServer } from '../../../test/peers/eventstore/server';
import { at, Connection } from './connection';
import { EventStoreDbEventStore } from './eventstoredb-event-store';
import { Feed } from './feed';
import { Names, positionOf } from './wire';

let server: TestServer;
let connection: Connection;
const opened: EventStoreDbEventStore[] = [];
const stop = new AbortController();

beforeAll(async () => {
  server = await startServer();
  connection = new Connection(server.url, 5_000);
});
afterAll(async () => {
  for (const store of opened) await store.close();
  await connection.close();
  await server.stop();
});

async function open(namespace: string): Promise<EventStoreDbEventStore> {
  const store = await EventStoreDbEventStore.open({ url: server.url, namespace });
  opened.push(store);
  return store;
}

/** A namespace of its own, and where it begins. */
async function fresh(): Promise<{ readonly names: Names; readonly store: EventStoreDbEventStore; readonly origin: Position }> {
  const namespace = freshNamespace();
  const [store, names] = [await open(namespace), new Names(namespace)];
  const [made] = await connection.readStream(names.store, { limit: 1 });
  return { names, store, origin: at(positionOf(made?.event?.position)) };
}

describe('a feed', () => {
  it('goes on by checkpoints where only others write', async () => {
    const { names, origin } = await fresh();
    const others = await open(freshNamespace());
    for (let n = 0; n < 6; n++) await written(others, `s-${n}`, 'no-stream', events(400));
    const feed = new Feed(connection, names, origin);
    while (feed.position.commit === origin.commit) expect(await feed.next(stop.signal, 1_000)).toEqual([]);
    feed.close();
    expect(feed.position.commit).toBeGreaterThan(origin.commit);
  });

  it('misses nothing and repeats nothing when it is opened again where it had got to, among the events of others', async () => {
    const { names, store, origin } = await fresh();
    const others = await open(freshNamespace());
    for (let n = 0; n < 20; n++) {
      await written(store, `s-${n}`, 'no-stream', events(3));
      await written(others, `s-${n}`, 'no-stream', events(170));
    }
    await written(store, 'last', 'no-stream', [anEvent()]);
    const came: string[] = [];
    for (let place = origin; came.length < 61; ) {
      const feed = new Feed(connection, names, place);
      for (let batches = 0; batches < 2 && came.length < 61; batches++) came.push(...(await feed.next(stop.signal, 5_000)).map(({ event }) => event.id));
      place = feed.position;
      feed.close();
    }
    expect(came).toEqual((await all(store.readAll())).map(({ id }) => id));
  });
});
