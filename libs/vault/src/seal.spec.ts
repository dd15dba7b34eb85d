// Real: everything here is pure; keys are random.
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { MAX_DEPTH, containsReserved, refusalOf } from './reserved';
import { ERASED, isErased, isSealed, pointer, sealValue, unsealValue, type Sealed } from './seal';

const key = randomBytes(32);
const place = { eventId: '0199f0a0-0000-7000-8000-000000000001', path: '/contact/value' };
const seal = (value: unknown, at = place): Sealed => sealValue(value, 'email:1.abc', key, at);
const damaged = expect.objectContaining({ name: 'VaultError', code: 'SEAL_DAMAGED' });

/** As JSON knows it: -0 is 0. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);

function changed(text: string, at: number): string {
  const bytes = Buffer.from(text, 'base64url');
  const index = at % bytes.length;
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return bytes.toString('base64url');
}

describe('a sealed value', () => {
  it('opens to what it was', () => {
    fc.assert(fc.property(json, (value) => expect(unsealValue(seal(value), key, place)).toEqual(value)));
  });

  it('is equal for equal content, whatever the order of its members', () => {
    fc.assert(fc.property(json, (value) => expect(seal(JSON.parse(JSON.stringify(value)))).toEqual(seal(value))));
    expect(seal({ a: 1, b: 2 })).toEqual(seal({ b: 2, a: 1 }));
  });

  it('shares no nonce with other content, another place or another key', () => {
    const nonces = [seal('a'), seal('b'), seal('a', { ...place, path: '/x' }), seal('a', { ...place, eventId: 'y' }), sealValue('a', 'x', randomBytes(32), place)].map((sealed) => sealed.$sealed.n);
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  it('is refused with any byte changed', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.constantFrom('n' as const, 'c' as const), (value, at, part) => {
        const { $sealed } = seal(value);
        expect(() => unsealValue({ $sealed: { ...$sealed, [part]: changed($sealed[part], at) } }, key, place)).toThrow(damaged);
      }),
    );
  });

  it('is refused in another spelling of the same bytes', () => {
    const { $sealed } = seal('four');
    for (const c of [`${$sealed.c}=`, `${$sealed.c}!`, ` ${$sealed.c}`]) expect(() => unsealValue({ $sealed: { ...$sealed, c } }, key, place)).toThrow(damaged);
  });

  it('is refused at another path, in another event and with another key', () => {
    expect(() => unsealValue(seal('x'), key, { ...place, path: '/other' })).toThrow(damaged);
    expect(() => unsealValue(seal('x'), key, { ...place, eventId: 'another' })).toThrow(damaged);
    expect(() => unsealValue(seal('x'), randomBytes(32), place)).toThrow(damaged);
  });

  it('is refused when truncated or of a later version', () => {
    const { $sealed } = seal('x');
    expect(() => unsealValue({ $sealed: { ...$sealed, c: 'AAAA' } }, key, place)).toThrow(damaged);
    expect(() => unsealValue({ $sealed: { ...$sealed, v: 2 } } as unknown as Sealed, key, place)).toThrow(damaged);
  });

  it('reads as erased without its key', () => {
    expect(unsealValue(seal('x'), null, place)).toBe(ERASED);
    expect(isErased(JSON.parse(JSON.stringify(ERASED)))).toBe(true);
    expect(isErased({ $erased: false })).toBe(false);
  });

  it('does not show its content', () => {
    expect(JSON.stringify(seal('jen@example.com'))).not.toContain('jen');
  });

  it('refuses what is no JSON', () => {
    expect(() => seal(Number.NaN)).toThrow(TypeError);
    expect(() => seal(undefined)).toThrow(TypeError);
  });

  it('keeps the shape that is stored', () => {
    // A golden value: if this changes, nothing that is stored can be repeated or opened.
    const golden = sealValue({ b: 'ü', a: [1, null] }, 'email:1.abc', Buffer.alloc(32, 7), place);
    expect(golden).toEqual({ $sealed: { v: 1, k: 'email:1.abc', n: 'U2SS10J1-C5ulU3q', c: 'L4GxsbDtOQSr-6s23YQkOJFfN3PouwulMf9wwk1M2Ui1Mehaero7' } });
  });
});

describe('a JSON pointer', () => {
  it('escapes as RFC 6901 says', () => {
    expect(pointer(pointer('', 'a/b'), 'c~d')).toBe('/a~1b/c~0d');
    expect(pointer('/list', 0)).toBe('/list/0');
  });
});

describe('data from outside', () => {
  it.each([{ $sealed: 1 }, { a: [{ b: { $erased: true } }] }, [[{ $sealed: null }]]])('%j would be mistaken for our own', (data) => {
    expect(containsReserved(data)).toBe(true);
    expect(refusalOf(data)).toBe('reserved');
  });

  it('may have any other member', () => {
    expect(refusalOf({ sealed: 1, erased: [true], $other: { text: '$sealed' } })).toBeNull();
    expect(isSealed({ $sealed: 'by somebody else' })).toBe(false);
  });

  it('may not be deeper than every walk over it can go', () => {
    const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect(refusalOf(nested(MAX_DEPTH))).toBeNull();
    expect(refusalOf(nested(MAX_DEPTH + 1))).toBe('too-deep');
    expect(refusalOf(nested(100_000))).toBe('too-deep');
  });
});
