import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { StoredEvent } from '@throughline/kernel';
import { all, anEvent, appended, chance, events, fill, ids, withStore, type EventStoreFactory } from './contract-fixture';
import type { EventStore } from './event-store';

/** Follows until `enough` events came, resting a moment after each batch when it is slow. */
async function follow(store: EventStore, after: bigint | null, enough: number, rest = 0): Promise<readonly StoredEvent[]> {
  const came: StoredEvent[] = [];
  const stop = new AbortController();
  for await (const batch of store.subscribe(after, stop.signal)) {
    came.push(...batch);
    if (rest > 0) await pause(rest);
    if (came.length >= enough) stop.abort();
  }
  return came;
}

/** Writes `count` events to a few streams by chance, in groups by chance, sometimes pausing. */
async function writeByChance(store: EventStore, count: number, seed: number): Promise<void> {
  const next = chance(seed);
  const written = new Map<string, number>();
  for (let done = 0; done < count; ) {
    const stream = `s-${Math.floor(next() * 4)}`;
    const last = written.get(stream) ?? -1;
    const size = Math.min(count - done, 1 + Math.floor(next() * 5));
    await appended(store, stream, last < 0 ? 'no-stream' : last, events(size));
    written.set(stream, last + size);
    done += size;
    if (next() < 0.2) await turn();
  }
}

export function followingContract(factory: EventStoreFactory): void {
  const held = withStore(factory);

  describe('a subscription', () => {
    it('gives what is there', async () => {
      const placed = await fill(held.store, 4, 3);
      const came = await follow(held.store, null, 7);
      expect(ids(came)).toEqual(ids(placed));
      expect(came).toEqual(await all(held.store.readAll()));
    });

    it('gives what comes', async () => {
      const following = follow(held.store, null, 6);
      await turn();
      const placed = await fill(held.store, 3, 3);
      expect(ids(await following)).toEqual(ids(placed));
    });

    it('begins behind a position', async () => {
      const placed = await fill(held.store, 4, 3);
      expect(ids(await follow(held.store, placed[3]?.position ?? null, 3))).toEqual(ids(placed.slice(4)));
    });

    it('begins at the head and waits', async () => {
      await fill(held.store, 4, 3);
      const following = follow(held.store, await held.store.head(), 1);
      await pause(5);
      const [next] = await appended(held.store, 'new', 'no-stream', [anEvent()]);
      expect(ids(await following)).toEqual([next?.id]);
    });

    it('sees a group whole or not at all, and never an event before its append can be answered for', async () => {
      const following = follow(held.store, null, 300);
      await Promise.all(Array.from({ length: 100 }, (_, n) => appended(held.store, `s-${n}`, 'no-stream', events(3))));
      const came = await following;
      expect(came).toEqual(await all(held.store.readAll()));
    });

    it('catches up over far more than one batch', async () => {
      const group = events(2_300);
      await appended(held.store, 'long', 'no-stream', group);
      expect(ids(await follow(held.store, null, 2_300))).toEqual(ids(group));
    });

    it.each([1, 2, 3, 4, 5])('misses nothing and repeats nothing from catching up to live, while others write (seed %i)', async (seed) => {
      await appended(held.store, 'before', 'no-stream', events(700));
      const writing = writeByChance(held.store, 300, seed);
      const following = [follow(held.store, null, 1_000), follow(held.store, null, 1_000, 1)];
      await writing;
      const stored = ids(await all(held.store.readAll()));
      for (const came of await Promise.all(following)) expect(ids(came)).toEqual(stored);
    });

    it.each([6, 7])('goes on where it was left, however often (seed %i)', async (seed) => {
      const writing = writeByChance(held.store, 200, seed);
      const next = chance(seed);
      const came: StoredEvent[] = [];
      while (came.length < 200) came.push(...(await follow(held.store, came.at(-1)?.position ?? null, Math.min(200 - came.length, 1 + Math.floor(next() * 3)))));
      await writing;
      expect(ids(came)).toEqual(ids(await all(held.store.readAll())));
    });

    it('slows nobody by being slow', async () => {
      const slow = follow(held.store, null, 200, 20);
      const quick = follow(held.store, null, 200);
      await writeByChance(held.store, 200, 8);
      const stored = ids(await all(held.store.readAll()));
      expect(ids(await quick)).toEqual(stored);
      expect(ids(await slow)).toEqual(stored);
    });

    it('ends without an error when it is aborted while it waits', async () => {
      const stop = new AbortController();
      const following = all(held.store.subscribe(null, stop.signal));
      await pause(5);
      stop.abort();
      expect(await following).toEqual([]);
    });

    it('ends at once when it is aborted before it begins', async () => {
      await fill(held.store, 2);
      expect(await all(held.store.subscribe(null, AbortSignal.abort()))).toEqual([]);
    });

    it('can be left in the middle', async () => {
      await fill(held.store, 3);
      let batches = 0;
      for await (const batch of held.store.subscribe(null, new AbortController().signal)) {
        batches += 1;
        if (batch.length > 0) break;
      }
      expect(batches).toBe(1);
    });

    it('ends without an error when the store closes, with what was written before', async () => {
      const following = all(held.store.subscribe(null, new AbortController().signal));
      const placed = await fill(held.store, 2);
      await pause(5);
      await held.store.close();
      expect(ids((await following).flat())).toEqual(ids(placed));
    });

    it('of a closed store is refused', async () => {
      await held.store.close();
      await expect(all(held.store.subscribe(null, new AbortController().signal))).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    });
  });
}
