import type { JsonObject } from '@throughline/kernel';
import type { Scalar, Where } from './read-store';

/**
 * What a `Where` and an `orderBy` mean, said once for all adapters.
 *
 * Order: null (and what is missing or no scalar) < numbers < strings by code point < false < true. It is the order of MongoDB,
 * and of SQLite when a boolean is kept as a blob, so that every shelf pages alike.
 */

/** The scalar at a dotted path; `null` where there is none. Follows own members only: `__proto__` is a name like any other. */
export function scalarAt(body: JsonObject, path: string): Scalar {
  let value: unknown = body;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

export function compareScalars(a: Scalar, b: Scalar): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === 'string') return compareText(a, b as string);
  return Number(a) - Number(b);
}

function rankOf(value: Scalar): number {
  if (value === null) return 0;
  if (typeof value === 'number') return 1;
  return typeof value === 'string' ? 2 : 3;
}

/** By code point, as databases compare UTF-8; `<` compares UTF-16 units, which puts U+FF5E above an emoji. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

/** Half of a code point beyond U+FFFF, so above every unit that stands alone. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Ignores case by Unicode's own rules, of no language: `STRAßE` holds `aße`, `MÜLLER` holds `müll`. */
export function containsText(text: Scalar, part: string): boolean {
  return typeof text === 'string' && text.toLowerCase().includes(part.toLowerCase());
}

/** `gte` and `lt` compare within one type only: a number is neither below nor above a string, and nothing is beside null. */
export function matches(body: JsonObject, where: Where): boolean {
  return Object.entries(where).every(([path, condition]) => holds(scalarAt(body, path), condition));
}

function holds(value: Scalar, condition: Where[string]): boolean {
  if (condition === null || typeof condition !== 'object') return value === condition;
  if ('in' in condition) return condition.in.includes(value);
  if ('contains' in condition) return containsText(value, condition.contains);
  return inRange(value, condition.gte, condition.lt);
}

function inRange(value: Scalar, gte: Scalar | undefined, lt: Scalar | undefined): boolean {
  const comparable = (bound: Scalar) => value !== null && typeof value === typeof bound;
  if (gte !== undefined && !(comparable(gte) && compareScalars(value, gte) >= 0)) return false;
  return lt === undefined || (comparable(lt) && compareScalars(value, lt) < 0);
}
