import { pageOf, type Shelf, type Where } from '@throughline/read-store';
import { ticketIn } from './ticket.queries';
import type { TicketDocument } from './ticket.view';
import { bucketsOf, periodBefore, spanOf, Tally, type Counted, type Period, type Trend, type TrendBucket } from './trends.rules';

export const TREND_GROUPS = ['category', 'product', 'kind', 'channel', 'queue'] as const;
export type TrendGroup = (typeof TREND_GROUPS)[number];

export interface TrendQuery {
  readonly period: Period;
  readonly by: TrendGroup;
  readonly bucket: TrendBucket;
  /** Only tickets of this kind, category … */
  readonly only: { readonly [Group in TrendGroup]?: string };
  readonly limit: number;
}

export interface TrendReport {
  readonly period: Period;
  readonly before: Period;
  readonly by: TrendGroup;
  /** First days of the buckets. */
  readonly buckets: readonly string[];
  readonly total: Trend;
  /** Most first; `value` null = it is not said of these tickets. */
  readonly rows: readonly ({ readonly value: string | null } & Trend)[];
  /** Values that had no room. */
  readonly leftOut: number;
}

const PAGE = 1_000;

/**
 * Tickets by when they were opened, against the period before; a duplicate counts with the ticket it was merged into, so once.
 * Reads page by page; what is kept is a few numbers per value.
 */
export async function trendReport(shelf: Shelf, { period, by, bucket, only, limit }: TrendQuery): Promise<TrendReport> {
  const before = periodBefore(period);
  const buckets = bucketsOf(period, bucket);
  const total = new Tally(buckets);
  const tallies = new Map<string | null, Tally>();
  for await (const ticket of ticketsOpened(shelf, spanOf(before).since, spanOf(period).until, only)) {
    const tally = tallies.get(ticket[by]) ?? new Tally(buckets);
    tallies.set(ticket[by], tally);
    for (const one of [total, tally]) one.add(counted(ticket));
  }
  const rows = [...tallies].map(([value, tally]) => ({ value, ...tally.trend() })).toSorted((a, b) => b.count - a.count || b.before - a.before || ((a.value ?? '') < (b.value ?? '') ? -1 : 1));
  return { period, before, by, buckets: buckets.map(({ from }) => from), total: total.trend(), rows: rows.slice(0, limit), leftOut: Math.max(0, rows.length - limit) };
}

async function* ticketsOpened(shelf: Shelf, since: number, until: number, only: TrendQuery['only']): AsyncGenerator<TicketDocument> {
  const asked = Object.fromEntries(Object.entries(only).filter((filter): filter is [string, string] => filter[1] !== undefined));
  const where: Where = { openedAt: { gte: since, lt: until }, ...asked };
  let after: string | null = null;
  do {
    const page = await pageOf(shelf, { anyOf: [where], orderBy: { path: 'openedAt' }, limit: PAGE, ...(after === null ? {} : { after }) });
    yield* page.documents.map(ticketIn).filter(({ status }) => status !== 'merged');
    after = page.after;
  } while (after !== null);
}

function counted({ openedAt, status, messages, reopenings, firstResolvedAt, firstClosed }: TicketDocument): Counted {
  const isDone = status !== 'open';
  return { openedAt: openedAt ?? 0, isDone, isFirstContact: isDone && messages === 0 && reopenings === 0, wasDone: firstResolvedAt !== null || firstClosed !== null, wasReopened: reopenings > 0 };
}
