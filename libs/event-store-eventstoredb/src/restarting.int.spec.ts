// Real: the client of EventStoreDB over gRPC. The server is the stand-in of test/peers in a process of its own, killed without warning.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PeerProcess } from '../../../test/peers/eventstore/peer-process';
import { all, anEvent, events, followed, freshNamespace, settled, written } from '../../../test/peers/eventstore/server';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

describe('a server that is killed', () => {
  let folder: string;
  let file: string;
  let peer: PeerProcess;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-restarting-'));
    file = join(folder, 'events.log');
    peer = await PeerProcess.start(file);
  });
  afterEach(async () => {
    await peer.stop();
    rmSync(folder, { recursive: true });
  });

  it('has everything it acknowledged, once, and writers and readers go on by themselves', async () => {
    const store = await EventStoreDbEventStore.open({ url: peer.url, namespace: freshNamespace(), timeout: 1_000 });
    const following = followed(store, 600);
    const acknowledged: string[] = [];
    const writing = Promise.all(
      Array.from({ length: 6 }, async (_, writer) => {
        for (let revision = -1; revision < 99; revision++) {
          const result = await settled(store, `s-${writer}`, revision < 0 ? 'no-stream' : revision, [anEvent()]);
          if (result.kind === 'done') acknowledged.push(...result.events.map(({ id }) => id));
          await pause(3);
        }
      }),
    );
    for (let kills = 0; kills < 3; kills++) {
      await pause(150);
      await peer.kill();
      peer = await PeerProcess.start(file, peer.port);
    }
    await writing;
    const stored = (await all(store.readAll())).map(({ id }) => id);
    expect(stored).toHaveLength(600);
    expect(acknowledged.toSorted()).toEqual(stored.toSorted());
    expect((await following).map(({ id }) => id)).toEqual(stored);
    await store.close();
  }, 60_000);

  it('is the same store with the same events, for a process that comes later', async () => {
    const namespace = freshNamespace();
    const before = await EventStoreDbEventStore.open({ url: peer.url, namespace });
    await written(before, 's', 'no-stream', events(5));
    const stored = await all(before.readAll());
    await before.close();
    await peer.kill();
    appendFileSync(file, '{"stream":"a line that was cut off');
    peer = await PeerProcess.start(file, peer.port);
    const after = await EventStoreDbEventStore.open({ url: peer.url, namespace });
    expect([after.storeId, await all(after.readAll())]).toEqual([before.storeId, stored]);
    expect(await after.append('s', 4, [anEvent()])).toMatchObject({ kind: 'done' });
    await after.close();
  });

  it('does on demand what it is told through its control port', async () => {
    const store = await EventStoreDbEventStore.open({ url: peer.url, namespace: freshNamespace(), timeout: 300 });
    await peer.misbehave({ appends: ['lost'] });
    expect(await store.append('s', 'no-stream', [anEvent()])).toMatchObject({ kind: 'unknown' });
    await store.close();
  });
});
