// Real: nest-cli.json and the folders of this checkout.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './sources';

interface Project {
  readonly sourceRoot: string;
  readonly entryFile: string;
}

const { projects } = JSON.parse(readFileSync(path.join(ROOT, 'nest-cli.json'), 'utf8')) as { projects: Readonly<Record<string, Project>> };

/** What a folder without entry misses at start-up, and what the builder passes over in silence. */
function gaps(known: Readonly<Record<string, Project>>, folders: readonly string[], isThere: (file: string) => boolean): readonly string[] {
  const sourceRoots = new Set(Object.values(known).map(({ sourceRoot }) => sourceRoot));
  return [
    ...folders.filter((folder) => !sourceRoots.has(`${folder}/src`)).map((folder) => `${folder} is not in nest-cli.json`),
    ...Object.values(known).map(({ sourceRoot, entryFile }) => `${sourceRoot}/${entryFile}.ts`).filter((file) => !isThere(file)).map((file) => `${file} is missing`),
  ];
}

it('builds every app and lib, and each has its entry', () => {
  const folders = ['apps', 'libs'].flatMap((parent) => readdirSync(path.join(ROOT, parent)).map((name) => `${parent}/${name}`));
  expect(gaps(projects, folders, (file) => existsSync(path.join(ROOT, file)))).toEqual([]);
});

it('finds a folder that nobody builds and a project without entry', () => {
  const known = { kernel: { sourceRoot: 'libs/kernel/src', entryFile: 'index' } };
  expect(gaps(known, ['libs/kernel', 'libs/vault'], () => false)).toEqual(['libs/vault is not in nest-cli.json', 'libs/kernel/src/index.ts is missing']);
});
