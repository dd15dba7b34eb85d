// Pure: the hash that decides where every lane stands for ever.
import { partitionOf } from './partition-of';

describe('partitionOf', () => {
  it('is what it was when the first event was sent', () => {
    const sample = ['email:1.ada', 'company:Acme', 'opportunity-42', 'user:1.zoë', ''];
    expect(sample.map((lane) => partitionOf(lane, 12))).toEqual([1, 0, 6, 1, 11]);
  });

  it('spreads lanes evenly', () => {
    const counts = Array.from({ length: 8 }, () => 0);
    for (let n = 0; n < 8_000; n++) counts[partitionOf(`email:1.${n}`, 8)]!++;
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  it('has one place where there is one', () => {
    expect(partitionOf('anything', 1)).toBe(0);
  });

  it('refuses a log without partitions', () => {
    expect(() => partitionOf('a', 0)).toThrow(RangeError);
    expect(() => partitionOf('a', 1.5)).toThrow(RangeError);
  });
});
