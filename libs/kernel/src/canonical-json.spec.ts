// Pure: canonical JSON against what JSON.stringify itself writes.
import fc from 'fast-check';
import { canonicalJson } from './canonical-json';

describe('canonicalJson', () => {
  it('sorts keys by UTF-16 code units, at every depth', () => {
    expect(canonicalJson({ b: 1, a: { '10': 1, '9': 2, ö: 3, '😀': 4, '\ufb33': 5 } })).toBe('{"a":{"10":1,"9":2,"ö":3,"😀":4,"\ufb33":5},"b":1}');
  });

  it('leaves out undefined members and writes undefined items as null, as JSON.stringify does', () => {
    expect(canonicalJson({ a: undefined, b: [undefined, null], c: {}, d: [] })).toBe('{"b":[null,null],"c":{},"d":[]}');
  });

  it('writes scalars as ECMAScript does', () => {
    for (const value of [-0, 1e21, 1e-7, 0.1, 123, true, false, null, '', 'a"b\\c', '\u0000\u001f\u007f\u2028', '\ud800', 'a\udc00', '😀'])
      expect(canonicalJson(value)).toBe(JSON.stringify(value));
  });

  it('is JSON of the same value, and the same for any order of keys', () => {
    const reordered = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reordered);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).toReversed().map(([key, member]) => [key, reordered(member)]));
    };
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reordered(value))).toBe(text);
      }),
    );
  });

  it('refuses what JSON has no word for', () => {
    for (const value of [Number.NaN, Infinity, 1n, () => 1, Symbol('x')]) expect(() => canonicalJson({ value })).toThrow(TypeError);
  });
});
