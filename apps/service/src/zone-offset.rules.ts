import { FixedOffsetZone, IANAZone } from 'luxon';

/** From a moment to another (exclusive) the clocks of a zone are so far ahead of UTC; all in milliseconds. A year of UTC ends each stretch. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * One look at a zone takes luxon some 10 µs, and a goal of some weeks needs hundreds. So the changes of a year are looked for once, day
 * by day, and kept: what a zone does in a year never changes while a program runs.
 */
const years = new Map<string, readonly Stretch[]>();
/** Years of zones that are kept: some hundred kilobytes. */
const KEPT = 3_000;

/** The stretch a moment (milliseconds since 1970) lies in. Zones nobody knows are UTC. */
export function zoneStretch(zone: string, moment: number): Stretch {
  const year = new Date(moment).getUTCFullYear();
  const key = `${zone} ${year}`;
  const known = years.get(key) ?? stretchesOf(zone, year);
  if (years.size >= KEPT) years.clear();
  years.set(key, known);
  return known.findLast(({ from }) => from <= moment) ?? known[0]!;
}

function stretchesOf(name: string, year: number): readonly Stretch[] {
  const iana = IANAZone.create(name);
  const zone = iana.isValid ? iana : FixedOffsetZone.utcInstance;
  const at = (moment: number): number => zone.offset(moment) * MINUTE;
  // Not `Date.UTC`: it takes the years before 100 for others.
  const [begin, end] = [new Date(0).setUTCFullYear(year, 0, 1), new Date(0).setUTCFullYear(year + 1, 0, 1)];
  const changes = [{ from: begin, offset: at(begin) }];
  for (let day = begin; day < end; day += DAY) {
    const [before, after] = [changes.at(-1)?.offset, at(day + DAY)];
    if (before !== after) changes.push({ from: changeBetween(at, day, day + DAY), offset: after });
  }
  return changes.map((change, index) => ({ ...change, to: changes[index + 1]?.from ?? end }));
}

/** The first moment at which the clocks are not as they were at `from`, to the millisecond. */
function changeBetween(at: (moment: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const before = at(low);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (at(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
