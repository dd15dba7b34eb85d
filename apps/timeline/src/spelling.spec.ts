// Pure: the rules of spelling, nothing else.
import fc from 'fast-check';
import { plain, soundOf, wordsOf } from './spelling.rules';

describe('plain spelling', () => {
  it.each([
    ['Müller', 'mueller'],
    ['MUELLER', 'mueller'],
    ['Mu\u0308ller', 'mueller'],
    ['Straße', 'strasse'],
    ['Çağlar Łukasz Ångström', 'caglar lukasz aangstroem'],
    ['jen+x@example.com', 'jen+x@example.com'],
    ['Ǣlfric Ǿrsted', 'aelfric oersted'],
    ['陳大文', '陳大文'],
  ])('of %s is %s', (text, spelt) => expect(plain(text)).toBe(spelt));

  it('is one, however often it is asked for', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(plain(plain(text))).toBe(plain(text))));
  });
});

describe('the words of a name', () => {
  it.each([
    ['Dr. Anna-Lena Müller', ['anna', 'lena', 'mueller']],
    ['Acme Hydraulik GmbH & Co. KG', ['acme', 'hydraulik']],
    ['Turnverein Bonn e. V.', ['turnverein', 'bonn']],
    ['GmbH', ['gmbh']],
    [' – ', []],
  ])('%s are %j', (name, words) => expect(wordsOf(name)).toEqual(words));
});

describe('the sound of a word', () => {
  it.each([
    ['wikipedia', '3412'],
    ['muellerluedenscheidt', '65752682'],
    ['breschnew', '17863'],
    ['heinz', '068'],
    ['phillip', '351'],
    ['xaver', '4837'],
    ['', ''],
  ])('%s is %s', (word, sound) => expect(soundOf(word)).toBe(sound));

  it.each([['meier', 'mayr'], ['schmidt', 'schmitt'], ['mueller', 'miller'], ['anna', 'anne'], ['stephan', 'stefan'], ['christine', 'kristine']])('%s and %s sound alike', (one, other) => expect(soundOf(one)).toBe(soundOf(other)));
  it('others do not', () => expect(soundOf('mueller')).not.toBe(soundOf('maurer')));
});
