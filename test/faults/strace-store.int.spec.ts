// Real: a process that writes to a SQLite store, and every call it makes to the kernel, as strace saw them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strace, wholeLines } from './strace';

if (strace === undefined) process.stderr.write('strace is not installed: that the log reaches the disk before the answer is not proven here\n');

type Call = 'log written' | 'log on disk' | 'witness written' | 'witness on disk' | 'answer';

/** Runs the writer under strace until it has given `enough` answers, and gives back what it did, in order, and how long it answered. */
async function traced(folder: string, writers: number, enough: number, pause = 0): Promise<{ readonly calls: readonly Call[]; readonly seconds: number }> {
  const trace = join(folder, 'trace');
  const writer = [process.execPath, join(__dirname, 'store-writer.cjs'), join(folder, 'events.sqlite'), String(writers), String(enough), String(pause)];
  const running = spawn(strace ?? '', ['-f', '-y', '-s', '16', '-e', 'trace=pwrite64,pwritev,write,writev,fsync,fdatasync', '-o', trace, ...writer], { stdio: ['ignore', 'pipe', 'inherit'] });
  let first = Number.NaN;
  running.stdout.once('data', () => (first = Date.now())).resume();
  await once(running, 'exit');
  const seconds = (Date.now() - first) / 1_000;
  return { calls: wholeLines(readFileSync(trace, 'utf8')).flatMap(callIn), seconds };
}

function callIn(line: string): readonly Call[] {
  if (/ pwrite(64|v)\(\d+<[^>]*-wal>/.test(line)) return ['log written'];
  if (/ f(data)?sync\(\d+<[^>]*-wal>\s*\)\s+= 0/.test(line)) return ['log on disk'];
  if (/ pwrite64\(\d+<[^>]*\.head>.* = 128$/.test(line)) return ['witness written'];
  if (/ f(data)?sync\(\d+<[^>]*\.head>\s*\)\s+= 0/.test(line)) return ['witness on disk'];
  return / write\(1<[^>]*>, "ack /.test(line) ? ['answer'] : [];
}

describe('the order of what a store does', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-strace-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  (strace === undefined ? it.skip : it).each([1, 25])('is: the log is written, forced to the disk, seen by the witness, and then answered for (%i writers)', async (writers) => {
    const { calls } = await traced(folder, writers, 500);
    const early: number[] = [];
    let state: Call = 'witness written';
    for (const [index, call] of calls.entries()) {
      if (call === 'witness on disk') continue;
      if (call === 'log on disk' && state !== 'log written') continue;
      if (call === 'witness written' && state === 'log written') early.push(index);
      if (call === 'answer' && state !== 'witness written') early.push(index);
      if (call !== 'answer') state = call;
    }
    expect(early).toEqual([]);
    expect(calls.filter((call) => call === 'answer').length).toBeGreaterThanOrEqual(500);
    expect(calls.filter((call) => call === 'log on disk').length).toBeGreaterThanOrEqual(500 / writers);
  });

  (strace === undefined ? it.skip : it)('is: the witness is forced to the disk once a second, not more and not less', async () => {
    const { calls, seconds } = await traced(folder, 1, 25, 100);
    const forced = calls.filter((call) => call === 'witness on disk').length;
    // The first time is when it is opened, before the first answer; and the process takes a moment to end.
    expect(forced).toBeGreaterThanOrEqual(1 + Math.floor((seconds - 0.5) / 1.3));
    expect(forced).toBeLessThanOrEqual(1 + Math.ceil(seconds));
  });
});
