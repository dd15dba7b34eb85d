// Pure: the real rules under given cases and under events by chance.
import fc from 'fast-check';
import type { ConsentEvent, ConsentMethod } from './consent.events';
import { consentsAfter, mayContact, NO_CONSENTS, statusOf, wordsOn, type ConsentStanding } from './consent.rules';

type Word = 'request' | 'withdraw' | 'withdraw-all' | 'object' | ConsentMethod;

function eventOf(word: Word, channel = 'email', purpose = 'newsletter'): ConsentEvent {
  const address = { type: 'email', value: 'simulated@example.com' };
  if (word === 'request') return { type: 'marketing.consent-requested', data: { address, purpose, channel, wording: { wordingId: 'w' }, source: 'form' } };
  if (word === 'withdraw') return { type: 'marketing.consent-withdrawn', data: { address, purpose, channel } };
  if (word === 'withdraw-all') return { type: 'marketing.consent-withdrawn', data: { address, purpose } };
  if (word === 'object') return { type: 'marketing.consent-objected', data: { address, purpose } };
  return { type: 'marketing.consent-confirmed', data: { address, purpose, channel, method: word } };
}

type Saying = readonly [word: Word, time: number, channel?: string, purpose?: string];

const after = (...said: readonly Saying[]): ConsentStanding =>
  said.reduce((standing, [word, time, channel, purpose], index) => consentsAfter(standing, eventOf(word, channel, purpose), { time, position: String(index) }), NO_CONSENTS);
const asked = { purpose: 'newsletter', channel: 'email' };
const allowed = (address: ConsentStanding, others: readonly ConsentStanding[] = [], wish = asked): boolean => mayContact(address, [address, ...others], wish).allowed;

it('allows nothing to an address of which nothing is known but a letter', () => {
  expect(mayContact(NO_CONSENTS, [], asked)).toEqual({
    allowed: false,
    clauses: [
      { clause: 'objection', holds: true, why: { en: 'No objection', de: 'Kein Widerspruch' }, since: null },
      { clause: 'withdrawal', holds: true, why: { en: 'No withdrawal', de: 'Kein Widerruf' }, since: null },
      { clause: 'basis', holds: false, why: { en: 'No consent', de: 'Keine Einwilligung' }, since: null },
    ],
  });
  expect(allowed(NO_CONSENTS, [], { ...asked, channel: 'letter' })).toBe(true);
});

it('allows what was confirmed: that purpose, that channel, that address', () => {
  const here = after(['request', 1], ['double-opt-in', 2]);
  expect(allowed(here)).toBe(true);
  expect(allowed(here, [], { ...asked, channel: 'phone' })).toBe(false);
  expect(allowed(here, [], { ...asked, purpose: 'survey' })).toBe(false);
  expect(mayContact(NO_CONSENTS, [here], asked).allowed).toBe(false);
  expect(allowed(after(['request', 1]))).toBe(false);
});

it('does not undo a withdrawal on one address by a later consent on another', () => {
  const [one, another] = [after(['double-opt-in', 1], ['withdraw', 2]), after(['double-opt-in', 3])];
  expect(mayContact(one, [one, another], asked).allowed).toBe(false);
  expect(mayContact(another, [one, another], asked).allowed).toBe(true);
});

it('takes a withdrawal of all channels for each of them, until consent is given again', () => {
  const gone = after(['double-opt-in', 1], ['withdraw-all', 2]);
  expect(allowed(gone)).toBe(false);
  expect(allowed(gone, [], { ...asked, channel: 'letter' })).toBe(false);
  expect(allowed(after(['double-opt-in', 1], ['withdraw-all', 2], ['double-opt-in', 3]))).toBe(true);
});

it('takes an objection for the whole person and every channel, but where consent was given later', () => {
  const [objecting, consented] = [after(['object', 2]), after(['double-opt-in', 1])];
  expect(mayContact(consented, [objecting, consented], asked).allowed).toBe(false);
  expect(mayContact(NO_CONSENTS, [objecting], { ...asked, channel: 'letter' }).allowed).toBe(false);
  expect(mayContact(NO_CONSENTS, [objecting], { purpose: 'survey', channel: 'letter' }).allowed).toBe(true);
  const again = after(['double-opt-in', 3]);
  expect(mayContact(again, [objecting, again], asked).allowed).toBe(true);
});

it('allows electronic mail to an existing customer until he refuses, and no call', () => {
  expect(allowed(after(['existing-customer', 1]))).toBe(true);
  expect(allowed(after(['existing-customer', 1, 'phone']), [], { ...asked, channel: 'phone' })).toBe(false);
  expect(allowed(after(['withdraw', 1], ['existing-customer', 2]))).toBe(false);
  expect(allowed(after(['existing-customer', 2]), [after(['object', 1])])).toBe(false);
});

it('does not let what arrives late overrule what was said later', () => {
  expect(allowed(after(['withdraw', 5], ['double-opt-in', 3]))).toBe(false);
  expect(statusOf(wordsOn(after(['withdraw', 5], ['request', 6], ['double-opt-in', 3]), 'newsletter', 'email'))).toBe('requested');
});

it.each<[string, readonly Saying[]]>([
  ['none', [['double-opt-in', 1, 'phone']]],
  ['requested', [['request', 1]]],
  ['confirmed', [['request', 1], ['double-opt-in', 2], ['request', 0]]],
  ['withdrawn', [['double-opt-in', 1], ['withdraw', 2]]],
  ['objected', [['withdraw', 1], ['object', 2]]],
  ['existing-customer', [['existing-customer', 1]]],
])('stands at %s', (status, said) => {
  expect(statusOf(wordsOn(after(...said), 'newsletter', 'email'))).toBe(status);
});

const sayings = fc.array(fc.tuple(fc.constantFrom<Word>('request', 'withdraw', 'withdraw-all', 'object', 'double-opt-in', 'written', 'existing-customer'), fc.nat({ max: 9 }), fc.constantFrom('email', 'phone'), fc.constantFrom('newsletter', 'survey')), { maxLength: 10 });

it('folds to the same whatever the order of arrival', () => {
  fc.assert(
    fc.property(sayings.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all.keys()], { minLength: all.length, maxLength: all.length }))), ([all, order]) => {
      const fold = (indexes: readonly number[]) =>
        indexes.reduce((standing, index) => {
          const [word, time, channel, purpose] = all[index] as (typeof all)[number];
          return consentsAfter(standing, eventOf(word, channel, purpose), { time, position: String(index) });
        }, NO_CONSENTS);
      expect(fold(order)).toEqual(fold([...all.keys()]));
    }),
  );
});

it('never allows more after a refusal than before it, at any address', () => {
  fc.assert(
    fc.property(sayings, sayings, fc.constantFrom<Word>('withdraw', 'withdraw-all', 'object'), fc.constantFrom('email', 'phone', 'letter'), (here, there, refusal, channel) => {
      const [one, other] = [after(...here), after(...there)];
      const refused = consentsAfter(one, eventOf(refusal, channel), { time: 99, position: '99' });
      const wish = { purpose: 'newsletter', channel };
      expect(mayContact(refused, [refused, other], wish).allowed).toBe(false);
      expect(Number(mayContact(other, [refused, other], wish).allowed)).toBeLessThanOrEqual(Number(mayContact(other, [one, other], wish).allowed));
    }),
  );
});
