import { all, anEvent, appended, chance, events, ids, settled, withStore, type EventStoreFactory } from './contract-fixture';
import { EventStoreError, type ExpectedRevision } from './event-store';

const WRITERS = Array.from({ length: 64 }, (_, index) => index);

export function writersContract(factory: EventStoreFactory): void {
  const held = withStore(factory);

  describe('64 writers', () => {
    it('write to 64 streams without a failure', async () => {
      await Promise.all(
        WRITERS.map(async (writer) => {
          for (let revision = 0; revision < 10; revision++) await appended(held.store, `s-${writer}`, revision === 0 ? 'no-stream' : revision - 1, [anEvent()]);
        }),
      );
      expect(await all(held.store.readAll())).toHaveLength(640);
    });

    it('write to one stream with exactly one winner in each round', async () => {
      for (let round = 0; round < 10; round++) {
        const expected: ExpectedRevision = round === 0 ? 'no-stream' : round - 1;
        const results = await Promise.all(WRITERS.map(() => settled(held.store, 's', expected, [anEvent()])));
        expect(results.filter(({ kind }) => kind === 'done')).toHaveLength(1);
        expect(results.filter((result) => result.kind === 'conflict' && result.actual === round)).toHaveLength(63);
      }
      expect(await all(held.store.readStream('s'))).toHaveLength(10);
    });

    it('write about one lane in the order in which they ask', async () => {
      const mine = WRITERS.map(() => anEvent());
      await Promise.all(mine.map((event, writer) => appended(held.store, `s-${writer}`, 'no-stream', [event])));
      expect(ids(await all(held.store.readAll()))).toEqual(ids(mine));
    });

    it('all get to write to one stream when each tries again', async () => {
      const mine = WRITERS.map(() => anEvent());
      await Promise.all(
        mine.map(async (event) => {
          let expected: ExpectedRevision = 'no-stream';
          for (;;) {
            const result = await settled(held.store, 's', expected, [event]);
            if (result.kind === 'done') return;
            expected = result.actual;
          }
        }),
      );
      const written = await all(held.store.readStream('s'));
      expect(ids(written).toSorted()).toEqual(ids(mine).toSorted());
      expect(written.map(({ revision }) => revision)).toEqual(WRITERS);
    });

    it('each succeed or fail alone: conflicts, repeats and refusals among them', async () => {
      const known = anEvent();
      await appended(held.store, 'known', 'no-stream', [known]);
      const results = await Promise.allSettled(
        WRITERS.map((writer) => {
          if (writer % 4 === 0) return held.store.append(`new-${writer}`, 'no-stream', events(2));
          if (writer % 4 === 1) return held.store.append('known', 7, [anEvent()]);
          if (writer % 4 === 2) return held.store.append('known', 0, [known]);
          return held.store.append('known', 0, [{ ...known, data: 'other' }]);
        }),
      );
      const outcomes = results.map((result) => {
        if (result.status === 'rejected') return result.reason instanceof EventStoreError ? result.reason.code : 'something else';
        return result.value.kind === 'done' ? `done, repeated: ${result.value.repeated}` : result.value.kind;
      });
      expect(outcomes).toEqual(WRITERS.map((writer) => ['done, repeated: false', 'conflict', 'done, repeated: true', 'EVENT_ID_REUSED'][writer % 4]));
      expect(await all(held.store.readAll())).toHaveLength(33);
    });

    it.each([1, 2, 3])('leave streams without holes and the store in order (seed %i)', async (seed) => {
      const next = chance(seed);
      const acknowledged: string[] = [];
      await Promise.all(
        WRITERS.map(async () => {
          for (let turn = 0; turn < 6; turn++) {
            const group = events(1 + Math.floor(next() * 3));
            const result = await settled(held.store, `s-${Math.floor(next() * 5)}`, next() < 0.2 ? 'no-stream' : Math.floor(next() * 20), group);
            if (result.kind === 'done') acknowledged.push(...ids(group));
          }
        }),
      );
      const stored = await all(held.store.readAll());
      expect(ids(stored).toSorted()).toEqual(acknowledged.toSorted());
      expect(stored.every((event, index) => index === 0 || event.position > (stored[index - 1]?.position ?? 0n))).toBe(true);
      for (const stream of new Set(stored.map((event) => event.stream))) {
        const own = stored.filter((event) => event.stream === stream);
        expect(own.map(({ revision }) => revision)).toEqual(own.map((_, index) => index));
      }
    });
  });
}
