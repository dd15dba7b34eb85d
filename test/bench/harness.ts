import { performance } from 'node:perf_hooks';

/** One line of the report. */
export interface Measured {
  readonly what: string;
  readonly result: string;
  readonly reference: string;
  /** `null` = reported only. */
  readonly floor: string | null;
  readonly met: boolean | null;
}

/** Work that is timed; answers with how many units it did. */
export type Slice = () => Promise<number> | number;
/** Prepares a slice, untimed. */
export type Way = () => Promise<Slice> | Slice;

/**
 * Runs the slices of several ways to do the same in turn (A B C A B C …), so that whatever else the machine does hits all of
 * them alike, and answers with the units per second of each slice.
 */
export async function interleaved<Name extends string>(rounds: number, ways: Readonly<Record<Name, Way>>): Promise<Record<Name, readonly number[]>> {
  const rates = Object.fromEntries(Object.keys(ways).map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, way] of Object.entries(ways) as [Name, Way][]) {
      const slice = await way();
      const begun = performance.now();
      const units = await slice();
      // The first round warms everything up.
      if (round > 0) rates[name].push((units * 1000) / (performance.now() - begun));
    }
  }
  return rates;
}

/** Milliseconds of each call, and of a loop that computes as long as the middle call takes and does nothing else. */
export interface Timed {
  readonly calls: readonly number[];
  readonly loops: readonly number[];
}

/** Call, loop, call, loop …: what the loop loses beyond its length, the machine took from both. */
export async function timed(count: number, call: () => Promise<unknown>): Promise<Timed> {
  const times: { readonly calls: number[]; readonly loops: number[] } = { calls: [], loops: [] };
  const warm: number[] = [];
  for (let i = 0; i < count / 2; i += 1) warm.push(await clock(call));
  const rounds = Math.round(roundsPerMillisecond() * percentile(warm, 0.5));
  for (let i = 0; i < count; i += 1) {
    times.calls.push(await clock(call));
    times.loops.push(await clock(() => loop(rounds)));
  }
  return times;
}

async function clock(run: () => unknown): Promise<number> {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
}

function loop(rounds: number): number {
  let sum = 0;
  for (let i = 0; i < rounds; i += 1) sum = Math.imul(sum + i, 31);
  return sum;
}

function roundsPerMillisecond(): number {
  const rounds = 1_000_000;
  const tries = Array.from({ length: 9 }, () => {
    const begun = performance.now();
    loop(rounds);
    return performance.now() - begun;
  });
  return rounds / percentile(tries, 0.5);
}

export function percentile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? Number.NaN;
}

/**
 * Two rates, slice by slice: each is compared with the one that ran beside it. The median of these ratios is held against the
 * floor; the middle half of them tells how restless the machine was. The rates are medians of their own.
 */
export function ratio(what: string, ours: readonly number[], reference: string, against: readonly number[], floor: number | null): Measured {
  const ratios = ours.map((rate, i) => rate / (against[i] ?? Number.NaN));
  const [low, share, high] = [percentile(ratios, 0.25), percentile(ratios, 0.5), percentile(ratios, 0.75)];
  const spread = ratios.length > 2 ? ` (${shown(low)} to ${shown(high)})` : '';
  return {
    what,
    result: `${shown(share)}${spread}, ${perSecond(ours)}`,
    reference: `${reference}, ${perSecond(against)}`,
    floor: floor === null ? null : `≥ ${floor}`,
    met: floor === null ? null : share >= floor,
  };
}

/** Cut off, not rounded: what misses a floor does not look like it. */
function shown(share: number): string {
  return (Math.floor(share * 100) / 100).toFixed(2);
}

export function perSecond(rates: readonly number[]): string {
  return `${Math.round(percentile(rates, 0.5)).toLocaleString('en')}/s`;
}
