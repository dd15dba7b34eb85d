// Real: every file of this checkout.
import { ourFiles, type SourceFile } from './sources';

/** `/docs` knows the bodies of all apps by the names of their classes: of two that are called the same it shows one, in both places. */
function namedTwice(files: readonly SourceFile[]): readonly string[] {
  const bodies = files.filter(({ path }) => /^(apps|libs)\/.*\.ts$/.test(path) && !path.endsWith('.spec.ts'));
  const places = bodies.flatMap(({ path, text }) => [...text.matchAll(/^(?:export )?(?:abstract )?class (\w+Request)\b/gm)].map(([, name]) => ({ name, path })));
  return places.filter(({ name }, index) => places.findIndex((place) => place.name === name) < index).map(({ name, path }) => `${path}: another file has a ${name} too`);
}

it('calls no two bodies of requests the same', () => expect(namedTwice(ourFiles())).toEqual([]));

it('finds two that are', () => {
  const text = 'export class WordingRequest {}';
  expect(namedTwice([{ path: 'apps/a/src/a.ts', text }, { path: 'apps/b/src/b.ts', text }])).toEqual(['apps/b/src/b.ts: another file has a WordingRequest too']);
});
