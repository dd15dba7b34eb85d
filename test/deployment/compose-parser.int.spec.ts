// Real: a compose parser over docker-compose.yml as it is, and the script that makes its settings. No container is started.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { exampleSettings, ROOT } from './compose-file';
import { canRun } from './programs';

/** Debian's program, or the plug-in of Docker's. */
const PARSERS = [['docker-compose'], ['docker', 'compose']] as const;
const parser = PARSERS.find(([program, ...words]) => spawnSync(program, [...words, 'version']).status === 0);
if (parser === undefined) process.stderr.write('Skipped: docker-compose.yml is NOT checked by a compose parser; install "docker-compose".\n');

const required = [...exampleSettings()].filter(([, value]) => value === '').map(([name]) => name);

/** A checkout with what compose looks at, and nothing else. */
const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-compose-'));
for (const name of ['docker-compose.yml', '.env.example', 'Dockerfile', 'deploy']) cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
const settings = (): ReadonlyMap<string, string> => new Map([...readFileSync(path.join(folder, '.env'), 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
const makeSettings = () => spawnSync('sh', [path.join(folder, 'deploy/new-env.sh')], { encoding: 'utf8' });

afterAll(() => rmSync(folder, { recursive: true }));

const hasOpenssl = canRun(['openssl', 'version'], 'the settings of the containers are made with "openssl"; that is NOT proven by this run.');

(hasOpenssl ? describe : describe.skip)('new-env.sh', () => {
  it('makes every password and the key, by chance, for nobody else to read', () => {
    expect(makeSettings().status).toBe(0);
    expect([...settings().keys()]).toEqual(required);
    expect(new Set(settings().values()).size).toBe(required.length);
    for (const [name, value] of settings()) expect([name, name === 'THROUGHLINE_MASTER_KEY' ? Buffer.from(value, 'base64').length : /^[\da-f]{48}$/.test(value)]).toEqual([name, name === 'THROUGHLINE_MASTER_KEY' ? 32 : true]);
    expect(statSync(path.join(folder, '.env')).mode & 0o777).toBe(0o600);
  });

  it('leaves alone what is there: it is what the servers know', () => {
    const before = readFileSync(path.join(folder, '.env'), 'utf8');
    const { status, stderr } = makeSettings();
    expect([status, stderr]).toEqual([1, expect.stringContaining('.env is there already')]);
    expect(readFileSync(path.join(folder, '.env'), 'utf8')).toBe(before);
  });
});

(parser === undefined || !hasOpenssl ? describe.skip : describe)('a compose parser', () => {
  const [program, ...words] = parser ?? PARSERS[0];
  const config = (env: Record<string, string> = {}) => spawnSync(program, [...words, 'config', '-q'], { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: folder, ...env } });

  it('takes the file with these settings', () => {
    const { status, stderr } = config();
    expect([status, stderr]).toEqual([0, '']);
  });

  it.each(required)('refuses it without %s, and says what that is', (name) => {
    const { status, stderr } = config({ [name]: '' });
    expect(status).not.toBe(0);
    expect(stderr).toContain(name);
  });

  it('is one that refuses what compose does not know', () => {
    const text = readFileSync(path.join(folder, 'docker-compose.yml'), 'utf8').replace('mem_limit', 'memory_limit');
    const unknown = () => execFileSync(program, [...words, '-f', '-', 'config', '-q'], { cwd: folder, input: text, stdio: ['pipe', 'ignore', 'ignore'] });
    expect(unknown).toThrow(/failed/);
  });
});
