// Real: a process that writes to a SQLite store and is killed without warning, and the files it leaves.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SqliteEventStore } from '@throughline/event-store-sqlite';
import type { StoredEvent } from '@throughline/kernel';

const WRITER = join(__dirname, 'store-writer.cjs');

/** All the writer said; it is killed once it has said `enough` lines. */
async function saidBefore(path: string, enough: number, command = process.execPath, args: readonly string[] = []): Promise<readonly string[]> {
  const running = spawn(command, [...args, WRITER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(running, 'exit');
  const said: string[] = [];
  for await (const line of createInterface({ input: running.stdout })) {
    said.push(line);
    if (said.length === enough) running.kill('SIGKILL');
  }
  await ended;
  return said;
}

/** A line that was cut off by the writer's death is no acknowledgement. */
async function acknowledgedBefore(path: string, enough: number): Promise<readonly string[]> {
  return (await saidBefore(path, enough)).filter((line) => /^ack \S+ \d+ \d+ [\da-f-]{36}$/.test(line));
}

async function stored(path: string): Promise<readonly StoredEvent[]> {
  const store = await SqliteEventStore.open({ path });
  const events: StoredEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  await store.close();
  return events;
}

const asSaid = ({ stream, revision, position, id }: StoredEvent): string => `ack ${stream} ${revision} ${position} ${id}`;

function expectNoHoles(events: readonly StoredEvent[]): void {
  expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => BigInt(index + 1)));
  for (const stream of new Set(events.map((event) => event.stream))) {
    const own = events.filter((event) => event.stream === stream);
    expect(own.map(({ revision }) => revision)).toEqual(own.map((_, index) => index));
  }
}

describe('a store whose process is killed', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-kill-'));
    path = join(folder, 'events.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([1, 40, 2_000])('has every acknowledged event exactly once, and no holes, when it is killed after %i', async (enough) => {
    const said = await acknowledgedBefore(path, enough);
    expect(said.length).toBeGreaterThanOrEqual(enough);
    const events = await stored(path);
    const there = new Set(events.map(asSaid));
    expect(there.size).toBe(events.length);
    expect(said.filter((line) => !there.has(line))).toEqual([]);
    expectNoHoles(events);
  });

  it('goes on where it was killed, time after time', async () => {
    const said: string[] = [];
    for (const enough of [50, 120, 10, 300, 75]) said.push(...(await acknowledgedBefore(path, enough)));
    const events = await stored(path);
    const there = new Set(events.map(asSaid));
    expect(said.filter((line) => !there.has(line))).toEqual([]);
    expect(new Set(said).size).toBe(said.length);
    expectNoHoles(events);
  });

  it('is refused to others while that process lives, and given to them at once when it is dead', async () => {
    const running = spawn(process.execPath, [WRITER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(running, 'exit');
    await once(running.stdout, 'data');
    running.stdout.resume();
    await expect(SqliteEventStore.open({ path })).rejects.toMatchObject({ code: 'STORE_LOCKED', message: expect.stringContaining('another process is using the file; stop it first') as string });
    running.kill('SIGKILL');
    await ended;
    expectNoHoles(await stored(path));
  });

  it('stops and says so when a file may not grow any more, and keeps all it acknowledged', async () => {
    // The shell counts in blocks of 512 bytes: half a megabyte for each file.
    const limited = `ulimit -f 1000; trap '' XFSZ; exec "${process.execPath}" "$0" "$@"`;
    const said = await saidBefore(path, Infinity, '/bin/sh', ['-c', limited]);
    expect(said.at(-1)).toMatch(/^stopped STORE_FAILED the event store could not write and takes nothing more until it is opened again: /);
    const acknowledged = said.slice(0, -1);
    expect(acknowledged.length).toBeGreaterThan(100);
    const events = await stored(path);
    const there = new Set(events.map(asSaid));
    expect(acknowledged.filter((line) => !there.has(line))).toEqual([]);
    expectNoHoles(events);
  });
});
