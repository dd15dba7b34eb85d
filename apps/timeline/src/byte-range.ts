import type { ByteRange } from '@throughline/blob-store';

/**
 * The part a download asks for with the header `Range` (RFC 9110, 14): `bytes=0-99`, `bytes=100-`, `bytes=-100`. `null` = the whole: nothing was
 * asked, or what may be ignored (several ranges, another unit, not well formed). `unsatisfiable` = it begins behind the end.
 */
export function rangeIn(header: string | undefined, bytes: number): ByteRange | null | 'unsatisfiable' {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return Number(last) === 0 ? 'unsatisfiable' : { from: Math.max(0, bytes - Number(last)), to: bytes };
  if (last !== '' && Number(last) < Number(first)) return null;
  return Number(first) >= bytes ? 'unsatisfiable' : { from: Number(first), to: last === '' ? bytes : Math.min(Number(last) + 1, bytes) };
}
