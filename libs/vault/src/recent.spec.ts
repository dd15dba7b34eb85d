// Real: everything here is pure.
import { Recent } from './recent';

describe('Recent', () => {
  it('never holds more than its limit', () => {
    const recent = new Recent<number, number>(100);
    for (let i = 0; i < 1000; i++) {
      recent.set(i, i);
      expect(recent.size).toBeLessThanOrEqual(100);
    }
  });

  it('keeps what is asked for again and again, and forgets the rest', () => {
    const recent = new Recent<string, number | null>(10);
    recent.set('used', null);
    recent.set('unused', 1);
    for (let i = 0; i < 100; i++) {
      recent.set(`other ${i}`, i);
      expect(recent.get('used')).toBeNull();
    }
    expect(recent.get('unused')).toBeUndefined();
  });

  it('replaces', () => {
    const recent = new Recent<string, number>(4);
    for (const value of [1, 2, 3, 4, 5]) recent.set('a', value);
    expect(recent.get('a')).toBe(5);
    expect(recent.size).toBe(1);
  });
});
