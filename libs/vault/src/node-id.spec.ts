// Real: everything here is pure.
import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { NodeNames, isPersonalType, normalise } from './node-id';

const secret = randomBytes(32);
const { node } = new NodeNames(secret);

describe('an identifier', () => {
  it.each([
    ['email', '  Jen.DOE@Example.com ', 'jen.doe@example.com'],
    ['email', 'Zoe\u0308@example.com', 'zo\u00eb@example.com'],
    ['email', 'JÜRGEN@EXAMPLE.DE', 'jürgen@example.de'],
    ['phone', '+49 (0)30 / 123-45.67', '+49301234567'],
    ['phone', '0049 30 1234567', '+49301234567'],
    ['phone', '+1 (410) 555‑9412', '+14105559412'],
    ['phone', ' 030 1234567 ', '030 1234567'],
    ['phone', '+49 30 1234567 ext. 5', '+49 30 1234567 ext. 5'],
    ['phone', '+0000000', '+0000000'],
    ['phone', '+1234567890123456', '+1234567890123456'],
    ['phone', '0012', '0012'],
    ['user', ' Jen@Example.com ', 'Jen@Example.com'],
    ['company', ' Zoe\u0308 & Sons ', 'Zo\u00eb & Sons'],
  ])('%s %j is looked up as %j', (type, value, expected) => {
    expect(normalise({ type, value })).toBe(expected);
  });

  it('is normalised once and for all', () => {
    const identifier = fc.record({ type: fc.constantFrom('email', 'phone', 'user', 'company'), value: fc.string({ unit: 'binary' }) });
    fc.assert(
      fc.property(identifier, ({ type, value }) => {
        const once = normalise({ type, value });
        expect(normalise({ type, value: once })).toBe(once);
      }),
    );
  });

  it('of an unknown type is a person’s', () => {
    expect(['email', 'phone', 'user', 'anonymous', 'device', 'loyalty-card', 'companies'].filter(isPersonalType)).toHaveLength(7);
    expect(['company', 'product', 'campaign', 'branch'].some(isPersonalType)).toBe(false);
  });
});

describe('a node', () => {
  it('of a person is a keyed digest, by version', () => {
    const digest = createHmac('sha256', secret).update('email\njen@example.com').digest('base64url');
    expect(node({ type: 'email', value: 'Jen@Example.com' })).toBe(`email:1.${digest}`);
  });

  it('of a company or thing stands in clear', () => {
    expect(node({ type: 'company', value: ' Acme ' })).toBe('company:Acme');
    expect(node({ type: 'campaign', value: 'spring' })).toBe('campaign:spring');
  });

  it('is the same for every spelling and another for every type', () => {
    expect(node({ type: 'email', value: 'JEN@example.com' })).toBe(node({ type: 'email', value: ' jen@EXAMPLE.com' }));
    expect(node({ type: 'user', value: 'jen' })).not.toBe(node({ type: 'anonymous', value: 'jen' }).replace('anonymous', 'user'));
  });

  it('is another under another secret', () => {
    const identifier = { type: 'user', value: 'jen' };
    expect(new NodeNames(randomBytes(32)).node(identifier)).not.toBe(node(identifier));
  });

  it('is the same after it was forgotten', () => {
    const first = node({ type: 'user', value: '0' });
    for (let i = 1; i < 60_000; i++) node({ type: 'user', value: String(i) });
    expect(node({ type: 'user', value: '0' })).toBe(first);
  });
});
