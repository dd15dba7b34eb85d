// Real: the client of EventStoreDB over gRPC, and the server at EVENTSTORE_URL; without it the stand-in of test/peers in this process.
import { EventStoreDBClient } from '@eventstore/db-client';
import type { StoredEvent } from '@throughline/kernel';
import { all, anEvent, events, followed, freshNamespace, settled, startServer, written, type TestServer } from '../../../test/peers/eventstore/server';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

let server: TestServer;
const opened: EventStoreDbEventStore[] = [];

beforeAll(async () => {
  server = await startServer();
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});
afterAll(() => server.stop());

async function open(namespace: string): Promise<EventStoreDbEventStore> {
  const store = await EventStoreDbEventStore.open({ url: server.url, namespace });
  opened.push(store);
  return store;
}

const inOrder = (list: readonly StoredEvent[]): readonly unknown[] => list.map(({ id, stream, revision, position, recordedAt }) => [id, stream, revision, position, recordedAt]);

describe('two adapters over one namespace', () => {
  it('are one store, also when both make it', async () => {
    const namespace = freshNamespace();
    const [one, other] = await Promise.all([open(namespace), open(namespace)]);
    expect(one.storeId).toBe(other.storeId);
    const [placed] = await written(one, 's', 'no-stream', [anEvent()]);
    expect(await other.head()).toBe(placed?.position);
    expect(await other.append('s', 'no-stream', [anEvent()])).toEqual({ kind: 'conflict', actual: 0 });
  });

  it('read at once what the other was told is written', async () => {
    const namespace = freshNamespace();
    const [one, other] = [await open(namespace), await open(namespace)];
    for (let n = 0; n < 50; n++) {
      const placed = await written(one, `s-${n}`, 'no-stream', events(2));
      expect((await all(other.readAll({ backwards: true, limit: 1 })))[0]?.position).toBe(placed[1]?.position);
      expect((await all(other.readStream(`s-${n}`))).map(({ recordedAt }) => recordedAt)).toEqual(placed.map(({ recordedAt }) => recordedAt));
    }
  });

  it('write to the same streams without a hole, and see one order and the same times', async () => {
    const namespace = freshNamespace();
    const stores = [await open(namespace), await open(namespace)];
    const following = stores.map((store) => followed(store, 400));
    await Promise.all(
      stores.flatMap((store) =>
        Array.from({ length: 10 }, async (_, writer) => {
          let expected: 'no-stream' | number = 'no-stream';
          for (let left = 20; left > 0; ) {
            const result = await settled(store, `s-${writer}`, expected, [anEvent(writer)]);
            if (result.kind === 'done') left -= 1;
            expected = result.kind === 'conflict' ? result.actual : (result.events[0]?.revision ?? 0);
          }
        }),
      ),
    );
    const [one = [], other = []] = await Promise.all(following);
    expect(inOrder(one)).toEqual(inOrder(other));
    expect(inOrder(one)).toEqual(inOrder(await all((await open(namespace)).readAll())));
    for (let writer = 0; writer < 10; writer++) expect(one.filter(({ stream }) => stream === `s-${writer}`).map(({ revision }) => revision)).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  it('write an event once when both send it at the same time', async () => {
    const namespace = freshNamespace();
    const stores = [await open(namespace), await open(namespace)];
    for (let round = 0; round < 20; round++) {
      const group = events(2);
      const results = await Promise.all(stores.map((store) => settled(store, `s-${round}`, 'no-stream', group)));
      expect(results.filter((result) => result.kind === 'done' && result.repeated)).toHaveLength(1);
    }
    expect(await all((stores[0] as EventStoreDbEventStore).readAll())).toHaveLength(40);
  });
});

describe('one server with several namespaces', () => {
  it('shows each its own, also where one name begins like the other', async () => {
    const namespace = freshNamespace();
    const [one, other] = [await open(namespace), await open(`${namespace}-2`)];
    expect(one.storeId).not.toBe(other.storeId);
    const mine = await written(one, 's', 'no-stream', events(3));
    const theirs = await written(other, 's', 'no-stream', events(2));
    expect((await all(one.readAll())).map(({ id }) => id)).toEqual(mine.map(({ id }) => id));
    expect((await followed(other, 2)).map(({ id }) => id)).toEqual(theirs.map(({ id }) => id));
    expect(await one.head()).toBe(mine[2]?.position);
  });

  it.each(['', 'a.b', 'a:b', '$all', '-a', 'x'.repeat(101)])('refuses the name "%s"', async (namespace) => {
    await expect(EventStoreDbEventStore.open({ url: server.url, namespace })).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });
});

describe('20,000 events', () => {
  it('are caught up with, found by time and by any position, and not followed from the beginning again', async () => {
    const namespace = freshNamespace();
    const writer = await open(namespace);
    for (let n = 0; n < 100; n++) await written(writer, `s-${n}`, 'no-stream', events(200));
    const began = Date.now();
    const store = await open(namespace);
    const stored = await followed(store, 20_000);
    const perSecond = Math.round(20_000 / ((Date.now() - began) / 1000));
    process.stderr.write(`Caught up with 20,000 events on ${server.name}: ${perSecond} events/s.\n`);
    expect(stored.map(({ position }) => position)).toEqual(stored.map(({ position }) => position).toSorted((a, b) => (a < b ? -1 : 1)));
    const client = EventStoreDBClient.connectionString(server.url);
    expect(await all(client.readStream(`${namespace}:times`))).toHaveLength(3);
    await client.dispose();
    for (let place = 777; place < 20_000; place += 4_321) {
      const { position, recordedAt, id } = stored[place] as StoredEvent;
      expect((await all(store.readAll({ after: position - 1n, limit: 1 })))[0]?.id).toBe(id);
      expect((await all(store.readAll({ before: position + 1n, limit: 1, backwards: true })))[0]?.id).toBe(id);
      expect(await store.positionAt(recordedAt)).toBe(stored.findLast((event) => event.recordedAt <= recordedAt)?.position);
    }
  }, 120_000);
});
