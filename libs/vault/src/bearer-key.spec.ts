// Real: the keys themselves.
import { hashBearerKey, newBearerKey } from './bearer-key';

describe('a bearer key', () => {
  it('says its kind and has 256 random bits', () => {
    expect(newBearerKey('staff')).toMatch(/^tl_staff_[\w-]{43}$/);
    expect(newBearerKey('source')).toMatch(/^tl_source_[\w-]{43}$/);
    expect(newBearerKey('staff')).not.toBe(newBearerKey('staff'));
  });

  it('is kept as its SHA-256', () => {
    expect(hashBearerKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
