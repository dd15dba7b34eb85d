import type { StoredEvent } from '@throughline/kernel';
import { all, anEvent, appended, chance, ids, reopened, withStore, type EventStoreFactory, type Held } from './contract-fixture';
import { withoutPlace } from './content';

/** What is the same in every store: all but the position. */
const unplaced = ({ position: _position, ...event }: StoredEvent): unknown => event;

/** The events of some other store, by chance: streams in turns, positions with gaps, times that stand still or go on. */
function history(count: number, seed: number): readonly StoredEvent[] {
  const next = chance(seed);
  const revisions = new Map<string, number>();
  let [position, time] = [BigInt(Math.floor(next() * 50)), Date.parse('2021-03-04T05:06:07.089Z')];
  return Array.from({ length: count }, () => {
    const stream = `s-${Math.floor(next() * 6)}`;
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    position += BigInt(1 + Math.floor(next() * 40));
    if (next() < 0.5) time += Math.floor(next() * 3 * 86_400_000);
    return { ...anEvent({ occurredAt: new Date(time - 5_000).toISOString() }), stream, revision, position, recordedAt: new Date(time).toISOString() };
  });
}

export function restoringContract(factory: EventStoreFactory, survives: boolean): void {
  const held = withStore(factory);

  describe('a history of another store', () => {
    it.each([1, 2, 3])('is there as it stood there: ids, streams, revisions and times (seed %i)', async (seed) => {
      const events = history(120, seed);
      const positions = [...(await held.store.restore(events.slice(0, 70))), ...(await held.store.restore(events.slice(70)))];
      const stored = await all(held.store.readAll());
      expect(stored.map(unplaced)).toEqual(events.map(unplaced));
      expect(stored.map(({ position }) => position)).toEqual(positions);
      expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => (a < b ? -1 : 1)));
      await expectReadable(held, stored);
    });

    it('keeps what its data says of places elsewhere, and is repeated without it', async () => {
      const [event] = history(1, 4) as [StoredEvent];
      await held.store.restore([{ ...event, places: { 7: '90' } }]);
      expect((await all(held.store.readAll())).map(({ places }) => places)).toEqual([{ 7: '90' }]);
      expect(await held.store.append(event.stream, 0, [withoutPlace(event)])).toMatchObject({ kind: 'done', repeated: true });
    });

    it('is gone on from: later events come behind it, in its streams too, and are not recorded before it', async () => {
      const events = history(20, 5).map((event) => ({ ...event, recordedAt: event.recordedAt.replace(/^\d{4}/, '2099') }));
      await held.store.restore(events);
      const last = events.at(-1) as StoredEvent;
      const [next] = await appended(held.store, last.stream, last.revision, [anEvent()]);
      const head = (await all(held.store.readAll({ backwards: true, limit: 2 }))).map(({ id, position }) => ({ id, position }));
      expect(head.map(({ id }) => id)).toEqual([next?.id, last.id]);
      expect(next?.recordedAt).toBe(last.recordedAt);
      expect(await held.store.head()).toBe(next?.position);
    });

    it('is followed like everything else', async () => {
      const events = history(60, 6);
      const stop = new AbortController();
      const following = (async () => {
        const came: StoredEvent[] = [];
        for await (const batch of held.store.subscribe(null, stop.signal)) {
          came.push(...batch);
          if (came.length >= events.length) stop.abort();
        }
        return came;
      })();
      await held.store.restore(events);
      expect((await following).map(unplaced)).toEqual(events.map(unplaced));
    });

    it('of no events is none', async () => {
      expect(await held.store.restore([])).toEqual([]);
      expect(await held.store.head()).toBeNull();
    });

    it.each<[string, (event: StoredEvent) => Partial<StoredEvent>]>([
      ['a revision left out', ({ revision }) => ({ revision: revision + 1 })],
      ['a revision twice', ({ revision }) => ({ revision: revision - 1 })],
      ['a stream that does not begin at its beginning', () => ({ stream: 'another', revision: 1 })],
      ['a time before the last one', () => ({ recordedAt: '1999-01-01T00:00:00.000Z' })],
      ['no time', () => ({ recordedAt: 'yesterday' })],
    ])('is refused with %s, and nothing of that event is written', async (_name, fault) => {
      const events = history(30, 7);
      const last = events.at(-1) as StoredEvent;
      await held.store.restore(events.slice(0, -1));
      await expect(held.store.restore([{ ...last, ...fault(last) }])).rejects.toMatchObject({ code: 'HISTORY_BROKEN' });
      expect(ids(await all(held.store.readAll()))).toEqual(ids(events.slice(0, -1)));
      await held.store.restore([last]);
      expect(ids(await all(held.store.readAll()))).toEqual(ids(events));
    });

    it('is refused by a closed store', async () => {
      await held.store.close();
      await expect(held.store.restore(history(1, 8))).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    });

    if (survives)
      it('is there with its times when the store is opened again', async () => {
        const events = history(50, 9);
        await held.store.restore(events);
        const before = await all(held.store.readAll());
        const again = await reopened(held);
        expect(await all(again.readAll())).toEqual(before);
        expect(before.map(unplaced)).toEqual(events.map(unplaced));
        await again.restore(history(60, 9).slice(50).map((event) => ({ ...event, stream: `later-${event.stream}`, revision: 0, recordedAt: '2098-01-01T00:00:00.000Z' })).slice(0, 1));
        expect((await all(again.readAll())).at(-1)?.recordedAt).toBe('2098-01-01T00:00:00.000Z');
      });
  });
}

/** Stream by stream, by any position and by any time. */
async function expectReadable({ store }: Held, stored: readonly StoredEvent[]): Promise<void> {
  for (const stream of new Set(stored.map((event) => event.stream))) expect(await all(store.readStream(stream))).toEqual(stored.filter((event) => event.stream === stream));
  for (const [index, { position, recordedAt }] of stored.entries()) {
    if (index % 9 > 0) continue;
    expect(ids(await all(store.readAll({ after: position, limit: 3 })))).toEqual(ids(stored.slice(index + 1, index + 4)));
    expect(ids(await all(store.readAll({ before: position, backwards: true, limit: 3 })))).toEqual(ids(stored.slice(Math.max(0, index - 3), index)).toReversed());
    expect(await store.positionAt(recordedAt)).toBe(stored.findLast((event) => event.recordedAt <= recordedAt)?.position);
  }
  expect(await store.positionAt('2020-01-01T00:00:00.000Z')).toBeNull();
}
