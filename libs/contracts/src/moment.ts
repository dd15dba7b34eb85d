import type { Reading } from './event-type';

const MOMENT_IN = {
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }),
  de: new Intl.DateTimeFormat('de', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }),
};

/** `31 March 2026 at 09:00 UTC`, `31. März 2026 um 09:00 UTC`: a line is read in many zones, so it names the one it speaks in. */
export function readMoment(moment: string | undefined): Reading | undefined {
  const time = moment === undefined ? Number.NaN : Date.parse(moment);
  return Number.isNaN(time) ? undefined : { en: `${MOMENT_IN.en.format(time)} UTC`, de: `${MOMENT_IN.de.format(time)} UTC` };
}
