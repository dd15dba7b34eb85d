import { language, t } from './words.mjs';

/** The zone all times on the page are in: the reader's own. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const STYLES = {
  time: { hour: '2-digit', minute: '2-digit' },
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  moment: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  exact: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, timeZoneName: 'short' },
};
const formats = new Map();

/** Style: `time`, `clock`, `day`, `date`, `moment` or `exact` (to the millisecond, with its zone). `when` is ISO 8601, milliseconds or a Date. */
export function say(style, when) {
  const key = `${language} ${style}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', STYLES[style]));
  const date = new Date(when);
  return Number.isNaN(date.getTime()) ? String(when) : formats.get(key).format(date);
}

/** `2026-03-12` of the reader's zone. */
export function localDay(when) {
  return localMinute(when).slice(0, 10);
}

/** As `<input type="datetime-local">` writes it: `2026-03-12T09:30`, in the reader's zone. */
export function localMinute(when) {
  const date = new Date(when);
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** So many seconds, as long as people say it. */
export function long(seconds) {
  if (seconds < 120) return t('sys_seconds', { count: Math.round(seconds) });
  return seconds < 7_200 ? t('sys_minutes', { count: Math.round(seconds / 60) }) : t('sys_hours', { count: Math.round(seconds / 3_600) });
}

function two(number) {
  return String(number).padStart(2, '0');
}

export function dayName(day) {
  const noon = new Date(`${day}T12:00:00`);
  const name = say('day', noon);
  const ago = Math.round((new Date(`${localDay(Date.now())}T12:00:00`) - noon) / 86_400_000);
  return ago === 0 ? `${t('today')} · ${name}` : ago === 1 ? `${t('yesterday')} · ${name}` : name;
}
