// Real: journal, vault, event store, projection engine, views and shelves in memory; the road brings nothing unless it is told to. The clock of the store is set back by hand.
import { MemoryEventLog } from '@throughline/event-log';
import { freshId, Journal, MemoryEventStore } from '@throughline/event-store';
import { linkView } from '@throughline/identity';
import { ProjectionEngine } from '@throughline/projections';
import { MemoryReadStore } from '@throughline/read-store';
import { MemoryVault } from '@throughline/vault';
import { amendmentsView } from './amendments.view';
import { DataAge } from './data-age';
import { summaryView } from './summary.view';
import { timelineView } from './timeline.view';

/** Does not answer while it is told so. */
class Silent extends MemoryEventStore {
  how: 'answers' | 'fails' | 'never answers' = 'answers';

  override async head(): Promise<bigint | null> {
    if (this.how === 'fails') throw new Error('away');
    return this.how === 'never answers' ? new Promise(() => undefined) : super.head();
  }
}

let ago = 0;
let store: Silent;
let log: MemoryEventLog;
let engine: ProjectionEngine;
let journal: Journal;

beforeEach(async () => {
  store = new Silent(() => Date.now() - ago);
  log = new MemoryEventLog(store, { partitions: 2, manual: true });
  journal = await Journal.open(store, new MemoryVault());
  engine = new ProjectionEngine({ log, store, readStore: new MemoryReadStore(), open: journal.openEvents, views: [linkView, timelineView, amendmentsView, summaryView] });
  await engine.start();
});
afterEach(async () => {
  await engine.stop();
  await log.close();
});

async function record(secondsAgo: number): Promise<void> {
  ago = secondsAgo * 1_000;
  const id = freshId();
  const draft = { id, type: 'shop.visited', data: {}, source: 'test', occurredAt: '2026-01-15T09:00:00.000Z', actor: 'process:test', correlationId: id, causationId: null, sender: { source: '/test', id, subject: { type: 'email', value: 'jane@example.com' } } } as const;
  const { stream, events } = journal.address({ revision: 'no-stream', subject: null, parties: [] }, [draft]);
  await journal.append(stream, 'no-stream', events);
}

async function deliverAll(): Promise<void> {
  for (let idle = 0; idle < 50; ) idle = (await log.step()) ? 0 : idle + 1;
}

const age = (): Promise<number | null> => new DataAge(engine).seconds();

it('is none where everything stands on the shelves', async () => {
  expect(await age()).toBe(0);
  await record(100);
  await deliverAll();
  expect(await age()).toBe(0);
});

it('is that of the oldest event that is still to come', async () => {
  await record(100);
  await deliverAll();
  await record(30);
  await record(10);
  expect(await age()).toBe(30);
  await deliverAll();
  expect(await age()).toBe(0);
});

it.each(['fails', 'never answers'] as const)('is not known where the event store %s; then nobody waits long', async (how) => {
  store.how = how;
  const asked = Date.now();
  expect(await age()).toBeNull();
  expect(Date.now() - asked).toBeLessThan(2_000);
});

it('is asked once for all who want it at the same time, and again a moment later', async () => {
  const one = new DataAge(engine);
  await record(30);
  const answers = await Promise.all([one.seconds(), one.seconds()]);
  await deliverAll();
  expect([...answers, await one.seconds()]).toEqual([30, 30, 30]);
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  expect(await one.seconds()).toBe(0);
});
