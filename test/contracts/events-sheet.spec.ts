// Real: the catalogue, its goldens and docs/events.md of this checkout.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eventsSheet } from './events-sheet';

it('docs/events.md is what the catalogue says today (else: npm run docs)', () => {
  expect(readFileSync(path.join(__dirname, '../../docs/events.md'), 'utf8')).toBe(eventsSheet(path.join(__dirname, 'goldens')));
});
