// Pure: the arithmetic of business hours over the zones of luxon, beside one that counts minute by minute.
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { addBusinessTime, businessTimeBetween, type BusinessHours } from './business-hours.rules';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const office = (zone = 'Europe/Berlin', holidays: readonly string[] = []): BusinessHours => ({ zone, holidays, opening: WEEK.map((day) => ({ day, from: '09:00', to: '17:00' })) });
const always: BusinessHours = { zone: 'UTC', holidays: [], opening: [...WEEK, 'sat' as const, 'sun' as const].map((day) => ({ day, from: '00:00', to: '24:00' })) };
const added = (hours: BusinessHours, from: string, minutes: number): string | null => {
  const time = addBusinessTime(hours, Date.parse(from), minutes * MINUTE);
  return time === null ? null : new Date(time).toISOString().replace('.000', '');
};
const minutesBetween = (hours: BusinessHours, from: string, to: string): number => businessTimeBetween(hours, Date.parse(from), Date.parse(to)) / MINUTE;

describe('business time', () => {
  it('runs while we work: over nights, weekends and holidays', () => {
    expect(added(office(), '2026-01-16T15:30:00Z', 30)).toBe('2026-01-16T16:00:00Z');
    expect(added(office(), '2026-01-16T15:30:00Z', 31)).toBe('2026-01-19T08:01:00Z');
    expect(added(office('Europe/Berlin', ['2026-01-19', '2026-01-20']), '2026-01-16T15:30:00Z', 31)).toBe('2026-01-21T08:01:00Z');
    expect(added(office(), '2026-01-17T12:00:00Z', 1)).toBe('2026-01-19T08:01:00Z');
    expect(minutesBetween(office(), '2026-01-16T15:30:00Z', '2026-01-19T08:01:00Z')).toBe(31);
  });
  it('knows several spans a day, some that overlap, and the end of the day', () => {
    const hours: BusinessHours = { zone: 'UTC', holidays: [], opening: [{ day: 'mon', from: '13:00', to: '17:00' }, { day: 'mon', from: '09:00', to: '12:00' }, { day: 'mon', from: '16:00', to: '24:00' }, { day: 'tue', from: '00:00', to: '01:00' }] };
    expect(added(hours, '2026-01-19T11:30:00Z', 60)).toBe('2026-01-19T13:30:00Z');
    expect(added(hours, '2026-01-19T09:00:00Z', 14 * 60)).toBe('2026-01-20T00:00:00Z');
    expect(added(hours, '2026-01-19T09:00:00Z', 15 * 60)).toBe('2026-01-20T01:00:00Z');
    expect(added(hours, '2026-01-19T09:00:00Z', 15 * 60 + 1)).toBe('2026-01-26T09:01:00Z');
  });
  it('goes by the clocks of the zone when they are changed', () => {
    const nights: BusinessHours = { zone: 'Europe/Berlin', holidays: [], opening: [{ day: 'sun', from: '00:00', to: '24:00' }] };
    expect(minutesBetween(nights, '2026-03-28T00:00:00Z', '2026-03-30T12:00:00Z')).toBe(23 * 60);
    expect(minutesBetween(nights, '2026-10-24T00:00:00Z', '2026-10-26T12:00:00Z')).toBe(25 * 60);
    expect(added(office(), '2026-03-27T15:00:00Z', 120)).toBe('2026-03-30T08:00:00Z');
    expect(added(office(), '2026-10-23T14:00:00Z', 120)).toBe('2026-10-26T09:00:00Z');
    const skipped: BusinessHours = { zone: 'Europe/Berlin', holidays: [], opening: [{ day: 'sun', from: '02:00', to: '03:00' }] };
    expect(minutesBetween(skipped, '2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z')).toBe(0);
    const intoIt: BusinessHours = { zone: 'Europe/Berlin', holidays: [], opening: [{ day: 'sun', from: '02:30', to: '04:00' }] };
    expect(minutesBetween(intoIt, '2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z')).toBe(60);
    // Clocks are put forward at midnight, and once a whole day was left out.
    expect(minutesBetween({ ...nights, zone: 'America/Santiago' }, '2026-09-05T00:00:00Z', '2026-09-07T12:00:00Z')).toBe(23 * 60);
    expect(minutesBetween({ zone: 'Pacific/Apia', holidays: [], opening: [{ day: 'fri', from: '09:00', to: '17:00' }] }, '2011-12-29T00:00:00Z', '2012-01-01T00:00:00Z')).toBe(0);
  });
  it('never passes where we never work', () => {
    expect(addBusinessTime({ ...office(), opening: [] }, 0, 1)).toBeNull();
    expect(addBusinessTime({ ...office(), opening: [{ day: 'mon', from: '10:00', to: '10:00' }] }, 0, 1)).toBeNull();
    expect(businessTimeBetween({ ...office(), opening: [] }, 0, DAY)).toBe(0);
  });
  it('is exact to the millisecond', () => {
    expect(addBusinessTime(office(), Date.parse('2026-01-16T15:59:59.250Z'), 1_001)).toBe(Date.parse('2026-01-19T08:00:00.251Z'));
    expect(businessTimeBetween(office(), Date.parse('2026-01-16T15:59:59.250Z'), Date.parse('2026-01-19T08:00:00.251Z'))).toBe(1_001);
  });
  it('is not behind where none passes', () => {
    expect(added(office(), '2026-01-17T12:00:00Z', 0)).toBe('2026-01-17T12:00:00Z');
    expect(minutesBetween(office(), '2026-01-19T12:00:00Z', '2026-01-19T11:00:00Z')).toBe(0);
  });
  it('passes quickly, even over thirty years', () => {
    const from = Date.parse('2000-01-01T00:00:00Z');
    const begun = performance.now();
    const reached = addBusinessTime(office('America/New_York'), from, 30 * 261 * 8 * HOUR) ?? 0;
    expect(new Date(reached).getUTCFullYear()).toBeGreaterThan(2028);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});

const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Santiago', 'UTC', 'Africa/Casablanca');
const times = fc.integer({ min: 0, max: 24 * 12 }).map((step) => `${String(Math.floor(step / 12)).padStart(2, '0')}:${String((step % 12) * 5).padStart(2, '0')}`);
const hoursArb: fc.Arbitrary<BusinessHours> = fc.record({
  zone: zones,
  opening: fc.array(fc.record({ day: fc.constantFrom('mon' as const, 'tue' as const, 'sat' as const, 'sun' as const), from: times, to: times }), { minLength: 1, maxLength: 6 }),
  holidays: fc.array(fc.constantFrom('2026-03-29', '2026-03-30', '2026-10-25', '2026-04-05'), { maxLength: 2 }),
});
/** Around the days on which clocks are changed here and there. */
const moments = fc.oneof(...['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-25', '2026-11-01', '2026-09-06', '2026-02-15'].map((day) => fc.integer({ min: -2 * DAY, max: 2 * DAY }).map((ms) => Date.parse(`${day}T00:00:00Z`) + ms)));

/** Whether we work in the minute that begins then: what a clock on the wall there shows. */
function works({ zone, opening, holidays }: BusinessHours, minute: number): boolean {
  const shown = DateTime.fromMillis(minute, { zone });
  if (holidays.includes(shown.toISODate() ?? '')) return false;
  const time = shown.toFormat('HH:mm');
  return opening.some(({ day, from, to }) => day === ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][shown.weekday - 1] && from <= time && time < to);
}

describe('whatever the calendar', () => {
  it('what was added is what is measured, and no earlier moment will do', () => {
    fc.assert(
      fc.property(hoursArb, moments, fc.integer({ min: 1, max: 30 * HOUR }), (hours, from, milliseconds) => {
        const reached = addBusinessTime(hours, from, milliseconds);
        if (reached === null) return;
        expect(businessTimeBetween(hours, from, reached)).toBe(milliseconds);
        expect(businessTimeBetween(hours, from, reached - 1)).toBe(milliseconds - 1);
      }),
      { numRuns: 150 },
    );
  });
  it('more time is reached later, and time adds up', () => {
    fc.assert(
      fc.property(hoursArb, moments, fc.integer({ min: 0, max: 10 * HOUR }), fc.integer({ min: 0, max: 10 * HOUR }), (hours, from, one, more) => {
        const first = addBusinessTime(hours, from, one);
        const both = addBusinessTime(hours, from, one + more);
        if (first === null || both === null) return;
        expect(both).toBeGreaterThanOrEqual(first);
        if (more > 0) expect(addBusinessTime(hours, first, more)).toBe(both);
      }),
      { numRuns: 150 },
    );
  });
  it('they are the minutes a clock on the wall gives, where clocks are not shown twice', () => {
    fc.assert(
      fc.property(hoursArb, moments, fc.integer({ min: 1, max: 36 }), (hours, begin, steps) => {
        const from = Math.floor(begin / (5 * MINUTE)) * 5 * MINUTE;
        const to = from + steps * HOUR;
        const offsets = new Set(Array.from({ length: steps + 1 }, (_, n) => DateTime.fromMillis(from + n * HOUR, { zone: hours.zone }).offset));
        fc.pre(offsets.size === 1 || DateTime.fromMillis(from, { zone: hours.zone }).offset < DateTime.fromMillis(to, { zone: hours.zone }).offset);
        let counted = 0;
        for (let minute = from; minute < to; minute += 5 * MINUTE) if (works(hours, minute)) counted += 5 * MINUTE;
        expect(businessTimeBetween(hours, from, to)).toBe(counted);
      }),
      { numRuns: 150 },
    );
  });
  it('a day without end is all of it', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 400 * DAY }), (from, milliseconds) => {
        expect(businessTimeBetween(always, from, from + milliseconds)).toBe(milliseconds);
      }),
      { numRuns: 100 },
    );
  });
});
