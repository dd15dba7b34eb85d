import { setTimeout as pause } from 'node:timers/promises';
import { all, anEvent, appended, events, fill, ids, revisions, withStore, type EventStoreFactory } from './contract-fixture';
import type { Placed, ReadStreamOptions } from './event-store';

export function readingContract(factory: EventStoreFactory): void {
  const held = withStore(factory);

  describe('reading a stream of ten', () => {
    it.each<[string, ReadStreamOptions, readonly number[]]>([
      ['forwards', {}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
      ['backwards', { backwards: true }, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
      ['from a revision', { from: 7 }, [7, 8, 9]],
      ['from the first', { from: 0, limit: 2 }, [0, 1]],
      ['from the last', { from: 9 }, [9]],
      ['from beyond the last', { from: 10 }, []],
      ['backwards from a revision', { from: 2, backwards: true }, [2, 1, 0]],
      ['backwards from the first', { from: 0, backwards: true }, [0]],
      ['backwards from beyond the last', { from: 500, backwards: true, limit: 2 }, [9, 8]],
      ['some', { limit: 3 }, [0, 1, 2]],
      ['some from a revision', { from: 4, limit: 3 }, [4, 5, 6]],
      ['the last', { backwards: true, limit: 1 }, [9]],
      ['more than there are', { limit: 99 }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
      ['none', { limit: 0 }, []],
    ])('%s', async (_name, options, expected) => {
      await fill(held.store, 10, 3);
      const read = await all(held.store.readStream('a', options));
      expect(revisions(read)).toEqual(expected);
      expect(read.every(({ stream }) => stream === 'a')).toBe(true);
    });

    it('finds nothing where there is no stream', async () => {
      await fill(held.store, 2);
      expect(await all(held.store.readStream('nobody'))).toEqual([]);
      expect(await all(held.store.readStream('nobody', { backwards: true }))).toEqual([]);
    });

    it('can be left in the middle, and read again', async () => {
      await fill(held.store, 10);
      for await (const event of held.store.readStream('a')) if (event.revision === 4) break;
      expect(revisions(await all(held.store.readStream('a')))).toHaveLength(10);
    });
  });

  describe('reading everything', () => {
    /** Positions are known only after writing: options are a function of them. */
    it.each<[string, (at: (index: number) => bigint) => object, readonly number[]]>([
      ['forwards', () => ({}), [0, 1, 2, 3, 4, 5, 6]],
      ['backwards', () => ({ backwards: true }), [6, 5, 4, 3, 2, 1, 0]],
      ['after one', (at) => ({ after: at(4) }), [5, 6]],
      ['after nothing', () => ({ after: 0n, limit: 2 }), [0, 1]],
      ['after the last', (at) => ({ after: at(6) }), []],
      ['before one', (at) => ({ before: at(2) }), [0, 1]],
      ['between two', (at) => ({ after: at(1), before: at(5) }), [2, 3, 4]],
      ['backwards before one', (at) => ({ before: at(2), backwards: true }), [1, 0]],
      ['backwards between two', (at) => ({ after: at(1), before: at(5), backwards: true }), [4, 3, 2]],
      ['backwards before the first', (at) => ({ before: at(0), backwards: true }), []],
      ['between neighbours', (at) => ({ after: at(3), before: at(4) }), []],
      ['some', () => ({ limit: 3 }), [0, 1, 2]],
      ['some after one', (at) => ({ after: at(2), limit: 3 }), [3, 4, 5]],
      ['the last', () => ({ backwards: true, limit: 1 }), [6]],
      ['none', () => ({ limit: 0 }), []],
      ['more than there are', () => ({ limit: 99, backwards: true }), [6, 5, 4, 3, 2, 1, 0]],
      ['after what is no position yet', () => ({ after: 2n ** 70n }), []],
      ['between what never is a position', () => ({ after: -(2n ** 70n), before: 2n ** 70n, limit: 2 }), [0, 1]],
      ['backwards, the same', () => ({ after: -1n, before: 2n ** 63n, backwards: true, limit: 2 }), [6, 5]],
      ['where the end comes before the beginning', (at) => ({ after: at(5), before: at(1) }), []],
    ])('%s', async (_name, options, expected) => {
      const placed = await fill(held.store, 4, 3);
      const read = await all(held.store.readAll(options((index) => (placed[index] as Placed).position)));
      expect(ids(read)).toEqual(expected.map((index) => placed[index]?.id));
    });

    it('reads far more than one page, either way', async () => {
      const group = events(1_200);
      await appended(held.store, 'long', 'no-stream', group.slice(0, 700));
      await appended(held.store, 'other', 'no-stream', group.slice(700));
      expect(ids(await all(held.store.readAll()))).toEqual(ids(group));
      expect(ids(await all(held.store.readAll({ backwards: true })))).toEqual(ids(group).toReversed());
      expect(ids(await all(held.store.readStream('long', { backwards: true })))).toEqual(ids(group.slice(0, 700)).toReversed());
      expect(await all(held.store.readAll({ limit: 1_100 }))).toHaveLength(1_100);
    });

    it('shows nothing twice and leaves nothing out while others write', async () => {
      await appended(held.store, 'a', 'no-stream', events(600));
      const read: string[] = [];
      for await (const { id, position } of held.store.readAll()) {
        read.push(id);
        if (read.length === 10) await appended(held.store, 'b', 'no-stream', events(600));
        if (position === (await held.store.head())) break;
      }
      const stored = ids(await all(held.store.readAll()));
      expect(read).toEqual(stored.slice(0, read.length));
      expect(read.length).toBeGreaterThanOrEqual(600);
    });

    it('gives each reader objects of his own', async () => {
      await appended(held.store, 's', 'no-stream', [anEvent({ data: { list: [1] } })]);
      for (const mine of await all(held.store.readAll())) (mine.data as { list: number[] }).list.push(2);
      expect((await all(held.store.readStream('s')))[0]?.data).toEqual({ list: [1] });
    });
  });

  describe('the position at a time', () => {
    it('is the last one recorded by then', async () => {
      await fill(held.store, 2);
      await pause(5);
      const later = await appended(held.store, 'b', 'no-stream', events(3));
      await pause(5);
      const last = await appended(held.store, 'c', 'no-stream', [anEvent()]);
      expect(await held.store.positionAt(later[2]?.recordedAt ?? '')).toBe(later[2]?.position);
      expect(await held.store.positionAt(last[0]?.recordedAt ?? '')).toBe(last[0]?.position);
      expect(await held.store.positionAt('2999-01-01T00:00:00.000Z')).toBe(last[0]?.position);
      expect(await held.store.positionAt('1999-01-01T00:00:00.000Z')).toBeNull();
    });

    it('is found between two events, and by a time without milliseconds', async () => {
      const [first] = await fill(held.store, 1);
      await pause(10);
      await appended(held.store, 'b', 'no-stream', [anEvent()]);
      const between = new Date(Date.parse(first?.recordedAt ?? '') + 1).toISOString();
      expect(await held.store.positionAt(between)).toBe(first?.position);
      expect(await held.store.positionAt('1999-01-01T00:00:00Z')).toBeNull();
      expect(await held.store.positionAt('2999-01-01T00:00:00Z')).toBe(await held.store.head());
    });
  });
}
