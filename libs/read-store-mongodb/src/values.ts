import type { JsonObject } from '@throughline/kernel';
import { scalarAt, type Scalar } from '@throughline/read-store';

/**
 * How texts and scalars stand in MongoDB. Its own order is the port's order (null < numbers < strings < booleans) and its comparisons stay
 * within one type, so scalars stand as they are.
 */

/**
 * Texts whose order counts. MongoDB compares UTF-8, other servers of its protocol compare UTF-16, which puts U+FF5E above an emoji.
 * With U+E000 before what lies above the surrogates and U+E001 before what needs two of them, both are the order of code points.
 */
export function toText(text: string): string {
  return BEYOND.test(text) ? text.replaceAll(/[\ue000-\uffff]|[\ud800-\udbff][\udc00-\udfff]/g, (found) => (found.length === 1 ? '\ue000' : '\ue001') + found) : text;
}

export function fromText(text: string): string {
  return BEYOND.test(text) ? text.replaceAll(/\ue000([^])|\ue001([^]{2})/g, '$1$2') : text;
}

const BEYOND = /[\ud800-\uffff]/;

/** What is asked for, beside the body, which is one text: no name of somebody's data ever becomes a path of ours. */
export interface Fields {
  /** The scalar at each index; always there, so that nobody takes what is not filled in yet for nothing. */
  readonly f: Readonly<Record<string, Scalar>>;
  /** In lower case, where that is another text. */
  readonly l: Readonly<Record<string, string>>;
}

export function fieldsOf(body: JsonObject, paths: readonly string[]): Fields {
  const f: Record<string, Scalar> = {};
  const l: Record<string, string> = {};
  for (const path of paths) {
    const value = scalarAt(body, path);
    const stored = toValue(value);
    f[fieldName(path)] = stored;
    if (typeof value === 'string' && value.toLowerCase() !== stored) l[fieldName(path)] = value.toLowerCase();
  }
  return { f, l };
}

/** A dot would be a path, a dollar an operator; a name may not hold U+0000. */
export function fieldName(path: string): string {
  return path.replaceAll(/[.$%\0]/g, (found) => `%${found.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

export function toValue(value: Scalar): Scalar {
  return typeof value === 'string' ? toText(value) : value;
}
