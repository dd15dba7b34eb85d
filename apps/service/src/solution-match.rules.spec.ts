// Pure: the ranking, nothing else.
import { likest, significantWords } from './solution-match.rules';

const one = (name: string, text: string, products: readonly string[] = [], categories: readonly string[] = []) => ({ name, words: significantWords(text), products, categories });
const names = (found: readonly { readonly name: string }[]) => found.map(({ name }) => name);

it('reads words of any language, without the short ones', () => {
  expect([...significantWords('Die Pumpe tropft – an der Dichtung! GTX9000, größer')]).toEqual(['pumpe', 'tropft', 'dichtung', 'gtx9000', 'größer']);
  expect(significantWords(null).size).toBe(0);
});

it('finds what has rare words in common before what has common ones', () => {
  const candidates = [one('pump', 'pump leaks'), one('pump again', 'pump stops'), one('seal', 'pump seal worn')];
  expect(names(likest(one('asked', 'the pump needs a new seal'), candidates, 10))).toEqual(['seal', 'pump', 'pump again']);
  expect(names(likest(one('asked', 'the pump needs a new seal'), candidates, 1))).toEqual(['seal']);
});

it('counts product and category, and leaves out what has nothing in common', () => {
  const candidates = [one('other', 'invoice wrong'), one('category', '', [], ['Seals']), one('product', '', ['GTX Pro'])];
  expect(names(likest(one('asked', 'leaks', ['GTX Pro'], ['Seals']), candidates, 10))).toEqual(['product', 'category']);
});
