// Real: SQLite files. The clock is ours where a case is about time; the disk is made full by a limit of SQLite itself.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from '@photostructure/sqlite';
import type { EventStore } from '@throughline/event-store';
import type { NewEvent, StoredEvent } from '@throughline/kernel';
import { SqliteEventStore, type SqliteEventStoreOptions } from './sqlite-event-store';

function anEvent(data: unknown = 1): NewEvent {
  const id = randomUUID();
  return { id, type: 'test.happened', schemaVersion: 1, source: 'test', subject: 's', parties: [], occurredAt: '2026-01-15T09:00:00.000Z', actor: 'process:test', correlationId: id, causationId: null, data };
}

async function everything(store: EventStore): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
}

describe('the writer of the SQLite store', () => {
  let path: string;
  let folder: string;
  let store: SqliteEventStore;

  async function open(options: Partial<SqliteEventStoreOptions> = {}): Promise<void> {
    store = await SqliteEventStore.open({ path, ...options });
  }
  async function commits(): Promise<readonly number[]> {
    await store.close();
    const rows = new DatabaseSync(path).prepare('SELECT position FROM commit_chain ORDER BY position').all() as { position: number }[];
    return rows.map(({ position }) => position);
  }
  const appends = (count: number): readonly Promise<unknown>[] => Array.from({ length: count }, () => store.append(randomUUID(), 'no-stream', [anEvent()]));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-store-'));
    path = join(folder, 'events.sqlite');
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('lets appends of one turn share a commit', async () => {
    await open();
    await Promise.all(appends(50));
    await Promise.all(appends(7));
    expect(await commits()).toEqual([50, 57]);
  });

  it('puts no more into a commit than it was told, and leaves no append in two', async () => {
    await open({ maxGroup: 20 });
    await Promise.all([...appends(15), store.append('large', 'no-stream', Array.from({ length: 30 }, () => anEvent())), ...appends(25)]);
    expect(await commits()).toEqual([15, 45, 65, 70]);
  });

  it('commits large events sooner', async () => {
    await open();
    await Promise.all(Array.from({ length: 100 }, () => store.append(randomUUID(), 'no-stream', [anEvent('x'.repeat(250_000))])));
    expect((await commits()).length).toBeGreaterThan(1);
  });

  it('writes nothing to the file for conflicts and repeats alone', async () => {
    await open();
    const event = anEvent();
    await store.append('s', 'no-stream', [event]);
    await Promise.all([store.append('s', 'no-stream', [event]), store.append('s', 5, [anEvent()])]);
    expect(await commits()).toEqual([1]);
  });

  it('sees within one commit what that commit has written so far', async () => {
    await open();
    const [first, second] = [anEvent(), anEvent()];
    const results = await Promise.allSettled([
      store.append('s', 'no-stream', [first]),
      store.append('s', 'no-stream', [second]),
      store.append('s', 'no-stream', [first]),
      store.append('s', 0, [second]),
      store.append('s', 1, [{ ...second, data: 'other' }]),
      store.append('s', 1, [anEvent(), second]),
      store.append('s', 0, [anEvent()]),
    ]);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as { code: string }).code))).toMatchObject([
      { kind: 'done', repeated: false, events: [{ revision: 0 }] },
      { kind: 'conflict', actual: 0 },
      { kind: 'done', repeated: true, events: [{ revision: 0 }] },
      { kind: 'done', repeated: false, events: [{ revision: 1 }] },
      'EVENT_ID_REUSED',
      'PARTIAL_REPEAT',
      { kind: 'conflict', actual: 1 },
    ]);
    expect(await commits()).toEqual([2]);
  });

  it('refuses more than may wait, and takes it a moment later', async () => {
    await open({ maxQueuedEvents: 100 });
    const results = await Promise.allSettled(appends(130));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
    expect(results.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'STORE_BUSY' } });
    await Promise.all(appends(30));
    expect(await everything(store)).toHaveLength(130);
  });

  it('takes one append of any number of events when nothing waits', async () => {
    await open({ maxQueuedEvents: 10 });
    await store.append('s', 'no-stream', Array.from({ length: 50 }, () => anEvent()));
    expect(await everything(store)).toHaveLength(50);
  });

  it('never lets recordedAt fall, also after it was opened again under an earlier clock', async () => {
    const clock = { now: 5_000 };
    await open({ clock: () => clock.now });
    await store.append('a', 'no-stream', [anEvent()]);
    clock.now = 3_000;
    await store.append('b', 'no-stream', [anEvent()]);
    await store.close();
    await open({ clock: () => 1_000 });
    await store.append('c', 'no-stream', [anEvent()]);
    await store.close();
    await open({ clock: () => 9_000 });
    await store.append('d', 'no-stream', [anEvent()]);
    expect((await everything(store)).map(({ recordedAt }) => Date.parse(recordedAt))).toEqual([5_000, 5_000, 5_000, 9_000]);
    expect([await store.positionAt('1970-01-01T00:00:04.999Z'), await store.positionAt('1970-01-01T00:00:05Z'), await store.positionAt('1970-01-01T00:00:09Z')]).toEqual([null, 3n, 4n]);
  });

  it('says that the disk is full, stops, loses nothing it acknowledged, and goes on when there is room', async () => {
    const warnings: string[] = [];
    await open({ maxPages: 200, maxGroup: 10, onWarning: (message) => warnings.push(message) });
    const results = await Promise.allSettled(Array.from({ length: 2_000 }, (_, n) => store.append(`s-${n}`, 'no-stream', [anEvent('x'.repeat(900))])));
    const acknowledged = results.filter(({ status }) => status === 'fulfilled').length;
    expect(acknowledged).toBeGreaterThan(50);
    expect(acknowledged).toBeLessThan(2_000);
    for (const result of results.slice(acknowledged)) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'STORE_FAILED' } });
    expect(warnings).toEqual([expect.stringContaining('the disk is full')]);
    await expect(store.append('late', 'no-stream', [anEvent()])).rejects.toMatchObject({ code: 'STORE_FAILED', message: expect.stringContaining('the disk is full') as string });
    expect(await everything(store)).toHaveLength(acknowledged);
    await store.close();
    await open();
    expect((await everything(store)).map(({ stream }) => stream)).toEqual(Array.from({ length: acknowledged }, (_, n) => `s-${n}`));
    await store.append('late', 'no-stream', [anEvent()]);
  });

  it('tells subscribers nothing of a commit that failed', async () => {
    await open({ maxPages: 60, maxGroup: 10 });
    const stop = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const batch of store.subscribe(null, stop.signal)) seen.push(...batch.map(({ id }) => id));
    })();
    const results = await Promise.allSettled(Array.from({ length: 500 }, () => store.append(randomUUID(), 'no-stream', [anEvent('x'.repeat(900))])));
    stop.abort();
    await following;
    const acknowledged = results.flatMap((result) => (result.status === 'fulfilled' && result.value.kind === 'done' ? [result.value.events[0]?.id] : []));
    expect(seen).toEqual(acknowledged.slice(0, seen.length));
  });

  describe('a history that is brought over', () => {
    const event = (revision: number, position: bigint, data: unknown = 1): StoredEvent => ({ ...anEvent(data), stream: 's', revision, position, recordedAt: '2026-01-15T09:00:00.000Z' });

    it('keeps its positions, is written whole or not at all, and what waits stands before it', async () => {
      await open({ clock: () => 1_000 });
      const waiting = store.append('before', 'no-stream', [anEvent()]);
      expect(await store.restore([event(0, 5n), event(1, 90n)])).toEqual([5n, 90n]);
      await waiting;
      await expect(store.restore([event(2, 91n), event(3, 91n)])).rejects.toMatchObject({ code: 'HISTORY_BROKEN' });
      await expect(store.restore([event(2, 2n ** 60n)])).rejects.toMatchObject({ code: 'HISTORY_BROKEN' });
      await store.append('s', 1, [anEvent()]);
      await store.close();
      await open({ clock: () => 2_000 });
      expect((await everything(store)).map(({ stream, position }) => [stream, position])).toEqual([['before', 1n], ['s', 5n], ['s', 90n], ['s', 91n]]);
      expect([await store.positionAt('2026-01-15T08:59:59.999Z'), await store.positionAt('2026-01-15T09:00:00Z')]).toEqual([1n, 91n]);
    });

    it('finds the disk full: nothing of it is there, and the store stops', async () => {
      await open({ maxPages: 60 });
      const large = Array.from({ length: 500 }, (_, n) => event(n, BigInt(n + 1), 'x'.repeat(900)));
      await expect(store.restore(large)).rejects.toMatchObject({ code: 'STORE_FAILED', message: expect.stringContaining('the disk is full') as string });
      await expect(store.restore(large)).rejects.toMatchObject({ code: 'STORE_FAILED' });
      await store.close();
      await open();
      expect(await everything(store)).toEqual([]);
      await store.restore(large);
      expect(await everything(store)).toHaveLength(500);
    });
  });

  it('is one process at a time, and says so', async () => {
    await open();
    await store.append('s', 'no-stream', [anEvent()]);
    await expect(SqliteEventStore.open({ path })).rejects.toMatchObject({ code: 'STORE_LOCKED', message: expect.stringMatching(/events\.sqlite cannot be opened: another process is using the file; stop it first$/) as string });
    await store.append('s', 0, [anEvent()]);
    await store.close();
    await open();
    expect(await everything(store)).toHaveLength(2);
  });

  it('says what is wrong with a folder that is not there, and with a file that is no store', async () => {
    await open();
    const letter = join(folder, 'letter.txt');
    writeFileSync(letter, 'Dear reader, '.repeat(1_000));
    await expect(SqliteEventStore.open({ path: join(folder, 'nowhere', 'events.sqlite') })).rejects.toMatchObject({ code: 'STORE_FAILED', message: expect.stringContaining('no such file or directory') as string });
    await expect(SqliteEventStore.open({ path: letter })).rejects.toMatchObject({ code: 'STORE_FAILED', message: expect.stringContaining('the file is damaged') as string });
  });
});
