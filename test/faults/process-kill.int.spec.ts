// Real: a process that runs a process manager over SQLite files and is killed without warning while timers fire, and the files it leaves.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freshId, Journal, NO_STREAM } from '@throughline/event-store';
import { SqliteEventStore } from '@throughline/event-store-sqlite';
import type { StoredEvent } from '@throughline/kernel';
import { loadMasterKey, SqliteVault } from '@throughline/vault-sqlite';

const RUNNER = join(__dirname, 'process-runner.cjs');
const TIMERS = 300;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'throughline-process-kill-'))));
afterEach(() => rmSync(folder, { recursive: true }));

async function opened<T>(work: (journal: Journal) => Promise<T>): Promise<T> {
  const vault = await SqliteVault.open({ path: join(folder, 'vault.sqlite'), masterKey: loadMasterKey(join(folder, 'master.key'), {}) });
  const store = await SqliteEventStore.open({ path: join(folder, 'events.sqlite') });
  const result = await work(await Journal.open(store, vault));
  await store.close();
  await vault.close();
  return result;
}

/** Tickets `t0`, `t1` … that want a note at these times. */
function want(times: readonly string[]): Promise<void> {
  return opened(async (journal) => {
    await Promise.all(
      times.map(async (activity, n) => {
        const id = freshId();
        const data = { ticketId: `t${n}`, activity, customer: { type: 'company', value: `Simulated ${n}` } };
        const { stream, events } = journal.address(NO_STREAM, [{ id, type: 'service.ticket-activity-recorded', data, source: 'test', occurredAt: activity, actor: 'source:test', correlationId: id, causationId: null }]);
        await journal.append(stream, 'no-stream', events);
      }),
    );
  });
}

/** Lives so many milliseconds after it has said that it runs. */
async function live(milliseconds: number): Promise<void> {
  const running = spawn(process.execPath, [RUNNER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(running, 'exit');
  await once(running.stdout, 'data');
  await pause(milliseconds);
  running.kill('SIGKILL');
  await ended;
}

/** The times that were noted and that fired, in order of the store. */
async function told(): Promise<{ readonly noted: readonly string[]; readonly fired: readonly string[] }> {
  return opened(async (journal) => {
    const stored: StoredEvent[] = [];
    for await (const event of journal.store.readAll()) stored.push(event);
    const events = (await journal.openEvents(stored)).map(({ event }) => event);
    const of = (type: string, field: string): string[] => events.filter((event) => event.type === type).map(({ data }) => (data as Record<string, string>)[field] ?? '');
    return { noted: of('service.ticket-noted', 'text'), fired: of('process.timer-fired', 'due') };
  });
}

const timesFrom = (first: number, every: number): string[] => Array.from({ length: TIMERS }, (_, n) => new Date(first + n * every).toISOString());

it('goes on where it was killed, while timers fire: each of them once', async () => {
  const times = timesFrom(Date.now() + 500, 20);
  await want(times);
  let { noted, fired } = await told();
  for (let lives = 0; fired.length < TIMERS && lives < 40; lives++) {
    await live(20 + ((lives * 131) % 600));
    ({ noted, fired } = await told());
  }
  expect(fired).toEqual(times);
  expect(noted).toEqual(times);
}, 120_000);

it('what became due while nobody was there fires once, in order, when somebody is', async () => {
  const times = timesFrom(Date.now() + 6_000, 1);
  await want(times);
  await live(200);
  expect((await told()).fired).toEqual([]);
  await pause(Date.parse(times.at(-1) ?? '') - Date.now());
  for (let lives = 0; (await told()).fired.length < TIMERS && lives < 20; lives++) await live(400);
  expect((await told()).fired).toEqual(times);
  await live(200);
  expect(await told()).toEqual({ noted: times, fired: times });
}, 120_000);
