// Real: SQLite files as a killed process leaves them (copied while the store is open), then damaged byte by byte.
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { NewEvent } from '@throughline/kernel';
import { SqliteEventStore } from './sqlite-event-store';

function anEvent(): NewEvent {
  const id = randomUUID();
  return { id, type: 'test.happened', schemaVersion: 1, source: 'test', subject: 's', parties: [], occurredAt: '2026-01-15T09:00:00.000Z', actor: 'process:test', correlationId: id, causationId: null, data: 'x'.repeat(200) };
}

describe('the witness of the head', () => {
  let folder: string;
  let warnings: string[];
  const file = (name: string): string => join(folder, name);
  const open = async (name = 'left'): Promise<SqliteEventStore> => SqliteEventStore.open({ path: file(name), onWarning: (message) => warnings.push(message) });

  /** What is there when the process is killed now. */
  function copyAs(name: string, from = 'live', suffixes = ['', '-wal', '.head']): void {
    for (const suffix of suffixes) if (existsSync(file(from) + suffix)) copyFileSync(file(from) + suffix, file(name) + suffix);
  }

  /** A store with one event in each commit, killed after so many. */
  async function leftAfter(commits: number): Promise<void> {
    const store = await open('live');
    for (let n = 0; n < commits; n++) await store.append(`s-${n}`, 'no-stream', [anEvent()]);
    copyAs('left');
    await store.close();
  }

  async function count(): Promise<number> {
    const store = await open();
    let events = 0;
    for await (const { revision } of store.readAll()) events += revision + 1;
    await store.close();
    return events;
  }

  async function refusal(): Promise<string> {
    const error = (await open().then(
      () => new Error('it opened'),
      (reason: unknown) => reason,
    )) as Error & { code?: string };
    expect(error.code).toBe('STORE_TAIL_LOST');
    return error.message;
  }

  function flip(name: string, at: number): void {
    const bytes = readFileSync(file(name));
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    writeFileSync(file(name), bytes);
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-witness-'));
    warnings = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is content with what a killed process leaves', async () => {
    await leftAfter(100);
    expect(await count()).toBe(100);
    expect(warnings).toEqual([]);
  });

  it('finds what one flipped byte in the log took away, and names the gap', async () => {
    await leftAfter(100);
    flip('left-wal', Math.floor(readFileSync(file('left-wal')).length / 2));
    const message = await refusal();
    const [, head, missing] = /the store ends at position (\d+), the witness saw 100: (\d+) events acknowledged are missing/.exec(message) ?? [];
    expect(Number(head)).toBeLessThan(100);
    expect(Number(head) + Number(missing)).toBe(100);
  });

  it('keeps the damaged log as it was found', async () => {
    await leftAfter(100);
    flip('left-wal', Math.floor(readFileSync(file('left-wal')).length / 2));
    const damaged = readFileSync(file('left-wal'));
    await refusal();
    await refusal();
    expect(readFileSync(file('left-wal.kept')).equals(damaged)).toBe(true);
  });

  it('finds a byte flipped in the last commit', async () => {
    await leftAfter(20);
    flip('left-wal', readFileSync(file('left-wal')).length - 2_000);
    expect(await refusal()).toContain('the store ends at position 19, the witness saw 20: 1 events acknowledged are missing');
  });

  it.each([0.9, 0.5, 0.1])('finds a log that was cut to %d of its length', async (part) => {
    await leftAfter(50);
    truncateSync(file('left-wal'), Math.floor(readFileSync(file('left-wal')).length * part));
    expect(await refusal()).toMatch(/the witness saw 50: \d+ events acknowledged are missing/);
  });

  it('finds a log that was deleted', async () => {
    await leftAfter(30);
    copyAs('earlier', 'live', ['', '.head']);
    const store = await SqliteEventStore.open({ path: file('earlier') });
    for (let n = 0; n < 5; n++) await store.append(`more-${n}`, 'no-stream', [anEvent()]);
    copyAs('left', 'earlier', ['', '.head']);
    rmSync(file('left-wal'));
    await store.close();
    expect(await refusal()).toContain('the store ends at position 30, the witness saw 35: 5 events acknowledged are missing');
  });

  it('finds an old copy of the store put back beside it', async () => {
    await leftAfter(10);
    await count();
    copyFileSync(file('left'), file('backup'));
    const store = await open();
    for (let n = 0; n < 7; n++) await store.append(`more-${n}`, 'no-stream', [anEvent()]);
    await store.close();
    copyFileSync(file('backup'), file('left'));
    expect(await refusal()).toContain('the store ends at position 10, the witness saw 17: 7 events acknowledged are missing');
  });

  it('finds an old copy that went on another way', async () => {
    await leftAfter(10);
    await count();
    copyFileSync(file('left'), file('other'));
    for (const name of ['left', 'other']) {
      const store = await open(name);
      for (let n = 0; n < 5; n++) await store.append(`more-${n}`, 'no-stream', [anEvent()]);
      await store.close();
    }
    copyFileSync(file('other'), file('left'));
    expect(await refusal()).toContain('what stands up to position 15 is not what the witness saw there');
  });

  it('finds that the store is gone, and makes no new one in its place', async () => {
    await leftAfter(10);
    for (const suffix of ['', '-wal']) rmSync(file('left') + suffix);
    expect(await refusal()).toMatch(/there is no file .*: 10 events acknowledged are missing/);
    expect(existsSync(file('left'))).toBe(false);
  });

  it('finds that this is another store', async () => {
    await leftAfter(3);
    const other = await open('another');
    await other.append('s', 'no-stream', [anEvent(), anEvent(), anEvent()]);
    await other.close();
    copyFileSync(file('another'), file('left'));
    rmSync(file('left-wal'));
    expect(await refusal()).toMatch(/the witness saw the store [\w-]{36} up to position 3, this file is the store [\w-]{36} and ends at position 3/);
  });

  it.each([
    ['an event of the last commit was changed', `UPDATE event SET body = replace(body, 'xx', 'xy') WHERE position = 10`, 'the events from position 10 to 10 are not those that were written'],
    ['its time was changed', 'UPDATE event SET recorded_at = recorded_at + 1 WHERE position = 10', 'the events from position 10 to 10 are not those that were written'],
    ['its stream was renamed', `UPDATE stream SET name = 'x' WHERE name = 's-9'`, 'the events from position 10 to 10 are not those that were written'],
    ['the last event was deleted', 'DELETE FROM event WHERE position = 10', 'the store ends at position 9, the witness saw 10: 1 events acknowledged are missing'],
    ['an event was added', 'INSERT INTO event SELECT 11, stream, 1, randomblob(16), recorded_at, body FROM event WHERE position = 10', 'its last commit ended at position 10, but its last event has position 11'],
  ])('finds that %s', async (_name, sql, message) => {
    await leftAfter(10);
    await count();
    const db = new DatabaseSync(file('left'));
    db.exec(sql);
    db.close();
    expect(await refusal()).toContain(message);
  });

  it('finds bytes flipped in the file itself, in the last commit', async () => {
    await leftAfter(10);
    await count();
    const bytes = readFileSync(file('left'));
    const at = bytes.lastIndexOf('x'.repeat(200));
    expect(at).toBeGreaterThan(0);
    for (let place = bytes.indexOf('x'.repeat(200)); place >= 0; place = bytes.indexOf('x'.repeat(200), place + 200)) bytes[place + 100] = 0x79;
    writeFileSync(file('left'), bytes);
    expect(await refusal()).toContain('are not those that were written');
  });

  it('checks all commits since what it saw, when it lags after a power cut', async () => {
    const store = await open('live');
    for (let n = 0; n < 10; n++) await store.append(`s-${n}`, 'no-stream', [anEvent()]);
    const early = readFileSync(file('live.head'));
    for (let n = 10; n < 20; n++) await store.append(`s-${n}`, 'no-stream', [anEvent()]);
    copyAs('left');
    await store.close();
    writeFileSync(file('left.head'), early);
    expect(await count()).toBe(20);
    const db = new DatabaseSync(file('left'));
    db.exec(`UPDATE event SET body = replace(body, 'xx', 'xy') WHERE position = 13`);
    db.close();
    writeFileSync(file('left.head'), early);
    expect(await refusal()).toContain('the events from position 13 to 13 are not those that were written');
  });

  it.each([
    ['one slot', [3]],
    ['the other slot', [131]],
  ])('survives that %s was torn', async (_name, places) => {
    await leftAfter(10);
    for (const place of places) flip('left.head', place);
    expect(await count()).toBe(10);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['missing', () => rmSync(file('left.head'))],
    ['unreadable', () => writeFileSync(file('left.head'), 'nothing')],
    ['unreadable', () => [3, 131].forEach((place) => flip('left.head', place))],
  ])('is missed, not needed, when it is %s', async (word, lose) => {
    await leftAfter(10);
    lose();
    expect(await count()).toBe(10);
    expect(warnings).toEqual([expect.stringContaining(`the witness of the head is ${word}`)]);
    expect(await count()).toBe(10);
    expect(warnings).toHaveLength(1);
  });

  it('is moved away by who wants to go on with what is left', async () => {
    await leftAfter(20);
    flip('left-wal', readFileSync(file('left-wal')).length - 2_000);
    await refusal();
    rmSync(file('left.head'));
    expect(await count()).toBe(19);
    expect(await count()).toBe(19);
  });

  it('lies where it was told to lie', async () => {
    const store = await SqliteEventStore.open({ path: file('left'), witnessPath: file('somewhere') });
    await store.close();
    expect(existsSync(file('somewhere'))).toBe(true);
    expect(existsSync(file('left.head'))).toBe(false);
  });
});
