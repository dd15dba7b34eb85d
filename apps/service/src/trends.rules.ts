import { DateTime } from 'luxon';

export const TREND_BUCKETS = ['day', 'week', 'month'] as const;
export type TrendBucket = (typeof TREND_BUCKETS)[number];

/** Days in a zone, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

/** Milliseconds since 1970; `until` is not in it. */
export interface Span {
  readonly since: number;
  readonly until: number;
}

export function spanOf({ from, to, zone }: Period): Span {
  return { since: startOf(from, zone).toMillis(), until: startOf(to, zone).plus({ days: 1 }).toMillis() };
}

/** What it is compared with: before whole months as many months, before anything else as many days. */
export function periodBefore({ from, to, zone }: Period): Period {
  const [start, end] = [startOf(from, zone), startOf(to, zone).plus({ days: 1 })];
  const isMonths = start.day === 1 && end.day === 1;
  const { months } = end.diff(start, 'months');
  const earlier = isMonths ? start.minus({ months: Math.round(months) }) : start.minus({ days: daysIn({ from, to, zone }) });
  return { from: dayOf(earlier), to: dayOf(start.minus({ days: 1 })), zone };
}

export function daysIn({ from, to, zone }: Period): number {
  return Math.round(startOf(to, zone).diff(startOf(from, zone), 'days').days) + 1;
}

export interface Bucket extends Span {
  /** Its first day that is in the period. */
  readonly from: string;
}

/** Weeks begin on Monday. The first and the last bucket are cut where the period is. */
export function bucketsOf(period: Period, unit: TrendBucket): readonly Bucket[] {
  const { since, until } = spanOf(period);
  const buckets: Bucket[] = [];
  let start = DateTime.fromMillis(since, { zone: period.zone });
  while (start.toMillis() < until) {
    const next = start.startOf(unit).plus({ [unit]: 1 }).startOf('day');
    buckets.push({ from: dayOf(start), since: start.toMillis(), until: Math.min(next.toMillis(), until) });
    start = next;
  }
  return buckets;
}

/** A day does not begin at midnight everywhere: where the clock skips it, it begins behind. */
function startOf(day: string, zone: string): DateTime {
  return DateTime.fromISO(day, { zone }).startOf('day');
}

function dayOf(time: DateTime): string {
  return time.toFormat('yyyy-MM-dd');
}

/** One ticket, as far as it counts. */
export interface Counted {
  readonly openedAt: number;
  /** Resolved or closed by now. */
  readonly isDone: boolean;
  /** Done without the customer having to write again, and never reopened. */
  readonly isFirstContact: boolean;
  readonly wasDone: boolean;
  readonly wasReopened: boolean;
}

/** Tickets opened in the period, and how they ended. Shares have four decimals; `null` = of nothing. */
export interface Trend {
  readonly count: number;
  readonly before: number;
  /** By how much more than before: 0.25 = a quarter more. */
  readonly change: number | null;
  readonly buckets: readonly number[];
  readonly done: number;
  readonly firstContactShare: number | null;
  readonly reopenedShare: number | null;
}

/** Counts what streams by; keeps a few numbers. */
export class Tally {
  private count = 0;
  private before = 0;
  private done = 0;
  private firstContact = 0;
  private wasDone = 0;
  private reopened = 0;
  private readonly perBucket: number[];

  constructor(private readonly buckets: readonly Bucket[]) {
    this.perBucket = buckets.map(() => 0);
  }

  add(ticket: Counted): void {
    const at = this.buckets.findIndex(({ since, until }) => ticket.openedAt >= since && ticket.openedAt < until);
    if (at < 0) {
      this.before += 1;
      return;
    }
    this.count += 1;
    this.perBucket[at] = (this.perBucket[at] ?? 0) + 1;
    this.done += Number(ticket.isDone);
    this.firstContact += Number(ticket.isFirstContact);
    this.wasDone += Number(ticket.wasDone);
    this.reopened += Number(ticket.wasReopened && ticket.wasDone);
  }

  trend(): Trend {
    const { count, before, done } = this;
    return { count, before, change: share(count - before, before), buckets: [...this.perBucket], done, firstContactShare: share(this.firstContact, done), reopenedShare: share(this.reopened, this.wasDone) };
  }
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}
