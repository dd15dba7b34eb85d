// Real: the paging over the shelf in memory. Documents are made by chance.
import fc from 'fast-check';
import { MemoryReadStore } from './memory-read-store';
import { containing, pageOf, wordsIn, type PageQuery } from './pages';
import type { Shelf, Where } from './read-store';
import { matches } from './where';

type Body = { readonly at: number | null; readonly a: string; readonly b: string; readonly text: string };

async function shelfOf(bodies: readonly Body[]): Promise<Shelf> {
  const shelf = await new MemoryReadStore().open({ view: 'things', version: 1, generation: 1, kind: 'document', indexes: ['at', 'a', 'b'] });
  const documents = bodies.map((body, n) => ({ key: `k${String(n).padStart(3, '0')}`, lane: 'l', position: 1n, body, expected: null }));
  await shelf.write({ documents, entries: [], park: [], unpark: [], checkpoint: null });
  return shelf;
}

async function everyPage(shelf: Shelf, query: PageQuery): Promise<readonly string[]> {
  const keys: string[] = [];
  let after: string | null = null;
  for (;;) {
    const page = await pageOf(shelf, after === null ? query : { ...query, after });
    expect(page.documents.length).toBeLessThanOrEqual(query.limit);
    keys.push(...page.documents.map(({ key }) => key));
    if (page.after === null) return keys;
    after = page.after;
  }
}

const letter = fc.constantFrom('x', 'y', 'z');
const body: fc.Arbitrary<Body> = fc.record({ at: fc.option(fc.integer({ min: -3, max: 5 })), a: letter, b: letter, text: fc.constantFrom('oil drips', 'oil', 'drips at night') });
const conditions: fc.Arbitrary<Where> = fc.oneof(letter.map((a) => ({ a })), letter.map((b) => ({ b })), fc.constant({}));

it('pages through every document that meets any of the conditions, once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(body, { maxLength: 40 }), fc.array(conditions, { minLength: 1, maxLength: 3 }), fc.boolean(), fc.integer({ min: 1, max: 7 }), fc.boolean(), async (bodies, anyOf, descending, limit, onlyEven) => {
      const shelf = await shelfOf(bodies);
      const accept = ({ key }: { readonly key: string }) => !onlyEven || Number(key.slice(1)) % 2 === 0;
      const ordered = await shelf.find({ orderBy: { path: 'at', descending }, limit: 100 });
      const wanted = ordered.filter((document) => accept(document) && anyOf.some((where) => matches(document.body, where))).map(({ key }) => key);
      expect(await everyPage(shelf, { anyOf, orderBy: { path: 'at', descending }, accept, limit })).toEqual(wanted);
    }),
    { numRuns: 150 },
  );
});

it('finds what holds all words, whatever their order', async () => {
  const shelf = await shelfOf(['Oil drips', 'oil', 'drips at night'].map((text) => ({ at: 1, a: 'x', b: 'x', text: text.toLowerCase() })));
  const found = async (search: string) => {
    const { where, accept } = containing('text', wordsIn(search));
    return (await pageOf(shelf, { anyOf: [where], orderBy: { path: 'at' }, accept, limit: 10 })).documents.map(({ key }) => key);
  };
  expect([await found('DRIPS  oil'), await found('drips'), await found(' '), await found('drips water')]).toEqual([['k000'], ['k000', 'k002'], ['k000', 'k001', 'k002'], []]);
});

it('refuses a cursor that is none', async () => {
  await expect(pageOf(await shelfOf([]), { anyOf: [{}], orderBy: { path: 'at' }, limit: 1, after: 'page 2' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
});
