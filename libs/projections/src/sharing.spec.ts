// Real: several engines over one memory event store, one memory read store and one memory event log, as copies in several processes are.
import { MemoryEventLog } from '@throughline/event-log';
import { MemoryEventStore } from '@throughline/event-store';
import type { Alone, View } from '@throughline/kernel';
import { MemoryReadStore } from '@throughline/read-store';
import { isDeepStrictEqual } from 'node:util';
import { ProjectionEngine } from './engine';
import { until } from './engine-bench';
import { anEvent, append, expected, noTrouble, oneAtATime, opening, shown, storedEvents, streamsView, timelineView } from './engine-fixture';

const trouble = noTrouble();
const [streams, timeline] = [streamsView(trouble), timelineView(trouble)];
let world: { readonly store: MemoryEventStore; readonly log: MemoryEventLog; readonly readStore: MemoryReadStore };
let alone: Alone;
let engines: ProjectionEngine[];

beforeEach(() => {
  const store = new MemoryEventStore();
  world = { store, log: new MemoryEventLog(store, { partitions: 3, retryPauseMs: 1 }), readStore: new MemoryReadStore() };
  alone = oneAtATime();
  engines = [];
});
afterEach(async () => {
  for (const engine of engines) await engine.stop();
  await world.log.close();
});

async function start(views: readonly View[] = [streams, timeline], turn = alone, settleMs = 0): Promise<ProjectionEngine> {
  const engine = new ProjectionEngine({ ...world, open: opening(trouble), views, alone: turn, settleMs });
  engines.push(engine);
  await engine.start();
  return engine;
}

async function fill(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await append(world.store, `s-${n % 7}`, [anEvent(`user:1.${n % 7}`)]);
}

async function caughtUp(engine: ProjectionEngine): Promise<void> {
  const head = await world.store.head();
  await until(async () => (await engine.status()).every(({ position, state }) => position === head && state.kind === 'running'));
}

async function expectFolds(engine: ProjectionEngine, views: readonly View[] = [streams, timeline]): Promise<void> {
  for (const view of views) expect(await shown(await engine.shelf(view.name))).toEqual(expected(view, await storedEvents(world.store)));
}

it('copies that start at once build a first generation once, and all show it', async () => {
  await fill(50);
  const copies = await Promise.all([start(), start(), start()]);
  for (const copy of copies) await caughtUp(copy);
  for (const view of [streams, timeline]) expect(await world.readStore.generations(view.name)).toEqual([{ version: 1, generation: 1 }]);
  for (const copy of copies) await expectFolds(copy);
});

it('whoever was not alone any more with building leaves it to the next, and follows what that one has built', async () => {
  await fill(50);
  const lost: Alone = (name, signal, work) => alone(name, signal, () => work(AbortSignal.abort()));
  const [unlucky, other] = [await start([streams], lost), await start([streams])];
  for (const engine of [other, unlucky]) await caughtUp(engine);
  expect(await world.readStore.generations('streams')).toHaveLength(1);
  await expectFolds(unlucky, [streams]);
});

it('a view is built anew while copies share its partitions and events keep coming', async () => {
  const [first, second] = [await start(), await start()];
  await fill(100);
  const filling = fill(300);
  for (const view of [streams, timeline]) expect(await first.rebuild(view.name)).toMatchObject({ kind: 'flipped', difference: { lanesDiffering: 0 } });
  await filling;
  await caughtUp(second);
  expect((await second.status()).map(({ active }) => active?.generation)).toEqual([2, 2]);
  await expectFolds(second);
});

it('what was recorded until the copies noticed is on the new shelf, though nothing comes behind it', async () => {
  const [first, second] = [await start([streams]), await start([streams])];
  await fill(100);
  await caughtUp(second);
  const filling = fill(20);
  await first.rebuild('streams');
  await filling;
  await until(async () => isDeepStrictEqual(await shown(await second.shelf('streams')), expected(streams, await storedEvents(world.store))));
});

it.each([['documents', streams], ['entries', timeline]] as const)('a shelf of %s that is not the fold is found while copies share it', async (_kind, view) => {
  const engine = await start([view]);
  await start([view]);
  await fill(30);
  await caughtUp(engine);
  const stray = { lane: 'user:1.3', position: 1n, body: {} };
  const shelf = await engine.shelf(view.name);
  await shelf.write({
    documents: view.kind === 'document' ? [{ ...stray, key: 'stray', expected: null }] : [],
    entries: view.kind === 'entry' ? [{ ...stray, key: 'user:1.3', id: 'stray', time: 1 }] : [],
    park: [],
    unpark: [],
    checkpoint: null,
  });
  expect(await engine.rebuild(view.name)).toMatchObject({ kind: 'digests-differ', difference: { lanesDiffering: 1, examples: ['user:1.3'] } });
  expect(await world.readStore.generations(view.name)).toEqual([{ version: 1, generation: 1 }]);
});

it('a copy of an older version writes nothing once a newer one has taken over', async () => {
  const raised = streamsView(trouble, 2);
  const older = await start([streams]);
  await fill(40);
  await caughtUp(older);
  const newer = await start([raised]);
  await until(async () => (await newer.status())[0]!.state.kind === 'awaiting-confirmation');
  newer.confirm('streams', true);
  await fill(40);
  await caughtUp(newer);
  await until(async () => (await older.status())[0]!.trouble === 'VIEW_VERSION_OLDER');
  await expectFolds(newer, [raised]);
});

it('a generation is kept whose flip took place, though the answer was lost', async () => {
  const readStore = Object.assign(Object.create(world.readStore) as MemoryReadStore, {
    activate: async (...call: Parameters<MemoryReadStore['activate']>) => {
      await world.readStore.activate(...call);
      if (call[1].generation === 2) throw new Error('no answer');
    },
  });
  const engine = new ProjectionEngine({ ...world, readStore, open: opening(trouble), views: [streams], alone });
  engines.push(engine);
  await engine.start();
  await fill(10);
  await caughtUp(engine);
  await expect(engine.rebuild('streams')).rejects.toThrow('no answer');
  await fill(10);
  await caughtUp(engine);
  expect(await world.readStore.activeGeneration('streams')).toEqual({ version: 1, generation: 2 });
  await expectFolds(engine, [streams]);
});

describe('a process that keeps no view', () => {
  async function startReader(elsewhere: readonly View[]): Promise<ProjectionEngine> {
    const reader = new ProjectionEngine({ ...world, open: opening(trouble), views: [], elsewhere, alone });
    engines.push(reader);
    await reader.start();
    return reader;
  }

  it('reads it by its name, says so while it is not built, and waits until what was recorded stands there', async () => {
    const reader = await startReader([]);
    await expect(reader.shelf('streams')).rejects.toMatchObject({ code: 'VIEW_NOT_BUILT' });
    await fill(20);
    await start([streams]);
    await until(async () => (await world.readStore.activeGeneration('streams')) !== null);
    await append(world.store, 's-1', [anEvent('user:1.1')]);
    await reader.waitFor('streams', 'user:1.1', (await world.store.head())!, 5_000);
    expect(await shown(await reader.shelf('streams'))).toEqual(expected(streams, await storedEvents(world.store)));
    expect(await reader.status()).toEqual([]);
  });

  it('whose code it has is shown, and built anew from there while others keep it', async () => {
    await fill(20);
    const keeper = await start([streams]);
    await caughtUp(keeper);
    const operations = await startReader([streams]);
    await caughtUp(operations);
    expect(await operations.rebuild('streams')).toMatchObject({ kind: 'flipped', events: 20 });
    await fill(20);
    await caughtUp(keeper);
    await expectFolds(keeper, [streams]);
    expect(await world.readStore.activeGeneration('streams')).toEqual({ version: 1, generation: 2 });
  });
});

describe('copies that go on for a moment with what they know', () => {
  const SETTLE = 40;
  const deaf: View = { ...streams, name: 'deaf', keys: () => [] };

  it('write a checkpoint that has nothing beside it a moment later, and once for many batches', async () => {
    const engine = await start([deaf], alone, SETTLE);
    await fill(30);
    await caughtUp(engine);
    const [shelf, head] = [await engine.shelf('deaf'), await world.store.head()];
    const stored = async () => (await shelf.checkpoints()).map(({ position }) => position);
    await until(async () => isDeepStrictEqual(await stored(), [head, head, head]));
    expect(await shown(shelf)).toEqual({});
  });

  it('bring what they wrote to a shelf that was active no more to the one that is', async () => {
    const [first, second] = [await start([streams, timeline], alone, SETTLE), await start([streams, timeline], alone, SETTLE)];
    await fill(100);
    await caughtUp(second);
    const filling = fill(300);
    for (const view of [streams, timeline]) expect(await first.rebuild(view.name)).toMatchObject({ kind: 'flipped' });
    await filling;
    for (const view of [streams, timeline]) await until(async () => isDeepStrictEqual(await shown(await second.shelf(view.name)), expected(view, await storedEvents(world.store))));
    expect((await second.status()).map(({ active }) => active?.generation)).toEqual([2, 2]);
  });

  it('write nothing of an older version once they know of a newer one', async () => {
    const older = await start([streams], alone, SETTLE);
    await fill(20);
    await caughtUp(older);
    const newer = await start([{ ...streams, version: 2 }], alone, SETTLE);
    await until(async () => (await newer.status())[0]?.active?.version === 2);
    await fill(20);
    await until(async () => (await older.status())[0]?.trouble === 'VIEW_VERSION_OLDER');
    await caughtUp(newer);
    await expectFolds(newer, [streams]);
  });
});
