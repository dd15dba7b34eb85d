// Real: the vault in a process of its own, killed without warning or given too small a disk, and its file afterwards.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { SqliteVault } from './sqlite-vault';

const root = resolve(__dirname, '../../..');
const strace = ['/usr/bin/strace', '/bin/strace'].find((file) => existsSync(file));
const masterKey = Buffer.alloc(32, 7);

/** Makes keys, ten calls at once, and says each one it was given, as `owner key`; at last what stopped it. */
const child = `
const { createRequire } = require('node:module');
const path = require('node:path');
const swc = createRequire(process.env.ROOT + '/package.json')('@swc/core');
const Module = require('node:module');
const find = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => find.call(Module, name.replace(/^@throughline\\/(.*)$/, (_, lib) => path.join(process.env.ROOT, 'libs', lib, 'src', 'index.ts')), ...rest);
Module._extensions['.ts'] = (module, file) => module._compile(swc.transformFileSync(file, { configFile: process.env.ROOT + '/.swcrc', sourceMaps: false }).code, file);
const { SqliteVault } = require(process.env.ROOT + '/libs/vault-sqlite/src/index.ts');
(async () => {
  const vault = await SqliteVault.open({ path: process.env.VAULT, masterKey: Buffer.alloc(32, 7) });
  for (let n = 0; n < Number(process.env.ROUNDS); n++)
    await Promise.all(Array.from({ length: 10 }, async (_, i) => {
      const owner = 'user:1.' + n + '-' + i;
      const keys = await vault.keys([owner]);
      require('node:fs').writeSync(1, owner + ' ' + keys.get(owner).toString('hex') + '\\n');
    }));
})().catch((error) => { require('node:fs').writeSync(1, 'stopped: ' + error.code + ' ' + error.message + '\\n'); process.exit(3); });
`;

describe('the vault, when things go wrong', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-vault-'));
    path = join(folder, 'vault.sqlite');
    writeFileSync(join(folder, 'child.cjs'), child);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs the child until `enough` lines were said or it ends by itself, and gives back all it said. */
  async function run(command: string, args: readonly string[], enough: number, rounds = 10_000): Promise<readonly string[]> {
    const running = spawn(command, args, { env: { ...process.env, ROOT: root, VAULT: path, ROUNDS: String(rounds) }, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(running, 'exit');
    const said: string[] = [];
    for await (const line of createInterface({ input: running.stdout })) {
      said.push(line);
      if (said.length === enough) running.kill('SIGKILL');
    }
    await ended;
    return said;
  }

  async function allThere(said: readonly string[]): Promise<void> {
    const given = said.map((line) => line.split(' ') as [string, string]);
    const vault = await SqliteVault.open({ path, masterKey });
    const keys = await vault.knownKeys(given.map(([owner]) => owner));
    expect(given.filter(([owner, key]) => keys.get(owner)?.toString('hex') !== key)).toEqual([]);
    await vault.close();
  }

  it.each([1, 25, 500])('has every key that was given out when it is killed after %i', async (enough) => {
    const said = await run(process.execPath, [join(folder, 'child.cjs')], enough);
    expect(said.length).toBeGreaterThanOrEqual(enough);
    await allThere(said.filter((line) => line.length > 64));
  });

  /** Counted as skipped where there is no strace. */
  (strace === undefined ? describe.skip : describe)('under strace', () => {
    it('has called fsync after the last write before it gives out a key', async () => {
      const trace = join(folder, 'trace');
      await run(strace ?? '', ['-f', '-e', 'trace=pwrite64,fsync,fdatasync,write', '-o', trace, process.execPath, join(folder, 'child.cjs')], Infinity, 4);
      let dirty = true;
      let given = 0;
      const early: string[] = [];
      for (const call of readFileSync(trace, 'utf8').split('\n')) {
        if (call.includes('pwrite64(')) dirty = true;
        if (/f(data)?sync\(\d+\)\s+= 0/.test(call)) dirty = false;
        if (!call.includes('write(1, "user:1.')) continue;
        given++;
        if (dirty) early.push(call);
      }
      expect(given).toBeGreaterThanOrEqual(40);
      expect(early).toEqual([]);
    });
  });

  it('says so when the disk is full, gives out no key that is not kept, and goes on when there is room', async () => {
    const said = await run('/bin/sh', ['-c', `ulimit -f 400; exec "${process.execPath}" "${join(folder, 'child.cjs')}"`], Infinity);
    expect(said.at(-1)).toMatch(/^stopped: VAULT_FAILED the vault could not write and takes nothing more until it is opened again: /);
    expect(said.length).toBeGreaterThan(10);
    await allThere(said.slice(0, -1));
  });
});
