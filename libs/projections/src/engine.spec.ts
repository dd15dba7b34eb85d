// Real: engine, memory event store, memory read store, memory event log. `Mortal` only makes a read store fail on demand.
import { Chance, MemoryEventLog } from '@throughline/event-log';
import { MemoryEventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { ProjectionEngine } from './engine';
import { Bench, until } from './engine-bench';
import { allViews, anEvent, append, expected, Mortal, noTrouble, opening, shown, storedEvents, streamsView, timelineView } from './engine-fixture';

describe('ProjectionEngine', () => {
  let bench: Bench;
  const views = ['streams', 'lanes', 'timeline'];

  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  async function expectFolds(engine: ProjectionEngine, without?: ReadonlySet<string>): Promise<void> {
    const folds = await bench.folds(engine, without);
    expect(folds.shown).toEqual(folds.expected);
  }

  describe('following', () => {
    it('folds what comes', async () => {
      const engine = await bench.started();
      await bench.fill(20);
      await bench.caughtUp(engine, ...views);
      await expectFolds(engine);
    });

    it('builds what was there before it started, then follows', async () => {
      await bench.fill(20);
      const engine = await bench.started();
      await bench.fill(10);
      await until(async () => (await engine.status()).every((status) => status.state.kind === 'running'));
      await bench.caughtUp(engine, ...views);
      await expectFolds(engine);
    });

    it('goes on where it stopped', async () => {
      const first = await bench.started();
      await bench.fill(10);
      await bench.caughtUp(first, ...views);
      await first.stop();
      await bench.fill(10);
      const opened: StoredEvent[] = [];
      const second = bench.engine(undefined, async (events) => {
        opened.push(...events);
        return opening(bench.trouble)(events);
      });
      await second.start();
      await bench.caughtUp(second, ...views);
      await expectFolds(second);
      expect(opened).toHaveLength(30 * 3);
    });

    it('entries carry the effective time, the lane and the position', async () => {
      const engine = await bench.started();
      await append(bench.store, 's', [{ ...anEvent('email:1.ada'), occurredAt: '2099-01-01T00:00:00.000Z' }]);
      await bench.caughtUp(engine, 'timeline');
      const [event] = await storedEvents(bench.store);
      const [entry] = await (await engine.shelf('timeline')).entries({ keys: ['email:1.ada'], limit: 2 });
      expect(entry).toMatchObject({ id: event!.id, lane: 'email:1.ada', position: event!.position, time: Date.parse(event!.recordedAt) });
    });

    it('retries a read store that fails, parks nothing, and says so meanwhile', async () => {
      const readStore = new Mortal(bench.readStore, new Chance(1));
      const engine = bench.engine(undefined, undefined, readStore);
      await engine.start();
      readStore.dead = true;
      await bench.fill(3);
      readStore.dead = false;
      await bench.caughtUp(engine, ...views);
      await expectFolds(engine);
      expect((await engine.status()).map((status) => status.trouble)).toEqual([null, null, null]);
    });

    it('retries `open` when it throws', async () => {
      let refusals = 5;
      const engine = bench.engine(undefined, (events) => (refusals-- > 0 ? Promise.reject(new Error('the vault is away')) : opening(bench.trouble)(events)));
      await engine.start();
      await bench.fill(3);
      await bench.caughtUp(engine, ...views);
      await expectFolds(engine);
    });

    it('reads again when somebody else has written the same documents', async () => {
      const [first, second] = [await bench.started(streamsView(bench.trouble)), await bench.started(streamsView(bench.trouble))];
      for (let round = 0; round < 20; round++) {
        await bench.fill(1);
        await bench.log.rebalance(true);
      }
      for (const engine of [first, second]) await bench.caughtUp(engine, 'streams');
      const events = await storedEvents(bench.store);
      expect(await shown(await first.shelf('streams'))).toEqual(expected(streamsView(noTrouble()), events));
    });
  });

  describe('refusing to start', () => {
    it('on a shelf of another store', async () => {
      const engine = await bench.started();
      await bench.fill(2);
      await bench.caughtUp(engine, ...views);
      await engine.stop();
      const store = new MemoryEventStore();
      const log = new MemoryEventLog(store);
      const other = new ProjectionEngine({ log, store, readStore: bench.readStore, open: opening(bench.trouble), views: allViews(bench.trouble) });
      await expect(other.start()).rejects.toMatchObject({ code: 'CHECKPOINT_OF_ANOTHER_STORE' });
      await log.close();
    });

    it('on a store that ends before the checkpoint', async () => {
      const shelf = await bench.readStore.open({ view: 'streams', version: 1, generation: 1, kind: 'document', indexes: [] });
      await bench.readStore.activate('streams', shelf.definition);
      await shelf.write({ documents: [], entries: [], park: [], unpark: [], checkpoint: { storeId: bench.store.storeId, partition: 0, offset: 5n, position: 1_000n } });
      await expect(bench.started()).rejects.toMatchObject({ code: 'STORE_BEHIND_CHECKPOINT' });
    });

    it('on a shelf of a newer version of the view', async () => {
      const newer = await bench.started(streamsView(bench.trouble, 2));
      await newer.stop();
      await expect(bench.started()).rejects.toMatchObject({ code: 'VIEW_VERSION_OLDER' });
    });
  });

  describe('watermarks', () => {
    it('let a reader wait for his own writing', async () => {
      const engine = await bench.started();
      for (let n = 0; n < 10; n++) {
        await bench.fill(1);
        const head = (await bench.store.head())!;
        await engine.waitFor('timeline', 'email:1.ada', head, 5_000);
        expect(await (await engine.shelf('timeline')).entries({ keys: ['email:1.ada'], limit: 50 })).toHaveLength(n + 1);
      }
    });

    it('reject with a code when time is up', async () => {
      const engine = await bench.started();
      await expect(engine.waitFor('timeline', 'email:1.ada', 1_000n, 30)).rejects.toMatchObject({ code: 'PROJECTION_BEHIND' });
    });

    it('are read from the shelf where another process holds the partition', async () => {
      await bench.started(timelineView(bench.trouble));
      const elsewhere = bench.engine([timelineView(bench.trouble)]);
      await bench.fill(1);
      await expect(elsewhere.waitFor('timeline', 'email:1.ada', (await bench.store.head()) ?? 0n, 5_000)).resolves.toBeUndefined();
    });

    it('show in the status, with lag and parked events', async () => {
      const engine = await bench.started(streamsView(bench.trouble));
      await bench.fill(5);
      await bench.caughtUp(engine, 'streams');
      const head = await bench.store.head();
      const [status] = await engine.status();
      expect(status).toEqual({
        view: 'streams',
        version: 1,
        active: { version: 1, generation: 1 },
        position: head,
        head,
        lagEvents: 0,
        lags: [0, 0, 0],
        lagSeconds: 0,
        parked: 0,
        state: { kind: 'running' },
        trouble: null,
      });
      await engine.stop();
      await bench.fill(2, ['email:1.ada']);
      const [stopped] = await engine.status(Date.now() + 60_000);
      await until(async () => (await engine.status())[0]!.lagEvents === 2);
      expect(stopped!.lagSeconds).toBeGreaterThanOrEqual(0);
      expect(stopped!.state).toEqual({ kind: 'stopped', code: null });
    });
  });

  it('knows its views only', async () => {
    const engine = await bench.started();
    expect(() => engine.shelf('nothing')).toThrow(expect.objectContaining({ code: 'VIEW_UNKNOWN' }) as Error);
      });
});
