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
 * them alike, and answers with the median of units per second of each.
 */
export async function interleaved<Name extends string>(rounds: number, ways: Readonly<Record<Name, Way>>): Promise<Record<Name, number>> {
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
  return Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, percentile(values as number[], 0.5)])) as Record<Name, number>;
}

/** Milliseconds of each of `calls` calls, ordered. */
export async function timed(calls: number, call: () => Promise<unknown>): Promise<readonly number[]> {
  for (let warm = 0; warm < 20; warm += 1) await call();
  const times: number[] = [];
  for (let i = 0; i < calls; i += 1) {
    const begun = performance.now();
    await call();
    times.push(performance.now() - begun);
  }
  return times.toSorted((a, b) => a - b);
}

export function percentile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? Number.NaN;
}

/** A ratio with two digits behind the point against its floor. */
export function ratio(what: string, value: number, against: number, reference: string, floor: number | null): Measured {
  const share = value / against;
  return { what, result: `${share.toFixed(2)} (${Math.round(value).toLocaleString('en')}/s)`, reference: `${reference} (${Math.round(against).toLocaleString('en')}/s)`, floor: floor === null ? null : `≥ ${floor}`, met: floor === null ? null : share >= floor };
}
