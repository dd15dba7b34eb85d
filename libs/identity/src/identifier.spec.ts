// Real: the reading of identifiers, whole.
import { candidateIdentifiers, parseIdentifier } from './identifier';

describe('an identifier as people write it', () => {
  it.each([
    ['email:jane@example.com', 'email', 'jane@example.com'],
    ['jane@example.com', 'email', 'jane@example.com'],
    ['  Jane@Example.COM ', 'email', 'Jane@Example.COM'],
    ['mailto:jane@example.com', 'email', 'jane@example.com'],
    ['+49 (0)30 / 1234-56', 'phone', '+49 (0)30 / 1234-56'],
    ['0049 30 1234', 'phone', '0049 30 1234'],
    ['tel:+49301234', 'phone', '+49301234'],
    ['030 1234', 'user', '030 1234'],
    ['company:Acme & Sons: Ltd.', 'company', 'Acme & Sons: Ltd.'],
    ['user-id:7', 'user', '7'],
    ['anonymous-id:abc', 'anonymous', 'abc'],
    ['cookie:abc', 'cookie', 'abc'],
    ['c-4711', 'user', 'c-4711'],
    ['https://shop.example/u/7', 'user', 'https://shop.example/u/7'],
    ['urn:uuid:7', 'user', 'urn:uuid:7'],
    ['Company:Acme', 'user', 'Company:Acme'],
    ['company: Acme', 'company', 'Acme'],
    ['two words', 'user', 'two words'],
    ['jane doe@example.com', 'user', 'jane doe@example.com'],
    ['a@b@c', 'user', 'a@b@c'],
    ['Zoë', 'user', 'Zoë'],
    ['constructor:7', 'constructor', '7'],
    [`user:${'x'.repeat(320)}`, 'user', 'x'.repeat(320)],
  ])('%s is of type %s', (text, type, value) => expect(parseIdentifier(text)).toEqual({ type, value }));

  it.each([[''], ['   '], ['x'.repeat(321)], [`user:${'x'.repeat(321)}`], [`user:${'x'.repeat(400)}`], ['half \ud800'], ['user:\udc00'], ['user:'], ['user:   ']])('nothing is meant by "%s"', (text) => expect(parseIdentifier(text)).toBeNull());
});

describe('who may be meant by a text without a type', () => {
  it('is a user first, then whoever else is called so', () => {
    expect(candidateIdentifiers('4711')).toEqual(['user', 'company', 'anonymous', 'device', 'phone'].map((type) => ({ type, value: '4711' })));
  });

  it.each([
    ['user:4711', 'user'],
    ['jane@example.com', 'email'],
    ['+49 30 1234', 'phone'],
  ])('is nobody else for %s', (text, type) => expect(candidateIdentifiers(text).map((identifier) => identifier.type)).toEqual([type]));

  it.each([['https://shop.example/u/7'], ['urn:company:7']])('does not take the scheme of %s for a type', (text) => expect(candidateIdentifiers(text).map(({ type }) => type)).toContain('company'));

  it('is nobody for nothing', () => expect(candidateIdentifiers(' ')).toEqual([]));
});
