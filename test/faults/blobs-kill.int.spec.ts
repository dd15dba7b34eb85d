// Real: a process that puts blobs into a folder and is killed without warning, and the files it leaves.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { FolderBlobStore } from '@throughline/blob-store-folder';

const WRITER = join(__dirname, 'blob-writer.cjs');
const key = Buffer.alloc(32, 1);
const folder = mkdtempSync(join(tmpdir(), 'throughline-blobs-kill-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The blobs it acknowledged before it was killed, some milliseconds after the `enough`th: in the middle of the next ones. */
async function acknowledgedBefore(enough: number, milliseconds: number): Promise<ReadonlyMap<string, number>> {
  const running = spawn(process.execPath, [WRITER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(running, 'exit');
  const said: string[] = [];
  for await (const line of createInterface({ input: running.stdout })) {
    said.push(line);
    if (said.length === enough) void pause(milliseconds).then(() => running.kill('SIGKILL'));
  }
  await ended;
  return new Map(said.map((line) => /^ack ([0-9a-f]{64}) (\d+)$/.exec(line)).filter((found) => found !== null).map(([, address = '', bytes]) => [address, Number(bytes)]));
}

const unfinished = (): readonly string[] => readdirSync(join(folder, 'unfinished'));
const listed = async (store: FolderBlobStore): Promise<readonly string[]> => {
  const all: string[] = [];
  for await (const { address } of store.list()) all.push(address);
  return all;
};

it('killed in the middle of writing, time after time, it has every acknowledged blob, whole, and shows no half one', async () => {
  let cutOff = 0;
  const acknowledged = new Map<string, number>();
  for (const milliseconds of [0, 1, 3, 7, 12, 20]) {
    for (const [address, bytes] of await acknowledgedBefore(3, milliseconds)) acknowledged.set(address, bytes);
    cutOff += unfinished().length;
    const store = await FolderBlobStore.open({ folder });
    expect(unfinished()).toEqual([]);
    const names = await listed(store);
    expect(names).toEqual(expect.arrayContaining([...acknowledged.keys()]));
    // All of them have the same size: a blob that was placed but not acknowledged is whole too.
    for (const address of names) {
      let read = 0;
      for await (const piece of await store.open(key, { address, bytes: 1_200_000 })) read += piece.length;
      expect(read).toBe(1_200_000);
    }
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(18);
  expect(cutOff).toBeGreaterThan(0);
});
