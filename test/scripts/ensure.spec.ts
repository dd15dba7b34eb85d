// Real: the scripts of this checkout, run by Node itself in temporary folders. Nothing is installed: npm is not asked.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SCRIPTS = path.resolve(__dirname, '../../scripts');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'throughline-ensure-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a few lines that use a script as a user of it would; answers what they print. */
function print(script: string, lines: string): string {
  const source = `import * as script from ${JSON.stringify(path.join(SCRIPTS, script))};\n${lines}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', source], { cwd: folder, encoding: 'utf8' });
  return stdout + stderr;
}

describe('the version of Node', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '24.0.0', '26.1.0'])('%s will do', (version) => {
    expect(print('node-version.mjs', `console.log(script.refusalOfNode('${version}'))`)).toBe('null\n');
  });

  it.each(['18.20.4', '20.18.3', '21.7.3', '22.11.0'])('%s is refused with a sentence', (version) => {
    expect(print('node-version.mjs', `console.log(script.refusalOfNode('${version}'))`)).toBe(
      `Throughline needs Node 20.19 or newer (of the 22 line 22.12; recommended: 24). This is Node ${version}.\n`,
    );
  });
});

describe('the digests', () => {
  const installed = (packageJson: object): string => {
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify(packageJson));
    writeFileSync(path.join(folder, 'package-lock.json'), '{}');
    return print('digest.mjs', `console.log(script.installDigest('.'))`);
  };

  it('of the packages change with a dependency, not with a script', () => {
    const before = installed({ dependencies: { a: '1.0.0' }, scripts: { test: 'a' } });
    expect(before).toMatch(/^[0-9a-f]{64}\n$/);
    expect(installed({ dependencies: { a: '1.0.0' }, scripts: { test: 'b' } })).toBe(before);
    expect(installed({ dependencies: { a: '1.0.1' }, scripts: { test: 'a' } })).not.toBe(before);
  });

  it('of the sources change with a file, its name and its removal, not with a spec', () => {
    for (const name of ['apps', 'libs/a/src', 'test', 'examples']) mkdirSync(path.join(folder, name), { recursive: true });
    for (const name of ['nest-cli.json', 'tsconfig.json', '.swcrc', 'package-lock.json', 'libs/a/src/index.ts']) writeFileSync(path.join(folder, name), '{}');
    const digest = (): string => print('digest.mjs', `console.log(script.sourcesDigest('.'))`);
    const before = digest();
    expect(before).toMatch(/^[0-9a-f]{64}\n$/);
    writeFileSync(path.join(folder, 'libs/a/src/index.spec.ts'), '');
    expect(digest()).toBe(before);
    writeFileSync(path.join(folder, 'libs/a/src/page.html'), '');
    expect(digest()).not.toBe(before);
    rmSync(path.join(folder, 'libs/a/src/page.html'));
    expect(digest()).toBe(before);
    writeFileSync(path.join(folder, 'libs/a/src/index.ts'), '{ }');
    expect(digest()).not.toBe(before);
  });
});

describe('the lock', () => {
  const lock = (): string => path.join(folder, 'ensure.lock');
  const TAKE = `const lock = await script.acquireLock('ensure.lock', (pid) => console.log('waits for', pid)); console.log('has it');`;

  it('is taken, and gone when it is released', () => {
    expect(print('lock.mjs', `${TAKE} lock.release();`)).toBe('has it\n');
    expect(existsSync(lock())).toBe(false);
  });

  it('of a process that has died is taken over', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(lock(), String(pid));
    expect(print('lock.mjs', TAKE)).toBe('has it\n');
  });

  it('lets the second wait until the first has done', async () => {
    writeFileSync(lock(), String(process.pid));
    const source = `import * as script from ${JSON.stringify(path.join(SCRIPTS, 'lock.mjs'))};\n${TAKE}`;
    const second = spawn(process.execPath, ['--input-type=module', '--eval', source], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    for await (const chunk of second.stdout) {
      printed += String(chunk);
      if (printed === `waits for ${process.pid}\n`) rmSync(lock());
    }
    expect(printed).toBe(`waits for ${process.pid}\nhas it\n`);
  });

  it('is held by one at a time, however many want it over a dead one', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(lock(), String(pid));
    const source = `import { appendFileSync } from 'node:fs';
      import * as script from ${JSON.stringify(path.join(SCRIPTS, 'lock.mjs'))};
      const lock = await script.acquireLock('ensure.lock', () => {});
      appendFileSync('log', 'in '); await new Promise((done) => setTimeout(done, 20)); appendFileSync('log', 'out '); lock.release();`;
    const crowd = Array.from({ length: 6 }, () => spawn(process.execPath, ['--input-type=module', '--eval', source], { cwd: folder, stdio: 'inherit' }));
    await Promise.all(crowd.map((one) => new Promise((done) => one.on('exit', done))));
    expect(print('lock.mjs', `console.log((await import('node:fs')).readFileSync('log', 'utf8'))`)).toBe(`${'in out '.repeat(6)}\n`);
  });
});
