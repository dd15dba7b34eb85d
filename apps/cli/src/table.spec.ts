// Real: all of it; pure text.
import { plain, table } from './table';

it('lines up columns, numbers to the right, nothing as a dash', () => {
  expect(table(['VIEW', 'BEHIND', 'TROUBLE'], [['timeline', 7, null], ['links', 120, 'STORE_BUSY']])).toBe(['VIEW      BEHIND  TROUBLE', 'timeline       7  –', 'links        120  STORE_BUSY', ''].join('\n'));
});

it('keeps a cell on one line', () => {
  expect(table(['WHY'], [['first\nsecond']])).toBe('WHY\nfirst second\n');
});

it('lets nobody steer the terminal with what they wrote', () => {
  expect(plain('\u001b[2Jgone\u0007\u202e')).toBe('�[2Jgone��');
  expect(plain('Zeile 1\n\tZeile 2 – ä€🙂')).toBe('Zeile 1\n\tZeile 2 – ä€🙂');
});
