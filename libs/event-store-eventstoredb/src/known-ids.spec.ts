// Pure: what is remembered of streams, and what is forgotten.
import { KnownIds } from './known-ids';

describe('known ids', () => {
  it('are known up to a revision, and no further than without a gap', () => {
    const known = new KnownIds();
    expect(known.through('s')).toBe(-1);
    known.add('s', 0, ['a', 'b']);
    known.add('s', 3, ['d']);
    expect([known.through('s'), known.has('s', 'b'), known.has('s', 'd'), known.has('t', 'a')]).toEqual([1, true, false, false]);
    known.add('s', 1, ['b', 'c', 'd']);
    expect([known.through('s'), known.has('s', 'd')]).toEqual([3, true]);
  });

  it('are forgotten when the stream was not touched for two generations, never in part', () => {
    const known = new KnownIds(10);
    known.add('touched', 0, ['0']);
    known.add('left', 0, ['a', 'b']);
    for (let n = 0; n < 40; n++) {
      known.add(`s-${n}`, 0, ['x']);
      known.add('touched', n + 1, [String(n + 1)]);
    }
    expect([known.through('touched'), known.has('touched', '0'), known.has('touched', '40')]).toEqual([40, true, true]);
    expect([known.through('left'), known.has('left', 'a')]).toEqual([-1, false]);
  });
});
