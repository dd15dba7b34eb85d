/** What an install and a build depend on, as digests: equal digest, nothing to do. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Of the lock file and those parts of package.json that npm reads; a changed script installs nothing anew. */
export function installDigest(root) {
  const asked = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const parts = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides', 'allowScripts'].map((key) => asked[key] ?? null);
  // A folder that was copied or mounted from another system holds that system's binaries.
  const system = `${process.platform}-${process.arch}`;
  return sha256([JSON.stringify(parts), readFileSync(path.join(root, 'package-lock.json')), system]);
}

const FOLDERS = ['apps', 'libs', 'test', 'examples'];
const SETTINGS = ['nest-cli.json', 'tsconfig.json', '.swcrc', 'package-lock.json'];

/** Of the names and contents of everything that ends up in dist. Specs do not: changing one builds nothing. */
export function sourcesDigest(root) {
  const files = FOLDERS.flatMap((folder) => filesBelow(root, folder)).filter((file) => !file.endsWith('.spec.ts'));
  return sha256([...SETTINGS, ...files].flatMap((file) => [file, readFileSync(path.join(root, file))]));
}

function filesBelow(root, folder) {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  const names = entries.map((entry) => ({ name: `${folder}/${entry.name}`, entry }));
  return names.toSorted((a, b) => (a.name < b.name ? -1 : 1)).flatMap(({ name, entry }) => (entry.isDirectory() ? filesBelow(root, name) : [name]));
}

function sha256(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}
