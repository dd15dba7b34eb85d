import { WEEKDAYS, type ServiceLevels } from '@throughline/contracts';
import { zoneStretch } from './zone-offset.rules';

/** When we work: spans of days of the week in a zone, and days on which we do not. */
export type BusinessHours = Pick<ServiceLevels, 'zone' | 'opening' | 'holidays'>;

/** From and to (exclusive), milliseconds since 1970. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Days that are looked at before it is said that a time never comes: a hundred years. */
const FARTHEST = 366 * 100;

/**
 * The moment at which so many milliseconds of business time have passed since `from` (milliseconds since 1970): the earliest one, so
 * none at all end where they begin. Clocks that are put forward or back count as they go. `null` = never, where we hardly ever work.
 */
export function addBusinessTime(hours: BusinessHours, from: number, milliseconds: number): number | null {
  if (milliseconds <= 0) return from;
  let left = milliseconds;
  for (const span of spansSince(hours, from)) {
    const start = Math.max(from, span.from);
    if (span.to - start >= left) return start + left;
    left -= span.to - start;
  }
  return null;
}

/** Milliseconds of business time between two moments, 0 where the second is not behind the first. */
export function businessTimeBetween(hours: BusinessHours, from: number, to: number): number {
  let sum = 0;
  if (to <= from) return sum;
  for (const span of spansSince(hours, from)) {
    if (span.from >= to) break;
    sum += Math.min(span.to, to) - Math.max(span.from, from);
  }
  return sum;
}

/** The spans that end behind `from`, in order, none empty, none overlapping. */
function* spansSince({ zone, opening, holidays }: BusinessHours, from: number): Generator<Span> {
  const weekdays = week(opening);
  if (!Number.isFinite(from) || weekdays.every((spans) => spans.length === 0)) return;
  const closed = new Set(holidays.map((day) => Date.parse(day)));
  let steady = zoneStretch(zone, from);
  // A day of the calendar, as milliseconds since 1970 as if the zone were UTC.
  let day = Math.floor((from + steady.offset) / DAY) * DAY;
  for (let looked = 0; looked < FARTHEST; looked++, day += DAY) {
    // On nearly every day the clocks stand as they stood before it and do behind it: only where they do not, each time is looked up.
    const { offset } = steady;
    const isPlain = steady.from < day - offset && day + DAY - offset < steady.to;
    const moment = (minute: number): number => (isPlain ? day + minute * MINUTE - offset : momentOf(zone, day + minute * MINUTE));
    for (const [opens, closes] of closed.has(day) ? [] : (weekdays[weekdayOf(day)] ?? [])) {
      const span = { from: moment(opens), to: moment(closes) };
      if (span.to > Math.max(from, span.from)) yield span;
    }
    if (!isPlain) steady = zoneStretch(zone, momentOf(zone, day + DAY));
  }
}

type Minutes = readonly [opens: number, closes: number];

/** By day of the week, Monday first: merged, so that no minute counts twice. */
function week(opening: BusinessHours['opening']): readonly (readonly Minutes[])[] {
  return WEEKDAYS.map((weekday) => {
    const spans = opening.filter(({ day }) => day === weekday).map(({ from, to }): Minutes => [minuteOf(from), minuteOf(to)]);
    return spans
      .filter(([opens, closes]) => opens < closes)
      .toSorted(([a], [b]) => a - b)
      .reduce<readonly Minutes[]>((merged, [opens, closes]) => {
        const last = merged.at(-1);
        return last !== undefined && opens <= last[1] ? [...merged.slice(0, -1), [last[0], Math.max(last[1], closes)]] : [...merged, [opens, closes]];
      }, []);
  });
}

/** `09:30` → 570. */
export function minuteOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day / DAY + 3) % 7) + 7) % 7;
}

/**
 * The moment at which the clocks of the zone show a time (given as if they showed UTC). Shown twice: the first of the two; never shown,
 * because clocks were put forward: the moment of that.
 */
function momentOf(zone: string, shown: number): number {
  const [early, late] = [zoneStretch(zone, shown - DAY), zoneStretch(zone, shown + DAY)];
  if (early.offset === late.offset) return shown - early.offset;
  const fitting = [shown - early.offset, shown - late.offset].filter((moment) => moment + zoneStretch(zone, moment).offset === shown);
  if (fitting.length > 0) return Math.min(...fitting);
  let after = early;
  while (after.offset === early.offset) after = zoneStretch(zone, after.to);
  return after.from;
}
