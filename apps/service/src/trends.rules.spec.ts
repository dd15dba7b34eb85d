// Pure: the arithmetic of periods and the counting, nothing else.
import fc from 'fast-check';
import { bucketsOf, daysIn, periodBefore, spanOf, Tally, TREND_BUCKETS, type Counted } from './trends.rules';

const berlin = (from: string, to: string) => ({ from, to, zone: 'Europe/Berlin' });
const HOUR = 3_600_000;

it('begins and ends with days of the zone, also where the clocks change', () => {
  const { since, until } = spanOf(berlin('2026-03-29', '2026-03-29'));
  expect([new Date(since).toISOString(), (until - since) / HOUR]).toEqual(['2026-03-28T23:00:00.000Z', 23]);
  expect(daysIn(berlin('2026-03-28', '2026-03-30'))).toBe(3);
  expect(daysIn(berlin('2026-10-25', '2026-10-25'))).toBe(1);
});

it('knows a day without a midnight', () => {
  // In Beirut the clock went from 23:59 to 01:00 on the night to 27 March 2022.
  expect(new Date(spanOf({ from: '2022-03-27', to: '2022-03-27', zone: 'Asia/Beirut' }).since).toISOString()).toBe('2022-03-26T22:00:00.000Z');
  expect(bucketsOf({ from: '2022-03-26', to: '2022-03-28', zone: 'Asia/Beirut' }, 'day').map(({ from }) => from)).toEqual(['2022-03-26', '2022-03-27', '2022-03-28']);
});

it('compares whole months with whole months, anything else with as many days', () => {
  expect(periodBefore(berlin('2026-03-01', '2026-03-31'))).toEqual(berlin('2026-02-01', '2026-02-28'));
  expect(periodBefore(berlin('2026-01-01', '2026-03-31'))).toEqual(berlin('2025-10-01', '2025-12-31'));
  expect(periodBefore(berlin('2026-03-02', '2026-03-31'))).toEqual(berlin('2026-01-31', '2026-03-01'));
  expect(periodBefore(berlin('2026-03-30', '2026-03-30'))).toEqual(berlin('2026-03-29', '2026-03-29'));
});

it('cuts weeks on Monday, and the first and last bucket where the period is', () => {
  expect(bucketsOf(berlin('2026-01-01', '2026-01-13'), 'week').map(({ from }) => from)).toEqual(['2026-01-01', '2026-01-05', '2026-01-12']);
  expect(bucketsOf(berlin('2026-01-15', '2026-03-01'), 'month').map(({ from }) => from)).toEqual(['2026-01-15', '2026-02-01', '2026-03-01']);
});

it('has buckets without gaps that are the period, in every zone', () => {
  const day = fc.integer({ min: 0, max: 3_000 }).map((days) => new Date(Date.UTC(2020, 0, 1) + days * 24 * HOUR).toISOString().slice(0, 10));
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Asia/Beirut', 'Pacific/Apia');
  fc.assert(
    fc.property(day, fc.nat(200), zone, fc.constantFrom(...TREND_BUCKETS), (from, days, where, unit) => {
      const period = { from, to: new Date(Date.parse(from) + days * 24 * HOUR).toISOString().slice(0, 10), zone: where };
      const buckets = bucketsOf(period, unit);
      const { since, until } = spanOf(period);
      expect([buckets[0]?.since, buckets.at(-1)?.until]).toEqual([since, until]);
      for (const [n, bucket] of buckets.entries()) expect(buckets[n + 1]?.since ?? until).toBe(bucket.until);
      expect(spanOf(periodBefore(period)).until).toBe(since);
    }),
  );
});

it('counts in and before the period, and shares of what is done', () => {
  const buckets = bucketsOf(berlin('2026-01-01', '2026-01-02'), 'day');
  const tally = new Tally(buckets);
  const base: Counted = { openedAt: buckets[1]?.since ?? 0, isDone: true, isFirstContact: true, wasDone: true, wasReopened: false };
  for (const ticket of [base, { ...base, isFirstContact: false, wasReopened: true }, { ...base, isDone: false, isFirstContact: false, wasDone: false }, { ...base, openedAt: (buckets[0]?.since ?? 0) - 1 }]) tally.add(ticket);
  expect(tally.trend()).toEqual({ count: 3, before: 1, change: 2, buckets: [0, 3], done: 2, firstContactShare: 0.5, reopenedShare: 0.5 });
  expect(new Tally(buckets).trend()).toEqual({ count: 0, before: 0, change: null, buckets: [0, 0], done: 0, firstContactShare: null, reopenedShare: null });
});
