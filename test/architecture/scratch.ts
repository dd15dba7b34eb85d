import { copyFileSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './sources';

/** A small checkout in a temporary folder: our settings and packages, these files. The caller removes it. */
export function scratchCheckout(files: Iterable<readonly [path: string, text: string]>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'throughline-rules-'));
  for (const file of ['tsconfig.json', 'package.json', '.oxlintrc.json', '.dependency-cruiser.cjs']) copyFileSync(path.join(ROOT, file), path.join(folder, file));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), `${text}\n`);
  }
  return folder;
}
