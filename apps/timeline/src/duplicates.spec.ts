// Real: the keys, the score and the queries of duplicates, over their views' pure fold. The people are simulated.
import type { StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import fc from 'fast-check';
import { likenessOf, namesLikeness, type Compared } from './duplicates-score';
import { likesOf, type Traits } from './duplicates.rules';
import { likenessView, type LikenessDocument } from './duplicates.view';

const traits = (more: Partial<Traits>): Traits => ({ names: [], emails: [], phones: [], addresses: [], ...more });
const meet = (one: Partial<Traits>, other: Partial<Traits>): boolean => {
  const others = new Set(likesOf(traits(other)));
  return likesOf(traits(one)).some((like) => others.has(like));
};

describe('keys', () => {
  it.each([
    ['Anna Müller', 'Anna Mueller'],
    ['Anna Müller', 'MÜLLER, Anne'],
    ['Anna Müller', 'Anna Mülelr'],
    ['Christine Schmidt', 'Kristine Schmitt'],
    ['Anna Müller', 'Dr. Anna Lena Müller'],
    ['Anna Müller', 'Anna Mütler'],
    ['Acme Hydraulik GmbH', 'ACME Hydraulik AG'],
    ['Bosch', 'Bossch GmbH'],
  ])('%s meets %s', (one, other) => expect(meet({ names: [one] }, { names: [other] })).toBe(true));

  it.each([
    ['Anna Müller', 'Bernd Müller'],
    ['Anna Müller', 'Anna Schmidt'],
    ['Acme Hydraulik', 'Acme Pneumatik'],
  ])('%s does not meet %s', (one, other) => expect(meet({ names: [one] }, { names: [other] })).toBe(false));

  it('find a telephone, an address and an e-mail address however they are written', () => {
    expect(meet({ phones: ['+49 (0)170 1234567'] }, { phones: ['0170/123 45-67'] })).toBe(true);
    expect(meet({ phones: ['+49 170 1234567'] }, { phones: ['+49 170 1234568'] })).toBe(false);
    expect(meet({ phones: ['110'] }, { phones: ['110'] })).toBe(false);
    expect(meet({ emails: [' Jane@Example.com'] }, { emails: ['jane@example.com'] })).toBe(true);
    expect(meet({ addresses: [{ street: 'Lange Straße 5', postalCode: '53111' }] }, { addresses: [{ street: 'Lange Str. 5', postalCode: '53111', city: 'Bonn' }] })).toBe(true);
    expect(meet({ addresses: [{ street: 'Lange Straße 5' }] }, { addresses: [{ street: 'Lange Straße 5' }] })).toBe(false);
  });

  it('are few, whatever is written', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => expect(likesOf(traits({ names: [name] })).length).toBeLessThan(10)));
  });
});

describe('likeness', () => {
  const somebody = (names: readonly string[], more: Partial<Traits> = {}, kind: Compared['kind'] = 'person'): Compared => ({ kind, traits: traits({ names, ...more }) });
  const house = { addresses: [{ street: 'Lange Straße 5', postalCode: '53111' }] };

  it('is of names, whatever their order, and of a name that is part of another', () => {
    expect(namesLikeness(['Anna Müller'], ['Mueller, Anna'])).toBe(100);
    expect(namesLikeness(['Anna Müller'], ['Anna Lena Müller'])).toBeGreaterThanOrEqual(90);
    expect(namesLikeness(['Anna Müller'], ['Bernd Müller'])).toBeLessThan(85);
    expect(namesLikeness([], ['Bernd Müller'])).toBe(0);
  });

  it('grows with each thing two have in common', () => {
    const anna = somebody(['Anna Müller'], { phones: ['+49 170 1234567'] });
    const byName = likenessOf(anna, somebody(['Anna Müller']))?.score ?? 0;
    const byBoth = likenessOf(anna, somebody(['Anna Müller'], { phones: ['0170 1234567'] }))?.score ?? 0;
    expect([byName > 0, byBoth > byName, byBoth < 100]).toEqual([true, true, true]);
    expect(likenessOf(anna, somebody(['Bernd Meier']), ['identifier'])).toEqual({ score: 100, evidence: [{ kind: 'identifier', likeness: 100 }] });
    expect(likenessOf(anna, somebody(['Bernd Meier']))).toBeNull();
  });

  it('is of an address only beside a word of the name, or where a name is not known: a house has many doors', () => {
    expect(likenessOf(somebody(['Anna Müller'], house), somebody(['Bernd Müller'], house))?.evidence).toEqual([{ kind: 'address', likeness: 100 }]);
    expect(likenessOf(somebody([], house), somebody(['Bernd Müller'], house))?.evidence).toEqual([{ kind: 'address', likeness: 100 }]);
    expect(likenessOf(somebody(['Anna Schmidt'], house), somebody(['Bernd Müller'], house))).toBeNull();
  });

  it('of a person and a company is neither of name nor of address', () => {
    const shop = somebody(['Anna Müller'], { ...house, emails: ['a@example.com'] }, 'company');
    expect(likenessOf(somebody(['Anna Müller'], { ...house, emails: ['a@example.com'] }), shop)?.evidence).toEqual([{ kind: 'email', likeness: 100 }]);
  });
});

describe('whom the keys are kept for', () => {
  const event = (type: string, data: unknown, parties: StoredEvent['parties']): StoredEvent =>
    ({ id: '1', type, data, parties, subject: 'lane', stream: 's', occurredAt: '2026-01-01T00:00:00.000Z', recordedAt: '2026-01-01T00:00:00.000Z', position: 1n, revision: 0 }) as unknown as StoredEvent;
  const kept = (...events: readonly StoredEvent[]) => [...foldView(likenessView, events).documents.values()] as unknown as readonly LikenessDocument[];

  it('is whoever an event gives a name, contacts or an address', () => {
    const created = event('customer.profile-created', { customer: {}, kind: 'person', lastName: 'Müller', firstName: 'Anna', phones: [{ number: '+49 170 1234567' }], emails: [{ address: 'A@example.com' }] }, [{ node: 'n', role: 'customer' }]);
    expect(kept(created)).toEqual(expect.arrayContaining([{ like: 'phone:701234567', node: 'n', name: 'Anna Müller' }, { like: 'email:a@example.com', node: 'n', name: 'Anna Müller' }, { like: 'name:mueller an', node: 'n', name: 'Anna Müller' }]));
  });

  it('is a company by its identifier, unless that is an id', () => {
    const concerning = (value: string): StoredEvent => event('service.ticket-opened', {}, [{ node: 'c', role: 'company', identifier: { type: 'company', value } }]);
    expect(kept(concerning('Acme GmbH'))).toEqual([{ like: 'name:086', node: 'c', name: 'Acme GmbH' }]);
    expect(kept(concerning('0190a4b2-1111-7000-8000-00000000000a'))).toEqual([]);
  });

  it('is a customer of another system by the traits it tells', () => {
    expect(kept(event('identify', { traits: { name: 'Bosch', email: 'b@example.com', phone: 7 } }, [{ node: 'n', role: 'customer' }])).map(({ like }) => like)).toEqual(['name:18', 'email:b@example.com']);
  });

  it('is nobody where nobody is known', () => expect(kept(event('service.ticket-opened', { subject: 'x' }, []))).toEqual([]));
});
