import { batch, checkpoint, document, documentShelf, entry, entryShelf, scanned, withShelf, type ReadStoreFactory } from './contract-fixture';
import type { Shelf } from './read-store';

export function writingContract(factory: ReadStoreFactory, transactions: boolean): void {
  describe('writing', () => {
    const held = withShelf(factory, documentShelf);

    it('keeps a checkpoint per partition', async () => {
      await held.shelf.write(batch({ checkpoint: checkpoint({ partition: 0, position: 7n }) }));
      await held.shelf.write(batch({ checkpoint: checkpoint({ partition: 3, position: 9n }) }));
      expect(await held.shelf.checkpoint(0)).toEqual(checkpoint({ partition: 0, position: 7n }));
      expect(await held.shelf.checkpoint(3)).toEqual(checkpoint({ partition: 3, position: 9n }));
      expect(await held.shelf.checkpoint(1)).toBeNull();
      expect((await held.shelf.checkpoints()).map(({ partition }) => partition)).toEqual([0, 3]);
    });

    it('replaces a checkpoint, and leaves it alone when a batch has none', async () => {
      await held.shelf.write(batch({ checkpoint: checkpoint({ offset: 1n }) }));
      await held.shelf.write(batch({ checkpoint: checkpoint({ offset: 2n }) }));
      await held.shelf.write(batch({ documents: [document('a')] }));
      expect(await held.shelf.checkpoints()).toEqual([checkpoint({ offset: 2n })]);
    });

    it('keeps 64-bit offsets and positions exactly', async () => {
      const large = checkpoint({ offset: 9_007_199_254_740_993n, position: 9_223_372_036_854_775_806n });
      await held.shelf.write(batch({ checkpoint: large, documents: [document('a', {}, { position: 9_007_199_254_740_993n })] }));
      expect(await held.shelf.checkpoint(0)).toEqual(large);
      expect((await held.shelf.documents(['a'])).get('a')?.position).toBe(9_007_199_254_740_993n);
    });

    it('gives back documents and their checkpoint together', async () => {
      await held.shelf.write(batch({ documents: [document('a', { status: 'open' }), document('b')], checkpoint: checkpoint() }));
      const { expected: _read, ...stored } = document('a', { status: 'open' });
      expect((await held.shelf.documents(['a', 'nobody'])).size).toBe(1);
      expect((await held.shelf.documents(['a'])).get('a')).toEqual(stored);
      expect(await held.shelf.checkpoint(0)).toEqual(checkpoint());
    });

    it('replaces a document whose position is the one that was read', async () => {
      await held.shelf.write(batch({ documents: [document('a', { n: 1 })] }));
      const next = document('a', { n: 2 }, { expected: 1n, position: 5n });
      expect(await held.shelf.write(batch({ documents: [next] }))).toEqual({ conflicts: [] });
      expect((await held.shelf.documents(['a'])).get('a')).toMatchObject({ position: 5n, body: { n: 2 } });
    });

    it('takes an empty batch', async () => {
      expect(await held.shelf.write(batch({}))).toEqual({ conflicts: [] });
    });

    it('reads thousands of documents in one call', async () => {
      const documents = Array.from({ length: 3000 }, (_, n) => document(`key-${n}`, { n }));
      await held.shelf.write(batch({ documents }));
      const found = await held.shelf.documents(documents.map(({ key }) => key));
      expect(found.size).toBe(3000);
      expect(found.get('key-2999')?.body).toEqual({ n: 2999 });
    });

    it('gives nobody an object through which the shelf could be changed', async () => {
      const body = { tags: ['a'] };
      await held.shelf.write(batch({ documents: [document('a', body)] }));
      body.tags.push('b');
      const read = (await held.shelf.documents(['a'])).get('a')?.body as { tags: string[] };
      expect(read).toEqual({ tags: ['a'] });
      read.tags.push('c');
      expect((await held.shelf.documents(['a'])).get('a')?.body).toEqual({ tags: ['a'] });
    });
  });

  describe('a conflict', () => {
    const held = withShelf(factory, documentShelf);

    beforeEach(() => held.shelf.write(batch({ documents: [document('there', { n: 1 }, { position: 5n })], checkpoint: checkpoint({ position: 5n }) })));

    it.each([
      ['the position differs', document('there', { n: 2 }, { expected: 4n, position: 9n })],
      ['none was expected and there is one', document('there', { n: 2 }, { expected: null, position: 9n })],
      ['one was expected and there is none', document('missing', { n: 2 }, { expected: 3n, position: 9n })],
    ])('is named when %s, and leaves document and checkpoint as they were', async (_when, write) => {
      expect(await held.shelf.write(batch({ documents: [write], checkpoint: checkpoint({ position: 9n }) }))).toEqual({ conflicts: [write.key] });
      expect([...(await held.shelf.documents(['there', 'missing'])).values()]).toEqual([{ key: 'there', lane: 'lane-of-there', position: 5n, body: { n: 1 } }]);
      expect(await held.shelf.checkpoint(0)).toEqual(checkpoint({ position: 5n }));
    });

    it('names all that conflict, in the order of the batch', async () => {
      const documents = [document('z', {}, { expected: 1n }), document('new'), document('there'), document('b', {}, { expected: 1n })];
      expect(await held.shelf.write(batch({ documents }))).toEqual({ conflicts: ['z', 'there', 'b'] });
    });

    it('is gone when the position is read again', async () => {
      expect((await held.shelf.write(batch({ documents: [document('there')] }))).conflicts).toEqual(['there']);
      const read = (await held.shelf.documents(['there'])).get('there');
      expect(await held.shelf.write(batch({ documents: [document('there', {}, { expected: read?.position ?? null, position: 6n })] }))).toEqual({ conflicts: [] });
    });
  });

  describe('entries', () => {
    const held = withShelf(factory, entryShelf);

    it('count once however often they are written', async () => {
      await held.shelf.write(batch({ entries: [entry('anna', 1), entry('anna', 2)] }));
      await held.shelf.write(batch({ entries: [entry('anna', 1), entry('anna', 2), entry('anna', 3)], checkpoint: checkpoint() }));
      expect(await scanned(held.shelf)).toHaveLength(3);
      expect(await held.shelf.checkpoint(0)).toEqual(checkpoint());
    });

    it('count once within one batch', async () => {
      await held.shelf.write(batch({ entries: [entry('anna', 1), entry('anna', 1)] }));
      expect(await scanned(held.shelf)).toHaveLength(1);
    });

    it('are never overwritten', async () => {
      await held.shelf.write(batch({ entries: [entry('anna', 1, { body: { said: 'first' } })] }));
      await held.shelf.write(batch({ entries: [entry('anna', 1, { body: { said: 'second' } })] }));
      expect((await timeline(held.shelf))[0]?.body).toEqual({ said: 'first' });
    });

    it(`of two events at one place of one timeline are refused, with ${transactions ? 'all of their batch' : 'the checkpoint of their batch'}`, async () => {
      await held.shelf.write(batch({ entries: [entry('anna', 1)] }));
      const other = batch({ entries: [entry('anna', 2), entry('anna', 1, { id: 'another' })], checkpoint: checkpoint() });
      await expect(held.shelf.write(other)).rejects.toMatchObject({ code: 'READ_STORE_FAILED' });
      expect(await timeline(held.shelf)).toEqual(transactions ? [entry('anna', 1)] : [entry('anna', 2), entry('anna', 1)]);
      expect(await held.shelf.checkpoints()).toEqual([]);
    });

    it('stand under every key they name', async () => {
      await held.shelf.write(batch({ entries: [entry('anna', 1), entry('acme', 1)] }));
      expect(await held.shelf.entries({ keys: ['acme'], limit: 9 })).toEqual([entry('acme', 1)]);
      expect(await timeline(held.shelf)).toEqual([entry('anna', 1)]);
    });
  });

  describe('names', () => {
    const documents = withShelf(factory, documentShelf);
    const timelines = withShelf(factory, entryShelf);
    const names = ['a.b', '__proto__', 'constructor', '$set', '', ' ', "it's", '"q"', '%_', 'ÄÖÜ-ß', 'äöü', '漢字', '👩‍👩‍👧', '\u0001', 'x'.repeat(2000)];
    const body = JSON.parse('{"__proto__":{"x":1},"a.b":{"$set":2},"$inc":null,"ünïcode 👩":[1,-0.5,"\\u0000",{}],"constructor":"c","":true}');

    it('of documents are only names, and so are those in bodies', async () => {
      const { shelf } = documents;
      await shelf.write(batch({ documents: names.map((name) => document(name, body, { lane: name })) }));
      const found = await shelf.documents(names);
      expect(names.map((name) => [found.get(name)?.key, found.get(name)?.lane])).toEqual(names.map((name) => [name, name]));
      for (const name of names) expect(JSON.stringify(found.get(name)?.body)).toBe(JSON.stringify(body));
    });

    it('of timelines and lanes are only names', async () => {
      const written = names.map((name, n) => entry(name, n, { body, lane: name, id: `id-${name}` }));
      await timelines.shelf.write(batch({ entries: written }));
      for (const one of written) {
        const [read, ...more] = await timelines.shelf.entries({ keys: [one.key], limit: 9 });
        expect([read?.key, read?.lane, read?.id, more.length, JSON.stringify(read?.body)]).toEqual([one.key, one.key, one.id, 0, JSON.stringify(body)]);
      }
      expect(await scanned(timelines.shelf)).toHaveLength(names.length);
    });
  });
}

function timeline(shelf: Shelf) {
  return shelf.entries({ keys: ['anna'], limit: 50 });
}
