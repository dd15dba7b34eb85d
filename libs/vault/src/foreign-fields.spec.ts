// Real: everything here is pure; bodies are like those of Segment's documentation. Keys are random.
import { randomBytes } from 'node:crypto';
import type { Identifier } from '@throughline/kernel';
import fc from 'fast-check';
import { Clues } from './clues';
import { foreignOwners, foreignRules, sealForeignFields } from './foreign-fields';
import { plainName } from './personal-names';
import { ERASED, isSealed } from './seal';
import { unsealFields } from './unseal';

const eventId = '0199f0a0-0000-7000-8000-000000000001';
const owner = 'user:1.abc';
const key = randomBytes(32);
const user: Identifier = { type: 'user', value: '97980cfea0067' };

function sealed<T>(data: T, identifiers: readonly Identifier[] = [user], extra: readonly string[] = []): T {
  return sealForeignFields(data, foreignRules(extra), { owner, clues: new Clues(identifiers), eventId, key });
}

/** The paths of what was sealed. */
function paths(value: unknown, at = ''): readonly string[] {
  if (isSealed(value)) return [at];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => paths(member, `${at}/${name}`));
}

describe('personal fields of a foreign type', () => {
  it('finds what a Segment track call tells about a person', () => {
    const body = {
      type: 'track',
      event: 'Report Submitted',
      anonymousId: '507f191e810c19729de860ea',
      userId: '97980cfea0067',
      messageId: '022bb90c-bbac-11e4-8dfc-aa07a5b093db',
      context: {
        ip: '8.8.8.8',
        app: { name: 'InitechGlobal', version: '545' },
        campaign: { name: 'TPS Innovation Newsletter', source: 'Newsletter' },
        device: { id: 'B5372DB0', name: 'maguro' },
        os: { name: 'iPhone OS' },
        page: { url: 'https://initech.example/u/97980cfea0067', title: 'Academy' },
        traits: { email: 'peter@example.com', plan: 'pro' },
        userAgent: 'Mozilla/5.0',
      },
      properties: { invitee_first_name: 'Peter', invitee_email: 'p@example.com', plan: 'Pro Annual', revenue: 12.5 },
    };
    expect(paths(sealed(body))).toEqual([
      '/anonymousId',
      '/userId',
      '/context/ip',
      '/context/device',
      '/context/page/url',
      '/context/traits',
      '/context/userAgent',
      '/properties/invitee_first_name',
      '/properties/invitee_email',
    ]);
  });

  it.each(['firstName', 'first_name', 'First Name', 'FIRST-NAME', 'first.name', '$first_name', 'firstName2'])('knows %s as a first name', (name) => {
    expect(plainName(name)).toBe('firstname');
    expect(isSealed(sealed({ [name]: 'Peter' })[name])).toBe(true);
  });

  it.each(['plan', 'email_subject', 'list_name', 'trip', 'membership', 'zipped', 'emails_sent', 'state', 'title', 'version'])('leaves %s in clear', (name) => {
    expect(paths(sealed({ [name]: 'anything' }))).toEqual([]);
  });

  it('seals a traits or address object as one value', () => {
    expect(paths(sealed({ traits: { a: { b: 1 } }, order: { shipping_address: { city: 'Bonn', country: 'DE' } } }))).toEqual(['/traits', '/order/shipping_address']);
  });

  it('seals names a source has added, in any spelling', () => {
    expect(paths(sealed({ 'Loyalty-Card': '1', loyaltycard2: '2', other: '3' }, [], ['loyalty_card']))).toEqual(['/Loyalty-Card', '/loyaltycard2']);
  });

  it('seals e-mail addresses wherever they are', () => {
    expect(paths(sealed({ x: ['none', 'to jen@example.com, please'], y: 'https://a.example/?e=jen%40example.com', z: 'a @ b.' }))).toEqual(['/x/1', '/y']);
  });

  it('seals a whole object whose names are e-mail addresses', () => {
    expect(paths(sealed({ votes: { 'jen@example.com': 'yes', other: 'no' } }))).toEqual(['/votes']);
    expect(isSealed(sealed({ 'jen@example.com': 'yes' }))).toBe(true);
  });

  it("seals the event's own identifiers in any case, in links and inside other texts", () => {
    const identifiers = [{ type: 'user', value: 'Jen Doe' }];
    expect(paths(sealed({ a: 'for JEN DOE only', b: '/u/jen%20doe', c: 'Jen' }, identifiers))).toEqual(['/a', '/b']);
  });

  it('takes a short identifier only as a whole word, in numbers only as the whole number', () => {
    expect(paths(sealed({ a: 'user 42 came', b: 'room 421', c: 42, d: 421 }, [{ type: 'user', value: '42' }]))).toEqual(['/a', '/c']);
  });

  it('finds a phone number in another spelling', () => {
    const identifiers = [{ type: 'phone', value: '+49 (0)170 1234567' }];
    expect(paths(sealed({ a: 'call 0170/123 45 67', b: 491701234567, c: 'call 0170/123' }, identifiers))).toEqual(['/a', '/b']);
  });

  it('leaves companies in clear', () => {
    expect(paths(sealed({ account: 'Initech' }, [{ type: 'company', value: 'Initech' }]))).toEqual([]);
  });

  it('seals numbers and lists under a personal name, and leaves null', () => {
    expect(paths(sealed({ age: 40, emails: ['x'], phone: null }))).toEqual(['/age', '/emails']);
  });

  it('seals a mere text whole', () => {
    expect(isSealed(sealed('anything at all'))).toBe(true);
    expect(sealed(7)).toBe(7);
    expect(sealed(null)).toBeNull();
  });

  it('needs a key only where there is something to seal', () => {
    expect(foreignOwners({ plan: 'pro' }, foreignRules(), { owner, clues: new Clues([user]) })).toEqual([]);
    expect(foreignOwners({ plan: 'pro', name: 'x' }, foreignRules(), { owner, clues: new Clues([user]) })).toEqual([owner]);
  });

  it('stores erased for an owner who was erased before', () => {
    const context = { owner, clues: new Clues([user]), eventId, key: null };
    expect(sealForeignFields({ plan: 'pro', name: 'x' }, foreignRules(), context)).toEqual({ plan: 'pro', name: ERASED });
  });

  it('is not slowed down by texts made to slow it down', () => {
    const nasty = [`${'a'.repeat(200_000)} @`, '%40'.repeat(60_000), '@a.'.repeat(60_000)];
    expect(paths(sealed({ nasty }))).toEqual([]);
  });

  it('gives back any data it has sealed, and seals equal data equally', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('email', 'name', 'traits', '__proto__', 'a/b', 'app', 'jen@example.com'));
    const { data } = fc.letrec((again) => ({
      data: fc.oneof({ depthSize: 'small' }, fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(user.value), fc.array(again('data')), fc.dictionary(name, again('data'))),
    }));
    fc.assert(
      fc.property(data, (member) => {
        const value = { member };
        const stored = JSON.stringify(sealed(value));
        expect(JSON.stringify(sealed(value))).toBe(stored);
        // Key order inside a sealed value is the canonical one.
        expect(unsealFields(JSON.parse(stored) as unknown, eventId, () => key)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(stored).not.toContain(user.value);
      }),
    );
  });
});
