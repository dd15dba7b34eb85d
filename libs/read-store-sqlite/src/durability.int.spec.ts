// Real: SQLite files, copied while a batch is being written as a crash would leave them; a second connection that holds the lock.
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { DocumentWrite, ShelfBatch, ShelfDefinition, StoredEntry } from '@throughline/read-store';
import { Connection } from './connection';
import { SqliteReadStore } from './sqlite-read-store';

const documents: ShelfDefinition = { view: 'tickets', version: 1, generation: 1, kind: 'document', indexes: ['status'] };
const timeline: ShelfDefinition = { ...documents, view: 'timeline', kind: 'entry' };

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-store-'));
  path = join(folder, 'shelves.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a shelf in SQLite', () => {
  it('is found again with all it holds', async () => {
    const store = SqliteReadStore.open({ path });
    await (await store.open(documents)).write(round(1));
    await (await store.open(timeline)).write({ ...round(1), documents: [], entries: entries(3) });
    await store.activate('tickets', documents);
    await store.close();

    const again = SqliteReadStore.open({ path });
    expect(await again.activeGeneration('tickets')).toEqual({ version: 1, generation: 1 });
    const shelf = await again.open(documents);
    expect([await shelf.count({ status: 'round 1' }), (await shelf.checkpoint(0))?.position]).toEqual([2000, 1n]);
    expect(await (await again.open(timeline)).entries({ keys: ['anna'], limit: 9 })).toHaveLength(3);
    await again.close();
  });

  it('left in the middle of a write has the whole batch before it, and its checkpoint', async () => {
    const store = SqliteReadStore.open({ path });
    const shelf = await store.open(documents);
    await shelf.write(round(1));
    const writing = shelf.write(round(2));
    const copies: string[] = [];
    for (let turns = 0; turns < 12; turns += 1) {
      copies.push(copyOf(path, copies.length));
      await turn();
    }
    await writing;
    copies.push(copyOf(path, copies.length));
    await store.close();

    const rounds: (bigint | undefined)[] = [];
    for (const copy of copies) rounds.push(await wholeRoundIn(copy));
    expect([rounds[0], rounds.at(-1)]).toEqual([1n, 2n]);
  });

  it('shows readers nothing of a batch before its end', async () => {
    const store = SqliteReadStore.open({ path });
    const shelf = await store.open(documents);
    const writing = shelf.write(round(1));
    await turn();
    await turn();
    expect(await shelf.count({})).toBe(0);
    await writing;
    expect(await shelf.count({})).toBe(2000);
    await store.close();
  });

  it('ends what was begun before it closes', async () => {
    const store = SqliteReadStore.open({ path });
    const writing = (await store.open(documents)).write(round(1));
    await store.close();
    await expect(writing).resolves.toEqual({ conflicts: [] });
    expect(await wholeRoundIn(path)).toBe(1n);
  });

  it('forgets the timelines of a batch that failed', async () => {
    const store = SqliteReadStore.open({ path });
    const shelf = await store.open(timeline);
    const [first] = entries(1) as [StoredEntry];
    const failing = { ...round(0), documents: [], entries: [{ ...first, key: 'ben' }, { ...first, key: 'ben', id: 'another' }] };
    await expect(shelf.write(failing)).rejects.toMatchObject({ code: 'READ_STORE_FAILED' });
    await shelf.write({ ...failing, entries: [{ ...first, key: 'anna' }] });
    await shelf.write({ ...failing, entries: [{ ...first, key: 'ben' }] });
    for (const key of ['anna', 'ben']) expect(await shelf.entries({ keys: [key], limit: 9 })).toHaveLength(1);
    await store.close();
  });

  it('keeps U+0000 in names, which the driver alone would cut', async () => {
    const store = SqliteReadStore.open({ path });
    const shelf = await store.open(documents);
    const keys = ['a', 'a\0', 'a\0b', 'a\u0001', 'a\u0001\u0001', 'a\u0002'];
    await shelf.write({ ...round(0), documents: keys.map((key) => ({ key, lane: key, position: 1n, expected: null, body: { status: key } })) });
    expect((await shelf.find({ orderBy: { path: 'status' }, limit: 9 })).map(({ key, lane }) => [key, lane])).toEqual(keys.map((key) => [key, key]));
    expect(await shelf.count({ status: { contains: '\0B' } })).toBe(1);
    await store.close();
  });
});

describe('a file that cannot be used', () => {
  it('is no database: says so, with a code and the path', () => {
    writeFileSync(path, 'no database at all '.repeat(500));
    expect(() => SqliteReadStore.open({ path })).toThrow(expect.objectContaining({ code: 'READ_STORE_FAILED', message: expect.stringContaining(path) }));
  });

  it('stands in no folder', () => {
    expect(() => SqliteReadStore.open({ path: join(folder, 'nowhere', 'x.db') })).toThrow(expect.objectContaining({ code: 'READ_STORE_FAILED' }));
  });

  it('is locked by another', async () => {
    const store = SqliteReadStore.open({ path, busyTimeout: 50 });
    const shelf = await store.open(documents);
    const other = Connection.open(path);
    other.exec('BEGIN IMMEDIATE');
    await expect(shelf.write(round(1))).rejects.toMatchObject({ code: 'READ_STORE_LOCKED' });
    other.exec('ROLLBACK');
    expect(await shelf.write(round(1))).toEqual({ conflicts: [] });
    other.close();
    await store.close();
  });

  it('is from a newer version', () => {
    const newer = Connection.open(path);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(() => SqliteReadStore.open({ path })).toThrow(expect.objectContaining({ code: 'READ_STORE_FAILED', message: expect.stringContaining('newer') }));
  });

  it('is full: the batch is not there, the one before is', async () => {
    const store = SqliteReadStore.open({ path, maxPages: 200 });
    const shelf = await store.open(timeline);
    const small = { ...round(1), documents: [], entries: entries(10) };
    await shelf.write(small);
    const body = { text: 'x'.repeat(1000) };
    const large = { ...round(2), documents: [], entries: entries(3000).map((one) => ({ ...one, position: one.position + 100n, body })) };
    await expect(shelf.write(large)).rejects.toMatchObject({ code: 'READ_STORE_FAILED', message: expect.stringContaining('full') });
    expect([(await shelf.entries({ keys: ['anna'], limit: 50 })).length, (await shelf.checkpoint(0))?.position]).toEqual([10, 1n]);
    await store.close();
  });
});

/** Round n writes every document once more, and the checkpoint n with them. */
function round(n: number): ShelfBatch {
  const write = (_: unknown, at: number): DocumentWrite => ({ key: `key-${at}`, lane: 'lane', position: BigInt(n), expected: n === 1 ? null : BigInt(n - 1), body: { status: `round ${n}` } });
  return { documents: Array.from({ length: 2000 }, write), entries: [], park: [], unpark: [], checkpoint: { storeId: 'store', partition: 0, offset: BigInt(n), position: BigInt(n) } };
}

function entries(count: number): readonly StoredEntry[] {
  return Array.from({ length: count }, (_, n) => ({ key: 'anna', id: `event-${n}`, lane: 'anna', time: n, position: BigInt(n), body: {} }));
}

function copyOf(from: string, n: number): string {
  const to = join(folder, `copy-${n}.db`);
  copyFileSync(from, to);
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`);
  return to;
}

/** The checkpoint, after a look that all documents are of its round. */
async function wholeRoundIn(file: string): Promise<bigint | undefined> {
  const store = SqliteReadStore.open({ path: file });
  const shelf = await store.open(documents);
  const position = (await shelf.checkpoint(0))?.position;
  expect([await shelf.count({}), await shelf.count({ status: `round ${position}` })]).toEqual([2000, 2000]);
  await store.close();
  return position;
}
