// Real: the client of EventStoreDB over gRPC. The server is the stand-in of test/peers, because a real one does not do this on demand.
import { setTimeout as pause } from 'node:timers/promises';
import type { NewEvent } from '@throughline/kernel';
import { addressOf, all, anEvent, events, freshNamespace, settled, startPeer, written } from '../../../test/peers/eventstore/server';
import type { Peer } from '../../../test/peers/eventstore/peer';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

const TIMEOUT = 800;
let peer: Peer;
let stop: () => Promise<void>;
let store: EventStoreDbEventStore;
const warnings: string[] = [];
const open = (namespace: string): Promise<EventStoreDbEventStore> => EventStoreDbEventStore.open({ url: addressOf(peer), namespace, timeout: TIMEOUT, maxAppends: 3, onWarning: (message) => warnings.push(message) });

beforeAll(async () => {
  ({ peer, stop } = await startPeer());
});
afterAll(() => stop());
beforeEach(async () => {
  store = await open(freshNamespace());
});
afterEach(async () => {
  peer.faults.take({ slow: 0, deaf: false });
  await store.close();
});

describe('an append whose answer is lost', () => {
  it('is unknown in time, and written by the same append when it was not', async () => {
    const event = anEvent();
    peer.faults.take({ appends: ['lost'] });
    const began = Date.now();
    expect(await store.append('s', 'no-stream', [event])).toMatchObject({ kind: 'unknown' });
    expect(Date.now() - began).toBeLessThan(TIMEOUT * 3);
    expect(await store.append('s', 'no-stream', [event])).toMatchObject({ kind: 'done', repeated: false });
  });

  it.each(['unanswered', 'late', 'cut'] as const)('is done as soon as its events are seen: %s', async (fault) => {
    const group = events(3);
    peer.faults.take({ appends: [fault], delay: TIMEOUT * 2 });
    const began = Date.now();
    expect(await settled(store, 's', 'no-stream', group)).toMatchObject({ kind: 'done' });
    expect(Date.now() - began).toBeLessThan(TIMEOUT);
    await pause(fault === 'late' ? TIMEOUT * 2 : 0);
    expect(await store.append('s', 2, [anEvent()])).toMatchObject({ kind: 'done', repeated: false });
    expect((await all(store.readAll())).slice(0, 3).map(({ id }) => id)).toEqual(group.map(({ id }) => id));
  });

  it.each(['unanswered', 'cut'] as const)('is unknown while nothing can be seen, and found by the same append: %s', async (fault) => {
    const group = events(3);
    peer.faults.take({ deaf: true, drop: 'unavailable' });
    await pause(50);
    peer.faults.take({ appends: [fault] });
    expect(await store.append('s', 'no-stream', group)).toMatchObject({ kind: 'unknown' });
    peer.faults.take({ deaf: false });
    expect(await settled(store, 's', 'no-stream', group)).toMatchObject({ kind: 'done', repeated: true });
    expect((await all(store.readAll())).map(({ id }) => id)).toEqual(group.map(({ id }) => id));
  });

  it('may be written late, after it was repeated, and still stands there once', async () => {
    const event = anEvent();
    peer.faults.take({ appends: ['held'], delay: TIMEOUT + 200 });
    expect(await store.append('s', 'no-stream', [event])).toMatchObject({ kind: 'unknown' });
    expect(await store.append('s', 'no-stream', [event])).toMatchObject({ kind: 'done', repeated: false });
    await pause(TIMEOUT);
    expect(await all(store.readStream('s'))).toHaveLength(1);
  });

  it('is a conflict when somebody else was quicker with the repeat', async () => {
    const namespace = freshNamespace();
    const [one, other] = [await open(namespace), await open(namespace)];
    const event = anEvent();
    peer.faults.take({ appends: ['lost'] });
    expect(await one.append('s', 'no-stream', [event])).toMatchObject({ kind: 'unknown' });
    await written(other, 's', 'no-stream', [anEvent()]);
    expect(await one.append('s', 'no-stream', [event])).toEqual({ kind: 'conflict', actual: 0 });
    await one.close();
    await other.close();
  });

  it('holds up its own stream and lane only, and a crowd is sent away', async () => {
    const another = (): NewEvent => ({ ...anEvent(), subject: 'company:another' });
    peer.faults.take({ appends: ['lost'] });
    const lost = store.append('a', 'no-stream', [anEvent()]);
    const behind = store.append('a', 0, [anEvent()]);
    expect(await store.append('b', 'no-stream', [another()])).toMatchObject({ kind: 'done' });
    const third = store.append('c', 'no-stream', [another()]);
    await expect(store.append('d', 'no-stream', [another()])).rejects.toMatchObject({ code: 'STORE_BUSY' });
    expect((await Promise.all([lost, behind, third])).map(({ kind }) => kind)).toEqual(['unknown', 'conflict', 'done']);
  });

  it('does not touch the appends of another client in the process', async () => {
    const other = await open(freshNamespace());
    peer.faults.take({ appends: ['held', 'cut'], delay: 100 });
    const held = other.append('s', 'no-stream', [anEvent()]);
    await pause(20);
    await settled(store, 's', 'no-stream', [anEvent()]);
    expect(await held).toMatchObject({ kind: 'done', repeated: false });
    await other.close();
  });
});

describe('a server that refuses or does not answer', () => {
  it('takes no more at once than it takes, and nothing of what is too much', async () => {
    const patient = await EventStoreDbEventStore.open({ url: addressOf(peer), namespace: freshNamespace() });
    const group = Array.from({ length: 5 }, () => anEvent('x'.repeat(250_000)));
    await expect(patient.append('s', 'no-stream', group)).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
    expect(await all(patient.readAll())).toEqual([]);
    await patient.close();
  });

  it('makes readers wait no longer than a call may take, and is read again when it answers', async () => {
    await written(store, 's', 'no-stream', events(3));
    peer.faults.take({ deaf: true });
    await expect(all(store.readStream('s'))).rejects.toMatchObject({ code: 'STORE_BUSY' });
    await expect(store.head()).rejects.toMatchObject({ code: 'STORE_BUSY' });
    await expect(EventStoreDbEventStore.open({ url: addressOf(peer), namespace: freshNamespace(), timeout: TIMEOUT })).rejects.toMatchObject({ code: 'STORE_BUSY' });
    peer.faults.take({ deaf: false });
    expect(await all(store.readStream('s'))).toHaveLength(3);
  });

  it('may be slow without an error', async () => {
    await written(store, 's', 'no-stream', events(3));
    peer.faults.take({ slow: TIMEOUT / 2 });
    expect(await all(store.readAll())).toHaveLength(3);
    expect(await settled(store, 's', 2, [anEvent()])).toMatchObject({ kind: 'done' });
  });

  it('is told apart from one that is not there', async () => {
    await expect(EventStoreDbEventStore.open({ url: 'esdb://127.0.0.1:1?tls=false', namespace: 'x', timeout: TIMEOUT })).rejects.toMatchObject({ code: 'STORE_BUSY' });
    await expect(EventStoreDbEventStore.open({ url: 'http://127.0.0.1:1', namespace: 'x' })).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });
});
