// Real: shelves in memory.
import { MemoryReadStore, type Shelf, type StoredDocument } from '@throughline/read-store';
import { compareShelves, laneDigests } from './digest';

describe('digests', () => {
  let generation = 0;
  const readStore = new MemoryReadStore();

  async function shelf(...documents: readonly StoredDocument[]): Promise<Shelf> {
    const made = await readStore.open({ view: 'v', version: 1, generation: ++generation, kind: 'document', indexes: [] });
    await made.write({ documents: documents.map((document) => ({ ...document, expected: null })), entries: [], park: [], unpark: [], checkpoint: null });
    return made;
  }
  const document = (lane: string, key: string, body: StoredDocument['body'] = { n: 1 }, position = 1n): StoredDocument => ({ lane, key, body, position });
  const none = new Set<string>();

  it('one per lane, in order', async () => {
    const digests = [];
    for await (const { lane } of laneDigests(await shelf(document('b', 'k1'), document('a', 'k2'), document('b', 'k3')))) digests.push(lane);
    expect(digests).toEqual(['a', 'b']);
  });

  it('do not depend on the order of keys in a body', async () => {
    const [left, right] = [await shelf(document('a', 'k', { x: 1, y: { p: 1, q: 2 } })), await shelf(document('a', 'k', { y: { q: 2, p: 1 }, x: 1 }))];
    expect(await compareShelves(left, right, none)).toEqual({ lanesCompared: 1, lanesDiffering: 0, examples: [] });
  });

  it('depend on body, key and position', async () => {
    const base = await shelf(document('a', 'k'));
    for (const other of [document('a', 'k', { n: 2 }), document('a', 'j'), document('a', 'k', { n: 1 }, 2n)])
      expect(await compareShelves(base, await shelf(other), none)).toMatchObject({ lanesDiffering: 1, examples: ['a'] });
  });

  it('name lanes that one side lacks', async () => {
    const lanes = (names: string) => shelf(...[...names].map((lane) => document(lane, `k-${lane}`)));
    const difference = await compareShelves(await lanes('abdefz'), await lanes('acdez'), none);
    expect({ ...difference, examples: difference.examples.toSorted() }).toEqual({ lanesCompared: 7, lanesDiffering: 3, examples: ['b', 'c', 'f'] });
  });

  it('leave out what is known to be incomplete', async () => {
    const difference = await compareShelves(await shelf(document('a', 'k'), document('b', 'j')), await shelf(document('a', 'k')), new Set(['b']));
    expect(difference).toEqual({ lanesCompared: 1, lanesDiffering: 0, examples: [] });
  });

  it('are all the same for empty shelves', async () => {
    expect(await compareShelves(await shelf(), await shelf(), none)).toEqual({ lanesCompared: 0, lanesDiffering: 0, examples: [] });
  });
});
