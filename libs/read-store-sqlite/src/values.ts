import type { DatabaseSync } from '@photostructure/sqlite';
import type { JsonObject } from '@throughline/kernel';
import { containsText, scalarAt, type Scalar } from '@throughline/read-store';

/**
 * How scalars stand in a column, so that SQLite's own order is the port's order (null < numbers < strings < false < true) and no
 * comparison meets SQL's NULL: null is minus infinity, which JSON cannot say; a boolean is a blob of one byte. A positive number
 * below 2^-52 counts as 0, because the driver binds it so [1.2.1]; bodies keep it as it is.
 */
export type SqlValue = number | bigint | string | Uint8Array;

export const NULL = -Infinity;
const FALSE = new Uint8Array([0]);
const TRUE = new Uint8Array([1]);

export function toColumn(value: Scalar): SqlValue {
  if (value === null) return NULL;
  if (typeof value === 'boolean') return value ? TRUE : FALSE;
  if (typeof value === 'string') return toText(value);
  return value > 0 && value < Number.EPSILON ? 0 : value;
}

/** The driver cuts text at U+0000 [1.2.1]. U+0001 escapes it and itself, which keeps the order of texts. Bodies are JSON and need none. */
export function toText(text: string): string {
  return ESCAPED.test(text) ? text.replaceAll('\u0001', '\u0001\u0002').replaceAll('\0', '\u0001\u0001') : text;
}

export function fromText(text: string): string {
  return text.includes('\u0001') ? text.replaceAll('\u0001\u0001', '\0').replaceAll('\u0001\u0002', '\u0001') : text;
}

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const ESCAPED = /[\0\u0001]/;

/** `field(body, path)`: a path without a column of its own, read as slowly as that is. `contains_text(column, part)`: ignores case. */
export function addFunctions(database: InstanceType<typeof DatabaseSync>): void {
  database.function('field', { deterministic: true }, (body: string, path: string) => toColumn(scalarAt(JSON.parse(body) as JsonObject, fromText(path))));
  database.function('contains_text', { deterministic: true }, (value: unknown, part: string) =>
    typeof value === 'string' && containsText(fromText(value), fromText(part)) ? 1 : 0,
  );
}
