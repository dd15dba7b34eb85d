// Real: a process that puts blobs into a folder, and every call it makes to the kernel, as strace saw them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strace, wholeLines } from './strace';

if (strace === undefined) process.stderr.write('strace is not installed: that a file reaches the disk before the answer is not proven here\n');

type Call = 'written' | 'on disk' | 'named' | 'name on disk' | 'folder on disk' | 'answer';

function callIn(line: string): readonly Call[] {
  if (/ p?write(64|v)?\(\d+<[^>]*\/unfinished\/[^>]*>/.test(line)) return ['written'];
  if (/ fsync\(\d+<[^>]*\/unfinished\/[^>]*>\s*\)\s+= 0/.test(line)) return ['on disk'];
  if (/ rename(at2?)?\(.*\/unfinished\/.*= 0/.test(line)) return ['named'];
  if (/ fsync\(\d+<[^>]*\/[0-9a-f]{2}>\s*\)\s+= 0/.test(line)) return ['name on disk'];
  if (/ fsync\(\d+<[^>]*\/blobs>\s*\)\s+= 0/.test(line)) return ['folder on disk'];
  return / write\(1<[^>]*>, "ack /.test(line) ? ['answer'] : [];
}

(strace === undefined ? it.skip : it)('a blob is written, forced to the disk, named, its name forced to the disk, and then answered for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-strace-'));
  const trace = join(folder, 'trace');
  const writer = [process.execPath, join(__dirname, 'blob-writer.cjs'), join(folder, 'blobs'), '1', '5'];
  const running = spawn(strace ?? '', ['-f', '-y', '-s', '300', '-e', 'trace=write,writev,pwrite64,pwritev,rename,renameat,renameat2,fsync', '-o', trace, ...writer], { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(running, 'exit');
  const calls = wholeLines(readFileSync(trace, 'utf8')).flatMap(callIn);
  const steps = calls.filter((call, index) => call !== calls[index - 1]);
  expect(steps).toEqual(Array.from({ length: 5 }, (): readonly Call[] => ['written', 'on disk', 'named', 'name on disk', 'folder on disk', 'answer']).flat());
  rmSync(folder, { recursive: true });
});
