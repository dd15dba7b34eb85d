import type { EntryCursor } from '@throughline/read-store';
import { Problem } from './problem';

/**
 * A place in a timeline or an inbox as clients keep it: effective time in UTC with milliseconds, position, and the store both belong to.
 * `2026-01-15T09:00:00.000Z~4711~<store>`; opaque to clients, readable in a log.
 */
export function writeCursor(place: EntryCursor, storeId: string): string {
  return `${new Date(place.time).toISOString()}~${place.position}~${storeId}`;
}

/** Throws a `Problem` for a cursor that is damaged or of another store. */
export function readCursor(text: string, storeId: string): EntryCursor {
  const [time = '', position = '', store] = text.split('~');
  if (Number.isNaN(Date.parse(time)) || !/^\d{1,18}$/.test(position)) throw new Problem(400, 'CURSOR_INVALID', 'a cursor is taken as it is from an earlier page');
  if (store !== storeId) throw new Problem(400, 'CURSOR_OF_ANOTHER_STORE', 'this cursor is from another store; start from the first page');
  return { time: Date.parse(time), position: BigInt(position) };
}
