import { withoutPlace } from './content';
import { all, anEvent, appended, events, fill, ids, revisions, withStore, type EventStoreFactory } from './contract-fixture';
import type { ExpectedRevision } from './event-store';

export function appendingContract(factory: EventStoreFactory): void {
  const held = withStore(factory);

  describe('expected revisions', () => {
    it.each<[string, number, ExpectedRevision, ExpectedRevision | 'done']>([
      ['no stream, and there is none', 0, 'no-stream', 'done'],
      ['no stream, but there is one', 1, 'no-stream', 0],
      ['no stream, but there is a long one', 7, 'no-stream', 6],
      ['exactly the first event', 1, 0, 'done'],
      ['exactly the last event', 7, 6, 'done'],
      ['the first event, but there is no stream', 0, 0, 'no-stream'],
      ['a later event, but there is no stream', 0, 5, 'no-stream'],
      ['one behind', 7, 5, 6],
      ['far behind', 7, 0, 6],
      ['one ahead', 7, 7, 6],
      ['far ahead', 7, 1_000_000, 6],
    ])('%s', async (_name, there, expected, outcome) => {
      if (there > 0) await appended(held.store, 's', 'no-stream', events(there));
      const result = await held.store.append('s', expected, [anEvent()]);
      if (outcome === 'done') expect(result).toMatchObject({ kind: 'done', repeated: false, events: [{ revision: there }] });
      else expect(result).toEqual({ kind: 'conflict', actual: outcome });
      expect(await all(held.store.readStream('s'))).toHaveLength(outcome === 'done' ? there + 1 : there);
    });

    it('reports where the stream is now, not where it was when the writer last looked', async () => {
      await fill(held.store, 3, 5);
      expect(await held.store.append('a', 0, [anEvent()])).toEqual({ kind: 'conflict', actual: 2 });
      await appended(held.store, 'a', 2, events(2));
      expect(await held.store.append('a', 2, [anEvent()])).toEqual({ kind: 'conflict', actual: 4 });
    });

    it('goes on by the reported revision', async () => {
      await fill(held.store, 3);
      const conflict = await held.store.append('a', 'no-stream', [anEvent()]);
      const actual = conflict.kind === 'conflict' ? conflict.actual : 'no-stream';
      expect(revisions(await appended(held.store, 'a', actual, [anEvent()]))).toEqual([3]);
    });

    it('does not make a stream by a conflict', async () => {
      await held.store.append('s', 4, [anEvent()]);
      expect(await all(held.store.readStream('s'))).toEqual([]);
      expect(revisions(await appended(held.store, 's', 'no-stream', [anEvent()]))).toEqual([0]);
    });
  });

  describe('groups', () => {
    it('writes all of a group, side by side, at one time', async () => {
      await fill(held.store, 2, 2);
      const group = events(5);
      const placed = await appended(held.store, 'a', 1, group);
      expect(ids(placed)).toEqual(ids(group));
      expect(revisions(placed)).toEqual([2, 3, 4, 5, 6]);
      expect(new Set(placed.map(({ recordedAt }) => recordedAt)).size).toBe(1);
      expect((await all(held.store.readAll())).slice(-5).map(withoutPlace)).toEqual(group);
    });

    it('writes nothing of a group that conflicts', async () => {
      await fill(held.store, 2);
      await held.store.append('a', 0, events(5));
      expect(await all(held.store.readAll())).toHaveLength(2);
    });

    it('writes nothing of a group with one event that is too large', async () => {
      const group = [anEvent(), anEvent({ data: 'x'.repeat(300_000) }), anEvent()];
      await expect(held.store.append('s', 'no-stream', group)).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
      expect(await all(held.store.readAll())).toEqual([]);
    });

    it('takes a group of a thousand and two', async () => {
      const group = events(1_002);
      expect(revisions(await appended(held.store, 's', 'no-stream', group)).at(-1)).toBe(1_001);
      expect(ids(await all(held.store.readStream('s')))).toEqual(ids(group));
    });
  });

  describe('what an append answers', () => {
    it('is what is read later', async () => {
      const placed = await fill(held.store, 3, 2, 1);
      const read = (await all(held.store.readAll())).map(({ id, revision, position, recordedAt }) => ({ id, revision, position, recordedAt }));
      expect(read).toEqual(placed);
    });

    it('gives positions that grow, as bigint', async () => {
      const positions = (await fill(held.store, 4, 3)).map(({ position }) => position);
      expect(positions.every((position) => typeof position === 'bigint')).toBe(true);
      expect(positions).toEqual(positions.toSorted((a, b) => (a < b ? -1 : 1)));
      expect(new Set(positions).size).toBe(7);
    });

    it('gives times in UTC with milliseconds that never fall', async () => {
      const times = (await fill(held.store, 4, 3)).map(({ recordedAt }) => recordedAt);
      expect(times.filter((time) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time))).toEqual([]);
      expect(times).toEqual(times.toSorted());
    });

    it('does not depend on what the caller does to the event afterwards', async () => {
      const data = { changed: false };
      const appending = held.store.append('s', 'no-stream', [anEvent({ data })]);
      data.changed = true;
      await appending;
      expect((await all(held.store.readStream('s')))[0]?.data).toEqual({ changed: false });
    });
  });

  describe('the store itself', () => {
    it('has an id that is not another store’s', async () => {
      const other = await factory();
      expect(held.store.storeId).toMatch(/^[\w-]{8,}$/);
      expect(other.store.storeId).not.toBe(held.store.storeId);
      await other.store.close();
      await other.dispose?.();
    });

    it('is empty at first', async () => {
      expect(await held.store.head()).toBeNull();
      expect(await all(held.store.readAll())).toEqual([]);
      expect(await all(held.store.readAll({ backwards: true }))).toEqual([]);
      expect(await held.store.positionAt('2999-01-01T00:00:00.000Z')).toBeNull();
    });

    it('knows its head', async () => {
      const placed = await fill(held.store, 3, 2);
      expect(await held.store.head()).toBe(placed.at(-1)?.position);
    });

    it('refuses everything once it is closed, and may be closed twice', async () => {
      await fill(held.store, 2);
      await held.store.close();
      await held.store.close();
      const closed = { code: 'STORE_CLOSED' };
      await expect(held.store.append('a', 1, [anEvent()])).rejects.toMatchObject(closed);
      await expect(all(held.store.readStream('a'))).rejects.toMatchObject(closed);
      await expect(all(held.store.readAll())).rejects.toMatchObject(closed);
      await expect(held.store.head()).rejects.toMatchObject(closed);
      await expect(held.store.positionAt('2999-01-01T00:00:00.000Z')).rejects.toMatchObject(closed);
    });

    it('writes what it was given before it was closed', async () => {
      const appends = ['x', 'y', 'z'].map((stream) => held.store.append(stream, 'no-stream', [anEvent()]));
      await held.store.close();
      expect((await Promise.all(appends)).map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    });
  });
}
