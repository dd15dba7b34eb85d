// Real: engine, memory event store, memory read store, memory event log. `Mortal` only makes a read store fail on demand.
import { Chance, MemoryEventLog, partitionOf } from '@throughline/event-log';
import { MemoryEventStore } from '@throughline/event-store';
import type { StoredEvent, View } from '@throughline/kernel';
import { MemoryReadStore } from '@throughline/read-store';
import { ProjectionEngine } from './engine';
import { allViews, anEvent, append, expected, Mortal, noTrouble, opening, shown, storedEvents, streamsView, timelineView } from './engine-fixture';
import type { OpenEvents } from './opened-event';

class Bench {
  readonly store = new MemoryEventStore();
  readonly readStore = new MemoryReadStore();
  readonly trouble = noTrouble();
  readonly log = new MemoryEventLog(this.store, { partitions: 3, retryPauseMs: 1 });
  private readonly engines: ProjectionEngine[] = [];

  engine(views: readonly View[] = allViews(this.trouble), open: OpenEvents = opening(this.trouble), readStore = new Mortal(this.readStore, new Chance(1))): ProjectionEngine {
    const engine = new ProjectionEngine({ log: this.log, store: this.store, readStore, open, views });
    this.engines.push(engine);
    return engine;
  }

  async started(...views: readonly View[]): Promise<ProjectionEngine> {
    const engine = views.length === 0 ? this.engine() : this.engine(views);
    await engine.start();
    return engine;
  }

  /** `count` events of each of some lanes; ids of those that were appended. */
  async fill(count: number, lanes: readonly string[] = ['email:1.ada', 'email:1.bob', 'company:Acme']): Promise<readonly string[]> {
    const events = lanes.flatMap((lane) => Array.from({ length: count }, () => anEvent(lane)));
    for (const event of events) await append(this.store, `s-${event.subject}`, [event]);
    return events.map((event) => event.id);
  }

  async caughtUp(engine: ProjectionEngine, ...views: readonly string[]): Promise<void> {
    const head = (await this.store.head()) ?? -1n;
    for (const view of views) for (const lane of ['email:1.ada', 'email:1.bob', 'company:Acme']) await engine.waitFor(view, lane, head, 5_000);
  }

  async close(): Promise<void> {
    for (const engine of this.engines) await engine.stop();
    await this.log.close();
    await this.store.close();
  }
}

describe('ProjectionEngine', () => {
  let bench: Bench;
  const views = ['streams', 'lanes', 'timeline'];

  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  async function expectFolds(engine: ProjectionEngine, without: ReadonlySet<string> = new Set()): Promise<void> {
    const events = (await storedEvents(bench.store)).filter((event) => !without.has(event.id));
    for (const view of allViews(noTrouble())) expect(await shown(await engine.shelf(view.name))).toEqual(expected(view, events));
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

  describe('parking', () => {
    async function withPoison(kind: 'unopenable' | 'throwing') {
      const engine = await bench.started();
      const good = await bench.fill(2);
      const events = Array.from({ length: 4 }, (_, n) => ({ ...anEvent('email:1.ada'), data: { n } }));
      bench.trouble[kind].add(events[1]!.id);
      await append(bench.store, 's-ada', events);
      const later = await bench.fill(2);
      await bench.caughtUp(engine, ...views);
      const isAda = new Set((await storedEvents(bench.store)).filter((event) => event.subject === 'email:1.ada').map((event) => event.id));
      const behind = new Set([...events.slice(1).map((event) => event.id), ...later.filter((id) => isAda.has(id))]);
      return { engine, events, behind, good };
    }

    it('parks the event and the later ones of its lane; others flow', async () => {
      const { engine, events, behind } = await withPoison('unopenable');
      await expectFolds(engine, behind);
      const parked = await (await engine.shelf('timeline')).parked({ limit: 100 });
      expect(new Set(parked.map((event) => event.eventId))).toEqual(behind);
      expect(parked.filter((event) => event.failed).map((event) => event.eventId)).toEqual([events[1]!.id]);
      expect(parked[0]).toMatchObject({ lane: 'email:1.ada', nodes: ['email:1.ada'], reason: 'TYPE_UNKNOWN test.happened' });
    });

    it('keeps messages of views out of the reason: they may quote personal data', async () => {
      const { engine } = await withPoison('throwing');
      const parked = await (await engine.shelf('streams')).parked({ limit: 100 });
      expect(parked[0]!.reason).toBe('VIEW_FAILED: TypeError at test.happened');
      expect(JSON.stringify(parked.map((event) => event.reason))).not.toContain('ada@');
    });

    it('survives a restart', async () => {
      const { engine, behind } = await withPoison('throwing');
      await engine.stop();
      bench.trouble.throwing.clear();
      const again = await bench.started();
      const more = await bench.fill(1, ['email:1.ada']);
      await bench.caughtUp(again, ...views);
      await expectFolds(again, new Set([...behind, ...more]));
    });

    it('retries in order, and unparks', async () => {
      const { engine } = await withPoison('unopenable');
      bench.trouble.unopenable.clear();
      for (const view of views) expect(await engine.retryLane(view, 'email:1.ada')).toMatchObject({ kind: 'done' });
      await expectFolds(engine);
      await bench.fill(2);
      await bench.caughtUp(engine, ...views);
      await expectFolds(engine);
    });

    it('stops a retry at the first that fails again', async () => {
      const { engine, events, behind } = await withPoison('throwing');
      bench.trouble.throwing.clear();
      bench.trouble.throwing.add(events[3]!.id);
      const outcome = await engine.retryLane('lanes', 'email:1.ada');
      expect(outcome).toMatchObject({ kind: 'still-parked', folded: 2, reason: 'VIEW_FAILED: RangeError at test.happened' });
      const parked = await (await engine.shelf('lanes')).parked({ limit: 100 });
      expect(parked.map((event) => event.eventId)).toEqual([...behind].slice(2));
      expect(parked[0]).toMatchObject({ failed: true, position: outcome.kind === 'still-parked' ? outcome.position : null });
    });

    it('has nothing to retry on a lane that is not parked', async () => {
      const engine = await bench.started();
      expect(await engine.retryLane('streams', 'email:1.ada')).toEqual({ kind: 'done', folded: 0 });
    });

    it('says since when nodes are incomplete', async () => {
      const { engine, events } = await withPoison('unopenable');
      const failed = (await storedEvents(bench.store)).find((event) => event.id === events[1]!.id)!;
      expect(await engine.incompleteSince(['company:Acme', 'email:1.ada'])).toBe(failed.recordedAt);
      expect(await engine.incompleteSince(['company:Acme'])).toBeNull();
    });

    it('refuses a document of another lane', async () => {
      const shared: View = { ...streamsView(bench.trouble), name: 'shared', keys: () => ['the one'] };
      const engine = await bench.started(shared);
      await append(bench.store, 's-1', [anEvent('email:1.ada')]);
      await bench.caughtUp(engine, 'shared');
      await append(bench.store, 's-2', [anEvent('email:1.bob')]);
      await bench.caughtUp(engine, 'shared');
      const parked = await (await engine.shelf('shared')).parked({ limit: 9 });
      expect(parked.map(({ lane, reason }) => [lane, reason])).toEqual([['email:1.bob', 'DOCUMENT_OF_ANOTHER_LANE']]);
    });

    it('parks what is no document', async () => {
      const wrong = { ...streamsView(bench.trouble), evolve: () => undefined } as unknown as View;
      const engine = await bench.started(wrong);
      await append(bench.store, 's-1', [anEvent('email:1.ada')]);
      await bench.caughtUp(engine, 'streams');
      const parked = await (await engine.shelf('streams')).parked({ limit: 9 });
      expect(parked.every(({ reason }) => reason === 'NOT_A_DOCUMENT at test.happened')).toBe(true);
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
      await expect(elsewhere.waitFor('timeline', 'email:1.ada', (await bench.store.head())!, 5_000)).resolves.toBeUndefined();
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
    expect(partitionOf('email:1.ada', 3)).toBeLessThan(3);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
