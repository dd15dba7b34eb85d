import type { Reading } from './event-type';

const DAY_IN = {
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
  de: new Intl.DateTimeFormat('de', { dateStyle: 'long', timeZone: 'UTC' }),
};

/** `31 March 2026`, `31. März 2026`. */
export function readDay(day: string | undefined): Reading | undefined {
  const time = day === undefined ? Number.NaN : Date.parse(day);
  return Number.isNaN(time) ? undefined : { en: DAY_IN.en.format(time), de: DAY_IN.de.format(time) };
}
