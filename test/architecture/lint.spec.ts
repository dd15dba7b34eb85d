// Real: oxlint with the rules of this checkout, run over one small file of each kind in a temporary folder.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { scratchCheckout } from './scratch';
import { ROOT } from './sources';

/** Rule, the file it is for, a text that breaks it. */
const BROKEN: readonly (readonly [rule: string, name: string, text: string])[] = [
  ['no-async-await', 'a.decider.ts', 'export const a = async (): Promise<number> => 1;'],
  ['no-restricted-properties', 'clock.view.ts', 'export const a = (): number => Date.now();'],
  ['no-restricted-properties', 'chance.process.ts', 'export const a = (): number => Math.random();'],
  ['no-restricted-globals', 'wire.view.ts', "export const a = (): unknown => fetch('http://localhost');"],
  ['no-restricted-globals', 'settings.decider.ts', 'export const a = (): string | undefined => process.env.A;'],
  ['no-floating-promises', 'floating.ts', 'export function a(): void { Promise.resolve(1); }'],
  ['no-misused-promises', 'misused.ts', 'export const a = (): number[] => [1].filter(async () => true);'],
  ['switch-exhaustiveness-check', 'forgotten.ts', "export function a(b: 'c' | 'd'): void { switch (b) { case 'c': break; } }"],
  ['expect-expect', 'hopeful.spec.ts', "it('hopes', () => { [1].at(0); });"],
  ['max-lines-per-function', 'long.ts', `export function a(b: number): number {\n${'b += 1;\n'.repeat(61)}return b;\n}`],
];

describe('the linter', () => {
  let folder: string;
  let found: readonly { readonly code: string; readonly filename: string }[];

  beforeAll(() => {
    const kept = 'export const later = (at: string): number => Date.parse(at) + 1;';
    folder = scratchCheckout([...BROKEN.map(([, name, text]) => [`libs/vault/src/${name}`, text] as const), ['libs/vault/src/kept.decider.ts', kept]]);
    const { stdout } = spawnSync(process.execPath, [path.join(ROOT, 'node_modules/oxlint/bin/oxlint'), '--format=json'], { cwd: folder, encoding: 'utf8' });
    found = (JSON.parse(stdout) as { diagnostics: typeof found }).diagnostics;
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(BROKEN)('finds %s in %s', (rule, name) => {
    expect(found.filter(({ filename }) => filename.endsWith(`/${name}`)).map(({ code }) => code)).toContainEqual(expect.stringContaining(`(${rule})`));
  });

  it('leaves a pure file alone', () => expect(found.filter(({ filename }) => filename.endsWith('/kept.decider.ts'))).toEqual([]));
});
