// Real: engine, memory event store, memory read store, memory event log.
import { MemoryEventLog } from '@throughline/event-log';
import { MemoryEventStore } from '@throughline/event-store';
import type { View } from '@throughline/kernel';
import { MemoryReadStore } from '@throughline/read-store';
import { ProjectionEngine } from './engine';
import { until } from './engine-bench';
import { anEvent, append, expected, noTrouble, opening, shown, storedEvents, streamsView, timelineView } from './engine-fixture';
import type { RebuildProgress } from './rebuild';

describe('rebuild', () => {
  const store = () => new MemoryEventStore();
  let world: { readonly store: MemoryEventStore; readonly log: MemoryEventLog; readonly readStore: MemoryReadStore };
  let engines: ProjectionEngine[];
  const trouble = noTrouble();

  beforeEach(() => {
    const made = store();
    world = { store: made, log: new MemoryEventLog(made, { partitions: 2, retryPauseMs: 1 }), readStore: new MemoryReadStore() };
    engines = [];
  });

  afterEach(async () => {
    trouble.throwing.clear();
    for (const engine of engines) await engine.stop();
    await world.log.close();
  });

  async function start(...views: readonly View[]): Promise<ProjectionEngine> {
    const engine = new ProjectionEngine({ ...world, open: opening(trouble), views });
    engines.push(engine);
    await engine.start();
    return engine;
  }

  async function fill(count: number, name = 'a'): Promise<void> {
    for (let n = 0; n < count; n++) await append(world.store, `${name}-${n % 5}`, [anEvent(`user:1.${name}${n % 5}`)]);
  }

  async function caughtUp(engine: ProjectionEngine, view: string): Promise<void> {
    const head = (await world.store.head())!;
    await until(async () => (await engine.status()).some((status) => status.view === view && status.position === head));
  }

  async function expectFold(engine: ProjectionEngine, view: View): Promise<void> {
    expect(await shown(await engine.shelf(view.name))).toEqual(expected(view, await storedEvents(world.store)));
  }

  for (const view of [streamsView(trouble), timelineView(trouble)]) {
    describe(`of ${view.kind === 'entry' ? 'entries' : 'documents'}`, () => {
      it('is equal, flips, and goes on', async () => {
        const engine = await start(view);
        await fill(40);
        await caughtUp(engine, view.name);
        const outcome = await engine.rebuild(view.name);
        expect(outcome).toMatchObject({ kind: 'flipped', events: 40, difference: { lanesCompared: 5, lanesDiffering: 0, examples: [] } });
        expect((await engine.status())[0]!.active).toEqual({ version: 1, generation: 2 });
        await fill(10);
        await caughtUp(engine, view.name);
        await expectFold(engine, view);
      });

      it('while events keep coming', async () => {
        const engine = await start(view);
        await fill(200);
        const filling = fill(200, 'b');
        for (let n = 0; n < 3; n++) expect(await engine.rebuild(view.name)).toMatchObject({ kind: 'flipped' });
        await filling;
        await caughtUp(engine, view.name);
        await expectFold(engine, view);
      });

      it('finds a shelf that is not the fold, and does not flip', async () => {
        const engine = await start(view);
        await fill(20);
        await caughtUp(engine, view.name);
        const shelf = await engine.shelf(view.name);
        await shelf.write({
          documents: view.kind === 'document' ? [{ key: 'stray', lane: 'user:1.a3', position: 1n, body: { seen: [], sum: 0 }, expected: null }] : [],
          entries: view.kind === 'entry' ? [{ key: 'user:1.a3', id: 'stray', lane: 'user:1.a3', time: 1, position: 1n, body: {} }] : [],
          park: [],
          unpark: [],
          checkpoint: null,
        });
        expect(await engine.rebuild(view.name)).toEqual({ kind: 'digests-differ', difference: { lanesCompared: 5, lanesDiffering: 1, examples: ['user:1.a3'] } });
        expect((await engine.status())[0]!.active).toEqual({ version: 1, generation: 1 });
        expect(await world.readStore.generations(view.name)).toHaveLength(1);
      });

      it('cancelled leaves nothing behind', async () => {
        const engine = await start(view);
        await fill(20);
        await caughtUp(engine, view.name);
        const stop = new AbortController();
        const rebuilding = engine.rebuild(view.name, { signal: stop.signal, onProgress: () => stop.abort() });
        await expect(rebuilding).rejects.toMatchObject({ code: 'REBUILD_CANCELLED' });
        expect(await world.readStore.generations(view.name)).toEqual([{ version: 1, generation: 1 }]);
        await fill(5);
        await caughtUp(engine, view.name);
        await expectFold(engine, view);
      });

      it('that a crash left is dropped at the start', async () => {
        await start(view);
        await world.readStore.open({ view: view.name, version: 1, generation: 7, kind: view.kind, indexes: [] });
        await engines.pop()!.stop();
        await start(view);
        expect(await world.readStore.generations(view.name)).toEqual([{ version: 1, generation: 1 }]);
      });

      it('cures parked lanes', async () => {
        const engine = await start(view);
        await fill(4);
        const poison = { ...anEvent('user:1.a1'), data: { n: 1 } };
        trouble.throwing.add(poison.id);
        await append(world.store, 'a-1', [poison]);
        await fill(10);
        await caughtUp(engine, view.name);
        expect((await engine.status())[0]!.parked).toBeGreaterThan(0);
        trouble.throwing.clear();
        expect(await engine.rebuild(view.name)).toMatchObject({ kind: 'flipped' });
        expect((await engine.status())[0]!.parked).toBe(0);
        await expectFold(engine, view);
      });
    });
  }

  it('shows progress', async () => {
    const engine = await start(timelineView(trouble));
    for (let n = 0; n < 25; n++) await append(world.store, `many-${n}`, Array.from({ length: 100 }, () => anEvent(`user:1.${n}`)));
    const seen: RebuildProgress[] = [];
    await caughtUp(engine, 'timeline');
    await engine.rebuild('timeline', { onProgress: (progress) => seen.push(progress) });
    const head = (await world.store.head())!;
    expect(seen.map(({ events }) => events)).toEqual([1_000, 2_000, 2_500]);
    expect(seen.every((progress) => progress.head === head)).toBe(true);
    expect(seen.at(-1)!.position).toBe(head);
  });

  it('runs once at a time', async () => {
    const engine = await start(streamsView(trouble));
    await fill(10);
    const first = engine.rebuild('streams');
    await expect(engine.rebuild('streams')).rejects.toMatchObject({ code: 'REBUILD_RUNNING' });
    await first;
  });

  it('flipped elsewhere is noticed before the next batch, and what was missed is read from the store', async () => {
    const view = streamsView(trouble);
    const engine = await start(view);
    await fill(10);
    await caughtUp(engine, 'streams');
    const shelf = await world.readStore.open({ view: 'streams', version: 1, generation: 9, kind: 'document', indexes: [] });
    await world.readStore.activate('streams', shelf.definition);
    await fill(10);
    await until(async () => Object.keys(await shown(shelf)).length === 5 && (await shelf.checkpoints()).every(({ position }) => position >= 20n));
    expect(await shown(shelf)).toEqual(expected(view, await storedEvents(world.store)));
  });

  describe('of a raised version', () => {
    const [v1, v2] = [streamsView(trouble, 1), streamsView(trouble, 2)];

    async function raised(): Promise<ProjectionEngine> {
      const before = await start(v1);
      await fill(20);
      await caughtUp(before, 'streams');
      await before.stop();
      await fill(7);
      const engine = await start(v2);
      await until(async () => (await engine.status())[0]!.state.kind !== 'rebuilding');
      return engine;
    }

    it('says what differs and asks, while readers see the version before', async () => {
      const engine = await raised();
      expect((await engine.status())[0]).toMatchObject({ version: 2, active: { version: 1 }, state: { kind: 'awaiting-confirmation', difference: { lanesCompared: 5, lanesDiffering: 5 } } });
      expect(await shown(await engine.shelf('streams'))).toEqual(expected(v1, (await storedEvents(world.store)).slice(0, 20)));
    });

    it('flips when it is confirmed', async () => {
      const engine = await raised();
      expect(engine.confirm('streams', true)).toBe(true);
      await until(async () => (await engine.status())[0]!.state.kind === 'running');
      await fill(3);
      await caughtUp(engine, 'streams');
      await expectFold(engine, v2);
      expect(engine.confirm('streams', true)).toBe(false);
    });

    it('stays with the version before when it is refused', async () => {
      const engine = await raised();
      engine.confirm('streams', false);
      await until(async () => (await engine.status())[0]!.state.kind === 'stopped');
      expect((await engine.status())[0]).toMatchObject({ active: { version: 1 }, state: { code: 'VERSION_REFUSED' } });
      expect(await world.readStore.generations('streams')).toHaveLength(1);
    });

    it('may be built again after it was refused', async () => {
      const engine = await raised();
      engine.confirm('streams', false);
      await until(async () => (await engine.status())[0]!.state.kind === 'stopped');
      expect(await engine.rebuild('streams', { confirm: async () => true })).toMatchObject({ kind: 'flipped' });
      await fill(3);
      await caughtUp(engine, 'streams');
      await expectFold(engine, v2);
      expect((await engine.status())[0]!.state).toEqual({ kind: 'running' });
    });

    it('waits no longer when the engine stops', async () => {
      const engine = await raised();
      await engine.stop();
      expect(await world.readStore.generations('streams')).toHaveLength(1);
    });

    it('that differs in nothing flips by itself', async () => {
      const before = await start(v1);
      await fill(20);
      await caughtUp(before, 'streams');
      await before.stop();
      const engine = await start({ ...v1, version: 2 });
      await until(async () => (await engine.status())[0]!.state.kind === 'running');
      expect((await engine.status())[0]!.active).toEqual({ version: 2, generation: 2 });
    });
  });
});
