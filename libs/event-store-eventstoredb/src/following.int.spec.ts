// Real: the client of EventStoreDB over gRPC. The server is the stand-in of test/peers, because a real one does not do this on demand.
import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { addressOf, all, anEvent, events, followed, freshNamespace, startPeer, written } from '../../../test/peers/eventstore/server';
import type { Peer } from '../../../test/peers/eventstore/peer';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

let peer: Peer;
let stop: () => Promise<void>;
let store: EventStoreDbEventStore;
let warnings: string[] = [];
const open = (namespace: string): Promise<EventStoreDbEventStore> => EventStoreDbEventStore.open({ url: addressOf(peer), namespace, timeout: 3_000, onWarning: (message) => warnings.push(message) });

beforeEach(async () => {
  ({ peer, stop } = await startPeer([0, 0]));
  warnings = [];
  store = await open(freshNamespace());
});
afterEach(async () => {
  await store.close();
  await stop();
});

async function write(count: number, between: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await written(store, `s-${n}`, 'no-stream', events(2));
    await pause(between);
  }
}

async function expectNothingMissedOrRepeated(came: readonly StoredEvent[]): Promise<void> {
  expect(came.map(({ id }) => id)).toEqual((await all(store.readAll())).map(({ id }) => id));
}

describe('a subscription', () => {
  it.each(['unavailable', 'consumer too slow'] as const)('that is dropped goes on where it had got to: %s', async (drop) => {
    const following = followed(store, 200);
    const dropping = (async () => {
      for (let n = 0; n < 5; n++) {
        await pause(60);
        peer.faults.take({ drop });
      }
    })();
    await write(100, 3);
    await dropping;
    await expectNothingMissedOrRepeated(await following);
    expect(warnings.filter((warning) => warning.includes('dropped')).length).toBeGreaterThanOrEqual(3);
  });

  it('that is dropped while it catches up goes on too', async () => {
    for (let n = 0; n < 7; n++) await written(store, `long-${n}`, 'no-stream', events(1_000));
    const dropping = setInterval(() => peer.faults.take({ drop: 'unavailable' }), 250);
    const came = await followed(store, 7_000);
    clearInterval(dropping);
    await expectNothingMissedOrRepeated(came);
  }, 120_000);

  it('follows a leader that changes, and so do the writers', async () => {
    const [first = 0, second = 0] = peer.ports;
    const following = followed(store, 120);
    const changing = (async () => {
      for (const leader of [second, first, second]) {
        await pause(80);
        peer.faults.take({ leader, drop: 'unavailable' });
      }
    })();
    await write(60, 4);
    await changing;
    await expectNothingMissedOrRepeated(await following);
  });

  it('that rests for long is still on it afterwards', async () => {
    const stopped = new AbortController();
    const came: StoredEvent[] = [];
    const following = (async () => {
      for await (const batch of store.subscribe(null, stopped.signal)) {
        came.push(...batch);
        if (came.length === 2) await pause(300);
        if (came.length >= 6_002) stopped.abort();
      }
    })();
    await write(1, 0);
    for (let n = 0; n < 6; n++) await written(store, `long-${n}`, 'no-stream', events(1_000));
    await following;
    await expectNothingMissedOrRepeated(came);
  });

  it('of many readers is one to the server, and each has events of his own', async () => {
    const following = Array.from({ length: 20 }, () => followed(store, 20));
    await write(10, 0);
    const [one = [], ...others] = await Promise.all(following);
    for (const other of others) expect(other).toEqual(one);
    expect(new Set([one, ...others].map(([event]) => event)).size).toBe(20);
  });
});

describe('a clock of the server that falls', () => {
  const times = (list: readonly StoredEvent[]): ReadonlyMap<string, string> => new Map(list.map(({ id, recordedAt }) => [id, recordedAt]));

  async function everyWay(reader: EventStore): Promise<readonly ReadonlyMap<string, string>[]> {
    const forwards = await all(reader.readAll());
    const streams = [...new Set(forwards.map(({ stream }) => stream))];
    const byStream = (await Promise.all(streams.map((stream) => all(reader.readStream(stream))))).flat();
    const fromTheMiddle = (await Promise.all(streams.flatMap((stream) => [all(reader.readStream(stream, { from: 1 })), all(reader.readStream(stream, { limit: 1 }))]))).flat();
    return [forwards, await all(reader.readAll({ backwards: true })), byStream, fromTheMiddle, await followed(reader, forwards.length)].map((list) => times(list));
  }

  it('does not move what was recorded, whoever reads it and however', async () => {
    const namespace = freshNamespace();
    const writer = await open(namespace);
    const answered = new Map<string, string>();
    for (const [n, clock] of [0, 5_000, -60_000, -59_000, 4_000, 9_000, -3_600_000, 10_000].entries()) {
      peer.faults.take({ clock });
      for (const placed of await written(writer, `s-${n}`, 'no-stream', [anEvent(), anEvent(), anEvent()])) answered.set(placed.id, placed.recordedAt);
    }
    const stored = await all(writer.readAll());
    expect(stored.map(({ recordedAt }) => recordedAt)).toEqual(stored.map(({ recordedAt }) => recordedAt).toSorted());
    const reader = await open(namespace);
    for (const seen of [...(await everyWay(writer)), ...(await everyWay(reader))]) expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(answered));
    for (const { recordedAt } of stored) expect(await reader.positionAt(recordedAt)).toBe(stored.findLast((event) => event.recordedAt <= recordedAt)?.position);
    await writer.close();
    await reader.close();
  });

  it('does not move what is followed from a mark on', async () => {
    const namespace = freshNamespace();
    const writer = await open(namespace);
    const answered = new Map<string, string>();
    for (let n = 0; n < 7; n++) {
      peer.faults.take({ clock: n === 1 ? 60_000 : n * 10 });
      for (const placed of await written(writer, `s-${n}`, 'no-stream', events(1_000))) answered.set(placed.id, placed.recordedAt);
    }
    await writer.close();
    const reader = await open(namespace);
    for (const seen of await everyWay(reader)) expect(seen.size === 7_000 && [...seen].every(([id, time]) => answered.get(id) === time)).toBe(true);
    await reader.close();
  }, 120_000);
});
