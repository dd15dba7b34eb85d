import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventsSheet } from './events-sheet';

/** Run from the checkout: the goldens are no part of a build. */
const root = process.cwd();
writeFileSync(path.join(root, 'docs/events.md'), eventsSheet(path.join(root, 'test/contracts/goldens')));
process.stdout.write('docs/events.md written\n');
