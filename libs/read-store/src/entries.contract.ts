import type { JsonObject } from '@throughline/kernel';
import { batch, entry, entryShelf, keysOf, positionsOf, scanned, withShelf, type ReadStoreFactory } from './contract-fixture';
import type { EntryQuery, Shelf, StoredEntry } from './read-store';

export function entriesContract(factory: ReadStoreFactory): void {
  describe('reading entries', () => {
    const held = withShelf(factory, entryShelf);
    const write = (...entries: readonly StoredEntry[]) => held.shelf.write(batch({ entries }));
    const read = async (query: Partial<EntryQuery>) => positionsOf(await held.shelf.entries({ keys: ['anna', 'ben', 'carl'], limit: 50, ...query }));

    it('gives the newest first, merged over all keys', async () => {
      await write(entry('anna', 1), entry('ben', 2), entry('anna', 3), entry('carl', 4), entry('dora', 5));
      expect(await read({})).toEqual([4n, 3n, 2n, 1n]);
      expect(await read({ keys: ['anna'] })).toEqual([3n, 1n]);
      expect(await read({ keys: [] })).toEqual([]);
      expect(await read({ keys: ['nobody'] })).toEqual([]);
    });

    it('gives the oldest first when asked', async () => {
      await write(entry('anna', 1), entry('ben', 2), entry('anna', 3));
      expect(await read({ oldestFirst: true })).toEqual([1n, 2n, 3n]);
    });

    it('gives back what was written', async () => {
      const written = entry('anna', 1, { lane: 'lane', id: 'id', body: { type: 'x', data: { words: ['ä'] } } });
      await write(written);
      expect(await held.shelf.entries({ keys: ['anna'], limit: 1 })).toEqual([written]);
    });

    it('orders equal times by position, also beyond 2^53', async () => {
      const time = 5;
      const places = [9n, 10n, 9_007_199_254_740_992n, 9_007_199_254_740_993n, 9_223_372_036_854_775_806n];
      await write(...places.toReversed().map((place, n) => entry(n % 2 ? 'anna' : 'ben', place, { time })));
      expect(await read({ oldestFirst: true })).toEqual(places);
      expect(await read({ after: { time, position: 9_007_199_254_740_993n } })).toEqual([9_007_199_254_740_992n, 10n, 9n]);
    });

    it('orders by time before position: late events stand where they belong', async () => {
      await write(entry('anna', 1, { time: 300 }), entry('anna', 2, { time: 100 }), entry('ben', 3, { time: 200 }), entry('ben', 4, { time: -5 }));
      expect(await read({})).toEqual([1n, 3n, 2n, 4n]);
    });

    it('continues after a cursor, in both directions', async () => {
      await write(...[1, 2, 3, 4, 5, 6].map((n) => entry(n % 2 ? 'anna' : 'ben', n, { time: Math.ceil(n / 2) })));
      expect(await read({ after: { time: 2, position: 4n } })).toEqual([3n, 2n, 1n]);
      expect(await read({ after: { time: 2, position: 4n }, oldestFirst: true })).toEqual([5n, 6n]);
      expect(await read({ after: { time: 2, position: 99n }, limit: 1 })).toEqual([4n]);
      expect(await read({ after: { time: 0, position: 0n } })).toEqual([]);
    });

    it('shows the past as of a time, that time included', async () => {
      await write(entry('anna', 1, { time: 10 }), entry('ben', 2, { time: 20 }), entry('anna', 3, { time: 20 }), entry('ben', 4, { time: 21 }));
      expect(await read({ untilTime: 20 })).toEqual([3n, 2n, 1n]);
      expect(await read({ untilTime: 20, oldestFirst: true })).toEqual([1n, 2n, 3n]);
      expect(await read({ untilTime: 20, after: { time: 30, position: 0n } })).toEqual([3n, 2n, 1n]);
      expect(await read({ untilTime: 20, after: { time: 20, position: 3n } })).toEqual([2n, 1n]);
      expect(await read({ untilTime: 9 })).toEqual([]);
    });

    it('shows what was known at a position, that position included', async () => {
      await write(entry('anna', 1, { time: 10 }), entry('ben', 2, { time: 5 }), entry('anna', 3, { time: 1 }));
      expect(await read({ untilPosition: 2n })).toEqual([1n, 2n]);
      expect(await read({ untilPosition: 2n, oldestFirst: true })).toEqual([2n, 1n]);
      expect(await read({ untilPosition: 0n })).toEqual([]);
      expect(await read({ untilPosition: 2n, untilTime: 9 })).toEqual([2n]);
    });

    it('shows what is new since a position, that position excluded, however long ago it took place', async () => {
      await write(entry('anna', 1, { time: 10 }), entry('ben', 2, { time: 5 }), entry('anna', 3, { time: 1 }), entry('carl', 4, { time: 20 }));
      expect(await read({ abovePosition: 1n })).toEqual([4n, 2n, 3n]);
      expect(await read({ abovePosition: 1n, oldestFirst: true })).toEqual([3n, 2n, 4n]);
      expect(await read({ abovePosition: 1n, untilPosition: 3n, after: { time: 5, position: 2n } })).toEqual([3n]);
      expect(await read({ abovePosition: 2n, keys: ['anna'] })).toEqual([3n]);
      expect(await read({ abovePosition: 4n })).toEqual([]);
    });

    it('filters while it reads, by an index or without', async () => {
      const bodies: readonly JsonObject[] = [{ type: 'won', words: 'Über uns' }, { type: 'lost' }, { type: 'won', note: { by: 'staff' } }, { words: 'ÜBERGABE' }];
      await write(...bodies.map((body, n) => entry(n % 2 ? 'anna' : 'ben', n, { body })));
      expect(await read({ where: { type: 'won' } })).toEqual([2n, 0n]);
      expect(await read({ where: { words: { contains: 'über' } } })).toEqual([3n, 0n]);
      expect(await read({ where: { 'note.by': 'staff' } })).toEqual([2n]);
      expect(await read({ where: { type: { in: ['lost', null] } }, oldestFirst: true })).toEqual([1n, 3n]);
      expect(await read({ where: { type: 'won' }, limit: 1, after: { time: 2000, position: 2n } })).toEqual([0n]);
    });

    it('fills the page though almost nothing passes the filter', async () => {
      await write(...Array.from({ length: 600 }, (_, n) => entry(n % 3 ? 'anna' : 'ben', n, { body: { type: n % 50 ? 'noise' : 'rare' } })));
      expect(await read({ where: { type: 'rare' }, limit: 12 })).toHaveLength(12);
      expect(await read({ where: { type: 'rare' }, limit: 5, oldestFirst: true })).toEqual([0n, 50n, 100n, 150n, 200n]);
    });

    it('shows an event that stands under several keys once, as the first key asked has it', async () => {
      await write(entry('anna', 1), entry('ben', 1), entry('carl', 1), entry('ben', 2), entry('anna', 3), entry('carl', 3));
      expect(await read({})).toEqual([3n, 2n, 1n]);
      expect(await read({ limit: 2 })).toEqual([3n, 2n]);
      expect(await read({ after: { time: 3000, position: 3n } })).toEqual([2n, 1n]);
      expect(keysOf(await held.shelf.entries({ keys: ['carl', 'ben', 'anna'], limit: 9 }))).toEqual(['carl', 'ben', 'carl']);
    });

    it('takes a key named twice as one', async () => {
      await write(entry('anna', 1), entry('anna', 2));
      expect(await read({ keys: ['anna', 'anna'] })).toEqual([2n, 1n]);
    });

    it('keeps to the limit, and to none at all', async () => {
      await write(...[1, 2, 3].map((n) => entry('anna', n)));
      expect(await read({ limit: 2 })).toEqual([3n, 2n]);
      expect(await read({ limit: 1, oldestFirst: true })).toEqual([1n]);
      expect(await read({ limit: 0 })).toEqual([]);
    });

    it('merges 2,000 keys', async () => {
      const keys = Array.from({ length: 2000 }, (_, n) => `node-${n}`);
      await write(...Array.from({ length: 6000 }, (_, n) => entry(`node-${(n * 7919) % 2000}`, n)), ...[5990, 5995].map((n) => entry('node-0', n)));
      expect(await read({ keys })).toEqual(Array.from({ length: 50 }, (_, n) => BigInt(5999 - n)));
      expect(await read({ keys, oldestFirst: true, after: { time: 99_000, position: 99n }, limit: 3 })).toEqual([100n, 101n, 102n]);
    });

    it('merges keys of very different lengths', async () => {
      await write(...Array.from({ length: 500 }, (_, n) => entry(n < 300 ? 'anna' : n % 100 ? 'ben' : 'carl', n)));
      expect(await read({ limit: 500 })).toEqual(Array.from({ length: 500 }, (_, n) => BigInt(499 - n)));
    });

    it('pages over any merge without skipping or repeating', async () => {
      const fc = await import('fast-check');
      let generation = 10;
      const place = fc.record({ key: fc.constantFrom('anna', 'ben', 'carl', 'dora'), place: fc.integer({ min: 0, max: 60 }) });
      const query = fc.record({ oldestFirst: fc.boolean(), limit: fc.integer({ min: 1, max: 6 }), until: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }) });
      await fc.assert(
        fc.asyncProperty(fc.array(place, { maxLength: 80 }), query, async (places, { until, ...rest }) => {
          generation += 1;
          const shelf = await held.store.open({ ...entryShelf, generation });
          await shelf.write(batch({ entries: places.map((one) => entry(one.key, one.place, { time: one.place % 7 })) }));
          const pages = await paged(shelf, { keys: ['anna', 'ben', 'carl'], ...rest, ...(until === undefined ? {} : { untilPosition: BigInt(until) }) });
          const expected = [...new Set(places.filter(({ key, place: at }) => key !== 'dora' && at <= (until ?? 60)).map((one) => one.place))];
          const sign = rest.oldestFirst ? 1 : -1;
          expect(pages.map(Number)).toEqual(expected.toSorted((a, b) => sign * ((a % 7) - (b % 7) || a - b)));
        }),
        { numRuns: 80 },
      );
    });
  });

  describe('scanning', () => {
    const held = withShelf(factory, entryShelf);

    it('gives everything, ordered by lane, key, time and position', async () => {
      const entries = Array.from({ length: 2500 }, (_, n) => entry(`key-${n % 3}`, n, { lane: `lane-${(n * 7919) % 13}`, time: n % 5 }));
      await held.shelf.write(batch({ entries }));
      expect(await scanned(held.shelf)).toEqual(entries.toSorted((a, b) => (scanOrder(a) < scanOrder(b) ? -1 : 1)));
    });

    it('can be left early and taken twice at once, while a writer goes on', async () => {
      await held.shelf.write(batch({ entries: Array.from({ length: 30 }, (_, n) => entry('anna', n)) }));
      for await (const first of held.shelf.scan()) {
        expect(first.position).toBe(0n);
        break;
      }
      const seen: bigint[] = [];
      for await (const { position } of held.shelf.scan()) {
        seen.push(position);
        if (seen.length === 5) await held.shelf.write(batch({ entries: [entry('aaron', 1000)] }));
        if (seen.length === 6) expect(await scanned(held.shelf)).toHaveLength(31);
      }
      expect(seen).toHaveLength(30);
    });
  });
}

function scanOrder({ lane, key, time, position }: StoredEntry): string {
  return `${lane} ${key} ${time} ${String(position).padStart(6, '0')}`;
}

async function paged(shelf: Shelf, query: EntryQuery): Promise<readonly bigint[]> {
  const all: StoredEntry[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await shelf.entries({ ...query, ...(last ? { after: { time: last.time, position: last.position } } : {}) });
    if (page.length === 0) return positionsOf(all);
    all.push(...page);
    if (all.length > 1000) throw new Error('the pages never end');
  }
}
