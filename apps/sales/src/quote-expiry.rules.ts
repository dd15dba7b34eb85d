import { DateTime } from 'luxon';

const DEFAULT_ZONE = 'UTC';

/** When the last day is over in its zone, in milliseconds since 1970; `null` = it has no last day, or the zone is not known. */
export function expiryOf({ validUntil, zone = DEFAULT_ZONE }: { readonly validUntil?: string | undefined; readonly zone?: string | undefined }): number | null {
  if (validUntil === undefined) return null;
  const day = DateTime.fromISO(validUntil, { zone });
  return day.isValid ? day.plus({ days: 1 }).startOf('day').toMillis() : null;
}
