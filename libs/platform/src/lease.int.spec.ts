// Real: the lock of a folder in the file system, held by this process and by another one.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LeaseTaken, takeFolder } from './lease';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'throughline-lease-')), 'data');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

/** Another process that takes the lock as `takeFolder` does, and says so. */
async function elsewhere(): Promise<ChildProcess> {
  const script = `const { DatabaseSync } = require('@photostructure/sqlite'); new DatabaseSync(process.argv[1]).exec('BEGIN EXCLUSIVE'); console.log('taken'); setInterval(() => undefined, 1_000);`;
  const other = spawn(process.execPath, ['-e', script, join(folder, 'lock.sqlite')], { cwd: process.cwd(), stdio: ['ignore', 'pipe', 'inherit'] });
  await once(other.stdout, 'data');
  return other;
}

it('makes the folder, for its owner only', () => {
  const lease = takeFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  lease.release();
});

it('refuses a second one and names the folder; once released, the next one gets it', () => {
  const first = takeFolder(folder);
  expect(() => takeFolder(folder)).toThrow(LeaseTaken);
  expect(() => takeFolder(folder)).toThrow(folder);
  first.release();
  takeFolder(folder).release();
  takeFolder(folder).release();
});

it('lets each folder be taken by itself', () => {
  const [one, two] = [takeFolder(folder), takeFolder(join(folder, 'other'))];
  expect(() => takeFolder(join(folder, 'other'))).toThrow(LeaseTaken);
  one.release();
  two.release();
});

it('is refused while another process has it, and given back when that is killed', async () => {
  takeFolder(folder).release();
  const other = await elsewhere();
  expect(() => takeFolder(folder)).toThrow(LeaseTaken);
  const gone = once(other, 'exit');
  other.kill('SIGKILL');
  await gone;
  expect(() => takeFolder(folder).release()).not.toThrow();
});

it('does not say that somebody has it where the lock itself is broken', () => {
  takeFolder(folder).release();
  writeFileSync(join(folder, 'lock.sqlite'), 'no database at all, '.repeat(100));
  expect(() => takeFolder(folder)).toThrow(/not a database/);
});
