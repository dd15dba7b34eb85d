import { batch, checkpoint, document, documentShelf, entry, entryShelf, keysOf, parkedEvent, positionsOf, scanned, storeDocuments, withShelf, withStore, type ReadStoreFactory } from './contract-fixture';

export function shelvesContract(factory: ReadStoreFactory, transactions: boolean): void {
  describe('parking', () => {
    const held = withShelf(factory, documentShelf);
    const parked = async (query: { lane?: string; nodes?: readonly string[]; afterPosition?: bigint; limit?: number }) => positionsOf(await held.shelf.parked({ limit: 50, ...query }));

    beforeEach(() =>
      held.shelf.write(
        batch({
          park: [
            parkedEvent(30n, { lane: 'lane-b', nodes: ['node-b', 'node-a'] }),
            parkedEvent(10n),
            parkedEvent(9_007_199_254_740_993n, { nodes: [], failed: false }),
            parkedEvent(20n, { nodes: ['node-c'], failed: false }),
          ],
          checkpoint: checkpoint(),
        }),
      ),
    );

    it('keeps what was said of an event', async () => {
      expect(await held.shelf.parked({ limit: 1 })).toEqual([parkedEvent(10n)]);
      expect(await held.shelf.parked({ afterPosition: 30n, limit: 9 })).toEqual([parkedEvent(9_007_199_254_740_993n, { nodes: [], failed: false })]);
    });

    it('is asked by lane, by any of some nodes, and after a position', async () => {
      expect(await parked({})).toEqual([10n, 20n, 30n, 9_007_199_254_740_993n]);
      expect(await parked({ lane: 'lane-a' })).toEqual([10n, 20n, 9_007_199_254_740_993n]);
      expect(await parked({ nodes: ['node-a', 'node-b'] })).toEqual([10n, 30n]);
      expect(await parked({ nodes: ['node-a'], lane: 'lane-b' })).toEqual([30n]);
      expect(await parked({ nodes: [] })).toEqual([]);
      expect(await parked({ nodes: ['node'] })).toEqual([]);
      expect(await parked({ afterPosition: 20n, limit: 1 })).toEqual([30n]);
    });

    it('is counted', async () => {
      expect(await held.shelf.parkedCount()).toBe(4);
    });

    it('ends with the batch that unparks, and harmlessly twice', async () => {
      await held.shelf.write(batch({ unpark: [10n, 30n, 77n], documents: [document('a')] }));
      await held.shelf.write(batch({ unpark: [10n] }));
      expect(await parked({})).toEqual([20n, 9_007_199_254_740_993n]);
      expect(await parked({ nodes: ['node-a'] })).toEqual([]);
      expect(await held.shelf.parkedCount()).toBe(2);
    });

    it('again replaces what was said, also in the batch that unparks', async () => {
      const again = parkedEvent(20n, { nodes: ['node-d'], reason: 'STILL_UNKNOWN' });
      await held.shelf.write(batch({ unpark: [20n], park: [again] }));
      expect(await held.shelf.parked({ nodes: ['node-c', 'node-d'], limit: 9 })).toEqual([again]);
      await held.shelf.write(batch({ park: [parkedEvent(20n, { nodes: ['node-e'] })] }));
      expect([await parked({ nodes: ['node-d'] }), await parked({ nodes: ['node-e'] }), await held.shelf.parkedCount()]).toEqual([[], [20n], 4]);
    });

    it('is undone by a conflict of its batch', async () => {
      const { conflicts } = await held.shelf.write(batch({ unpark: [10n], park: [parkedEvent(40n)], documents: [document('a', {}, { expected: 3n })] }));
      expect(conflicts).toEqual(['a']);
      expect(await parked({})).toEqual([10n, 20n, 30n, 9_007_199_254_740_993n]);
    });
  });

  describe('a conflict', () => {
    const held = withShelf(factory, documentShelf);

    it(transactions ? 'leaves nothing of the batch, not even the documents that fit' : 'leaves of the batch the documents that fit, and nothing else', async () => {
      await held.shelf.write(batch({ documents: [document('a', { n: 1 })] }));
      const documents = [document('b'), document('a', { n: 2 }), document('c')];
      expect(await held.shelf.write(batch({ documents, park: [parkedEvent(1n)], checkpoint: checkpoint() }))).toEqual({ conflicts: ['a'] });
      expect((await held.shelf.documents(['a'])).get('a')).toEqual({ key: 'a', lane: 'lane-of-a', position: 1n, body: { n: 1 } });
      expect(keysOf(await held.shelf.find({ limit: 9 }))).toEqual(transactions ? ['a'] : ['a', 'b', 'c']);
      expect([await held.shelf.checkpoints(), await held.shelf.parkedCount()]).toEqual([[], 0]);
    });
  });

  describe('writers at the same time', () => {
    const held = withShelf(factory, documentShelf);

    it('on one document: one wins, the others conflict', async () => {
      const outcomes = await Promise.all(Array.from({ length: 8 }, (_, n) => held.shelf.write(batch({ documents: [document('a', { n })] }))));
      expect(outcomes.filter(({ conflicts }) => conflicts.length === 0)).toHaveLength(1);
    });

    it('on one shelf never lose each other’s documents', async () => {
      const written = Array.from({ length: 8 }, (_, n) => Array.from({ length: 200 }, (_unused, m) => document(`${n}-${m}`)));
      await Promise.all(written.map((documents, partition) => held.shelf.write(batch({ documents, checkpoint: checkpoint({ partition }) }))));
      expect([await held.shelf.count({}), (await held.shelf.checkpoints()).length]).toEqual([1600, 8]);
    });
  });

  describe('generations', () => {
    const held = withStore(factory);
    const first = { version: 1, generation: 1 };
    const second = { version: 1, generation: 2 };

    it('open twice as one shelf', async () => {
      const shelf = await held.store.open(documentShelf);
      await storeDocuments(shelf, { a: { n: 1 } });
      const again = await held.store.open(documentShelf);
      expect([again.definition, await again.count({})]).toEqual([documentShelf, 1]);
    });

    it('open twice at the same moment', async () => {
      const [one, two] = await Promise.all([held.store.open(documentShelf), held.store.open(documentShelf)]);
      await storeDocuments(one, { a: {} });
      expect(await two.count({})).toBe(1);
    });

    it('open with another index, which finds what was there before', async () => {
      await storeDocuments(await held.store.open(documentShelf), { a: { extra: 'x' }, b: {} });
      const shelf = await held.store.open({ ...documentShelf, indexes: [...documentShelf.indexes, 'extra'] });
      expect(await shelf.find({ where: { extra: 'x' }, orderBy: { path: 'extra' }, limit: 9 })).toHaveLength(1);
    });

    it('refuse to be opened as the other kind', async () => {
      await held.store.open(documentShelf);
      await expect(held.store.open({ ...documentShelf, kind: 'entry' })).rejects.toMatchObject({ code: 'READ_STORE_FAILED' });
    });

    it('know nothing of each other', async () => {
      const one = await held.store.open(documentShelf);
      const two = await held.store.open({ ...documentShelf, ...second });
      const other = await held.store.open({ ...documentShelf, view: 'pipeline' });
      await one.write(batch({ documents: [document('a')], park: [parkedEvent(1n)], checkpoint: checkpoint() }));
      for (const shelf of [two, other]) expect([await shelf.count({}), await shelf.checkpoints(), await shelf.parkedCount()]).toEqual([0, [], 0]);
    });

    it('are listed per view, oldest first', async () => {
      for (const generation of [10, 2]) await held.store.open({ ...documentShelf, generation });
      await held.store.open({ ...documentShelf, version: 2 });
      await held.store.open(entryShelf);
      expect(await held.store.generations('tickets')).toEqual([{ version: 1, generation: 2 }, { version: 1, generation: 10 }, { version: 2, generation: 1 }]);
      expect(await held.store.generations('nobody')).toEqual([]);
    });

    it('are all listed, as they were opened', async () => {
      expect(await held.store.shelves()).toEqual([]);
      for (const one of [entryShelf, { ...documentShelf, ...second }, documentShelf]) await held.store.open(one);
      expect(await held.store.shelves()).toEqual([documentShelf, { ...documentShelf, ...second }, entryShelf]);
      await held.store.drop('tickets', first);
      expect(await held.store.shelves()).toEqual([{ ...documentShelf, ...second }, entryShelf]);
    });

    it('are seen one at a time, and the pointer flips', async () => {
      for (const one of [first, second]) await held.store.open({ ...documentShelf, ...one });
      expect(await held.store.activeGeneration('tickets')).toBeNull();
      await held.store.activate('tickets', first);
      expect(await held.store.activeGeneration('tickets')).toEqual(first);
      await held.store.activate('tickets', second);
      expect([await held.store.activeGeneration('tickets'), await held.store.activeGeneration('timeline')]).toEqual([second, null]);
    });

    it('are never pointed to before they exist', async () => {
      await expect(held.store.activate('tickets', first)).rejects.toMatchObject({ code: 'READ_STORE_FAILED' });
    });

    it('are dropped with all they hold, and can begin anew', async () => {
      const shelf = await held.store.open(documentShelf);
      await shelf.write(batch({ documents: [document('a')], park: [parkedEvent(1n)], checkpoint: checkpoint() }));
      await held.store.drop('tickets', first);
      expect(await held.store.generations('tickets')).toEqual([]);
      const again = await held.store.open(documentShelf);
      expect([await again.count({}), await again.checkpoints(), await again.parkedCount()]).toEqual([0, [], 0]);
    });

    it('are dropped harmlessly when they are not there', async () => {
      await held.store.drop('tickets', first);
      await held.store.open(documentShelf);
      await held.store.drop('tickets', second);
      expect(await held.store.generations('tickets')).toEqual([first]);
    });

    it('take the pointer with them only if it was theirs', async () => {
      for (const one of [first, second]) await held.store.open({ ...documentShelf, ...one });
      await held.store.activate('tickets', second);
      await held.store.drop('tickets', first);
      expect(await held.store.activeGeneration('tickets')).toEqual(second);
      await held.store.drop('tickets', second);
      expect(await held.store.activeGeneration('tickets')).toBeNull();
    });

    it('refuse whoever still holds one that was dropped', async () => {
      const shelf = await held.store.open(entryShelf);
      await held.store.drop('timeline', first);
      await held.store.open(entryShelf);
      await expect(shelf.write(batch({ entries: [entry('a', 1)] }))).rejects.toMatchObject({ code: 'READ_STORE_FAILED' });
      await expect(shelf.entries({ keys: ['a'], limit: 1 })).rejects.toMatchObject({ code: 'READ_STORE_FAILED' });
    });
  });

  describe('closed', () => {
    const held = withShelf(factory, documentShelf);

    it('refuses everything with a code, and closes twice', async () => {
      await held.store.close();
      await held.store.close();
      const closed = { code: 'READ_STORE_CLOSED' };
      const { store, shelf } = held;
      await expect(store.open(documentShelf)).rejects.toMatchObject(closed);
      await expect(store.activeGeneration('tickets')).rejects.toMatchObject(closed);
      await expect(store.shelves()).rejects.toMatchObject(closed);
      await expect(store.drop('tickets', { version: 1, generation: 1 })).rejects.toMatchObject(closed);
      await expect(shelf.write(batch({ checkpoint: checkpoint() }))).rejects.toMatchObject(closed);
      await expect(shelf.documents(['a'])).rejects.toMatchObject(closed);
      await expect(shelf.find({ limit: 1 })).rejects.toMatchObject(closed);
      await expect(shelf.checkpoint(0)).rejects.toMatchObject(closed);
      await expect(shelf.parkedCount()).rejects.toMatchObject(closed);
      await expect(scanned(shelf)).rejects.toMatchObject(closed);
    });
  });
}
