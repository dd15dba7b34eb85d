/** Chance that can be had again: the same seed gives the same numbers. */
export interface Chance {
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  /** `share` of the times, 0 to 1. */
  happens(share: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
}

/** Mulberry32 over the words of the seed. */
export function chanceOf(...seed: readonly (number | string)[]): Chance {
  let state = 0;
  for (const character of seed.join('/')) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x9e3779b1) ^ (state >>> 13);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return { between, happens: (share) => next() < share, pick: (from) => from[between(0, from.length - 1)] as (typeof from)[number] };
}
