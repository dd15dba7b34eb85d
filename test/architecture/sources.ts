import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One file of the checkout; `path` has forward slashes and starts below the root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A rule names what is wrong, one line a finding; no finding, no line. */
export type Rule = (file: SourceFile) => readonly string[];

export const ROOT = path.resolve(__dirname, '../..');

const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'data', 'coverage', '.cache']);
const TEXT = /\.(ts|tsx|mjs|cjs|js|json|md|html|css|svg|yml|yaml|sh|txt)$|(^|\/)(run|LICENSE|Dockerfile|\.[a-z]+rc|\.[a-z]+)$/;

/** Everything of ours that is text. Walks the folders instead of asking git, so that it works in an unpacked archive too. */
export function ourFiles(): readonly SourceFile[] {
  return pathsBelow('').filter((file) => TEXT.test(file)).map((file) => ({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
}

export function pathsBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return entry.isFile() ? [name] : [];
    return NOT_OURS.has(entry.name) ? [] : pathsBelow(name);
  });
}

export function findings(rule: Rule, files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => rule(file).map((finding) => `${file.path}: ${finding}`));
}
