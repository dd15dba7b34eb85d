import type { JsonObject } from '@throughline/kernel';
import { batch, document, documentShelf, keysOf, storeDocuments, withShelf, type ReadStoreFactory } from './contract-fixture';
import type { DocumentQuery, Scalar, Shelf, StoredDocument, Where } from './read-store';
import { matches, scalarAt } from './where';

const tickets: Readonly<Record<string, JsonObject>> = {
  a: { status: 'open', amount: 10, customer: { name: 'Müller & Söhne' }, urgent: true },
  b: { status: 'closed', amount: 2, customer: { name: 'STRAßENBAU Özil' }, urgent: false },
  c: { status: null, amount: -3.5, customer: { name: 'müller' } },
  d: { amount: '10', customer: 'Müller', urgent: 1 },
  e: { status: 'open', amount: [1], customer: { name: { first: 'Eva' } }, urgent: null },
  f: { status: 'Open', amount: 2, customer: {}, 'customer.name': 'not a path' },
};

export function documentsContract(factory: ReadStoreFactory): void {
  describe('finding documents', () => {
    const held = withShelf(factory, documentShelf);
    const after = (value: Scalar, key: string) => held.shelf.find({ orderBy: { path: 'amount' }, after: { value, key }, limit: 2 }).then(keysOf);
    const found = async (where: Where) => keysOf(await held.shelf.find({ where, limit: 99 })).join('');

    beforeEach(() => storeDocuments(held.shelf, tickets));

    it.each<[string, Where, string]>([
      ['nothing asked: all', {}, 'abcdef'],
      ['equal', { status: 'open' }, 'ae'],
      ['null: null, missing, or no scalar', { status: null }, 'cd'],
      ['an object or a list is no scalar', { amount: null }, 'e'],
      ['in', { status: { in: ['closed', 'Open'] } }, 'bf'],
      ['in with null', { status: { in: ['closed', null] } }, 'bcd'],
      ['in nothing', { status: { in: [] } }, ''],
      ['contains, in other case and with umlauts', { 'customer.name': { contains: 'MÜLL' } }, 'ac'],
      ['contains, umlaut first', { 'customer.name': { contains: 'öZI' } }, 'b'],
      ['contains has no wildcards', { 'customer.name': { contains: 'M_ller' } }, ''],
      ['contains nothing: every string', { status: { contains: '' } }, 'abef'],
      ['gte', { amount: { gte: 2 } }, 'abf'],
      ['lt', { amount: { lt: 2 } }, 'c'],
      ['gte and lt', { amount: { gte: -3.5, lt: 10 } }, 'bcf'],
      ['gte of strings takes no numbers', { amount: { gte: '0' } }, 'd'],
      ['lt of strings takes no numbers', { amount: { lt: '2' } }, 'd'],
      ['gte null: nothing', { amount: { gte: null } }, ''],
      ['a range of strings', { status: { gte: 'closed', lt: 'open' } }, 'b'],
      ['numbers are not strings', { amount: '10' }, 'd'],
      ['all conditions hold', { status: 'open', amount: 10 }, 'a'],
      ['a path without an index', { urgent: true }, 'a'],
      ['true is not one', { urgent: 1 }, 'd'],
      ['false is not null', { urgent: false }, 'b'],
      ['a range of booleans', { urgent: { gte: false, lt: true } }, 'b'],
      ['a path of nobody', { 'no.such.path': null }, 'abcdef'],
      ['a dotted name is no path', { 'customer.name': 'not a path' }, ''],
      ['a path is only text', { "x' OR 1=1 --": 'y' }, ''],
      ['inherited names are nobody’s', { 'constructor.name': 'Object', '__proto__.x': null }, ''],
    ])('%s', async (_what, where, keys) => {
      expect(await found(where)).toBe(keys);
      expect(await held.shelf.count(where)).toBe(keys.length);
    });

    it('sees a document’s new fields, and its old ones no longer', async () => {
      await held.shelf.write(batch({ documents: [document('a', { status: 'closed' }, { expected: 1n, position: 2n })] }));
      expect(await found({ status: 'closed' })).toBe('ab');
      expect(await found({ status: 'open' })).toBe('e');
    });

    it('counts and finds nothing on an empty shelf', async () => {
      const empty = await held.store.open({ ...documentShelf, generation: 2 });
      expect([await empty.count({}), await empty.find({ limit: 5 })]).toEqual([0, []]);
    });

    it('orders by the key when nothing is said', async () => {
      expect(keysOf(await held.shelf.find({ limit: 3 }))).toEqual(['a', 'b', 'c']);
      expect(keysOf(await held.shelf.find({ limit: 2, after: { value: null, key: 'c' } }))).toEqual(['d', 'e']);
    });

    it('orders nulls first, then numbers, then strings; ties by key', async () => {
      expect(keysOf(await held.shelf.find({ orderBy: { path: 'amount' }, limit: 99 })).join('')).toBe('ecbfad');
    });

    it('orders descending as the exact reverse', async () => {
      expect(keysOf(await held.shelf.find({ orderBy: { path: 'amount', descending: true }, limit: 99 })).join('')).toBe('dafbce');
    });

    it('orders by a path without an index, booleans last', async () => {
      expect(keysOf(await held.shelf.find({ orderBy: { path: 'urgent' }, limit: 99 })).join('')).toBe('cefdba');
    });

    it('continues after null, after a tie, and at the end', async () => {
      expect(await after(null, 'e')).toEqual(['c', 'b']);
      expect(await after(2, 'b')).toEqual(['f', 'a']);
      expect(await after('10', 'd')).toEqual([]);
    });

    it('orders text by code point', async () => {
      const keys = ['z', 'Z', 'é', '\uff5e', '😀', 'a', 'aa'];
      const shelf = await held.store.open({ ...documentShelf, generation: 2 });
      await storeDocuments(shelf, Object.fromEntries(keys.map((key) => [key, { status: key }])));
      const expected = ['Z', 'a', 'aa', 'z', 'é', '\uff5e', '😀'];
      expect(keysOf(await shelf.find({ limit: 99 }))).toEqual(expected);
      expect(keysOf(await shelf.find({ orderBy: { path: 'status' }, limit: 99 }))).toEqual(expected);
    });

    it('pages without skipping or repeating, whatever the values', async () => {
      const fc = await import('fast-check');
      let generation = 10;
      // No store is asked to tell 10^-300 from nothing.
      const amount = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Math.abs(n) < 1e-9 ? 0 : n));
      const value = fc.oneof(fc.constantFrom(null, true, false, 0, 1, '', 'b', 'B', 'ä', '😀'), fc.integer(), amount);
      const query = fc.record({ path: fc.constantFrom('status', 'amount', 'free'), descending: fc.boolean(), limit: fc.integer({ min: 1, max: 7 }), ordered: fc.boolean() });
      const bodies = fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.record({ status: value, amount: value, free: value }), { maxKeys: 25 });
      await fc.assert(
        fc.asyncProperty(bodies, query, value, async (documents, { ordered, limit, ...orderBy }, bound) => {
          generation += 1;
          const shelf = await held.store.open({ ...documentShelf, generation });
          await storeDocuments(shelf, documents);
          const where: Where = bound === null ? {} : { amount: { gte: bound } };
          const pages = await paged(shelf, { where, limit, ...(ordered ? { orderBy } : {}) });
          const whole = await shelf.find({ where, limit: 99, ...(ordered ? { orderBy } : {}) });
          expect(keysOf(pages)).toEqual(keysOf(whole));
          expect(keysOf(whole).toSorted()).toEqual(Object.keys(documents).filter((key) => matches(documents[key] ?? {}, where)).toSorted());
        }),
        { numRuns: 60 },
      );
    });
  });
}

async function paged(shelf: Shelf, query: DocumentQuery): Promise<readonly StoredDocument[]> {
  const all: StoredDocument[] = [];
  let after: DocumentQuery['after'];
  for (;;) {
    const page = await shelf.find({ ...query, ...(after ? { after } : {}) });
    all.push(...page);
    if (all.length > 1000) throw new Error('the pages never end');
    const last = page.at(-1);
    if (!last) return all;
    after = { value: query.orderBy ? scalarAt(last.body, query.orderBy.path) : null, key: last.key };
  }
}
