// Real: a process that writes to a SQLite store, and every call it makes to the kernel, as strace saw them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const strace = ['/usr/bin/strace', '/bin/strace'].find((file) => existsSync(file));
if (strace === undefined) process.stderr.write('strace is not installed: that the log reaches the disk before the answer is not proven here\n');

type Call = 'log written' | 'log on disk' | 'witness written' | 'answer';

/** Runs the writer under strace until it has given `enough` answers, and gives back what it did, in order. */
async function callsOf(folder: string, writers: number, enough: number): Promise<readonly Call[]> {
  const trace = join(folder, 'trace');
  const writer = [process.execPath, join(__dirname, 'store-writer.cjs'), join(folder, 'events.sqlite'), String(writers), String(enough)];
  const running = spawn(strace ?? '', ['-f', '-y', '-s', '16', '-e', 'trace=pwrite64,pwritev,write,writev,fsync,fdatasync', '-o', trace, ...writer], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.stdout.resume();
  await once(running, 'exit');
  return wholeLines(readFileSync(trace, 'utf8')).flatMap(callIn);
}

/** A call during which another thread made one stands in two lines: it counts where it ended. */
function wholeLines(trace: string): readonly string[] {
  const begun = new Map<string, string>();
  return trace.split('\n').flatMap((line) => {
    const [thread = ''] = line.split(' ', 1);
    if (line.endsWith('<unfinished ...>')) {
      begun.set(thread, line.replace('<unfinished ...>', ''));
      return [];
    }
    return [line.replace(/^\d+ +<\.\.\. \w+ resumed>/, () => begun.get(thread) ?? '')];
  });
}

function callIn(line: string): readonly Call[] {
  if (/ pwrite(64|v)\(\d+<[^>]*-wal>/.test(line)) return ['log written'];
  if (/ f(data)?sync\(\d+<[^>]*-wal>\s*\)\s+= 0/.test(line)) return ['log on disk'];
  if (/ pwrite64\(\d+<[^>]*\.head>.* = 128$/.test(line)) return ['witness written'];
  return / write\(1<[^>]*>, "ack /.test(line) ? ['answer'] : [];
}

describe('the order of what a store does', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-strace-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  (strace === undefined ? it.skip : it).each([1, 25])('is: the log is written, forced to the disk, seen by the witness, and then answered for (%i writers)', async (writers) => {
    const calls = await callsOf(folder, writers, 500);
    const early: number[] = [];
    let state: Call = 'witness written';
    for (const [index, call] of calls.entries()) {
      if (call === 'log on disk' && state !== 'log written') continue;
      if (call === 'witness written' && state === 'log written') early.push(index);
      if (call === 'answer' && state !== 'witness written') early.push(index);
      if (call !== 'answer') state = call;
    }
    expect(early).toEqual([]);
    expect(calls.filter((call) => call === 'answer').length).toBeGreaterThanOrEqual(500);
    expect(calls.filter((call) => call === 'log on disk').length).toBeGreaterThanOrEqual(500 / writers);
  });
});
