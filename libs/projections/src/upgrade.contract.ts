import type { EventLog } from '@throughline/event-log';
import type { EventStore } from '@throughline/event-store';
import type { Alone, NewEvent, View } from '@throughline/kernel';
import type { ReadStore } from '@throughline/read-store';
import { setTimeout as pause } from 'node:timers/promises';
import { ProjectionEngine } from './engine';
import { anEvent, append, expected, noTrouble, shown, storedEvents, streamsView, timelineView } from './engine-fixture';
import type { OpenEvents } from './opened-event';

/** What several programs share, empty at first. */
export interface SharedWorld {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  /** As one process opens it. */
  readonly openLog: () => Promise<EventLog>;
  readonly alone: Alone;
  readonly dispose: () => Promise<void>;
}

const LANES = ['user:1.ada', 'user:1.bob', 'user:1.cem', 'user:1.dana', 'user:1.eve', 'user:1.fay', 'user:1.gil'];
/** Milliseconds until something that must happen counts as never. */
const PATIENCE = 40_000;
const trouble = noTrouble();
const [streams, timeline] = [streamsView(trouble), timelineView(trouble)];

/** Some program of ours: which version of the events it was built with. */
function knowing(version: number): OpenEvents {
  return async (events) => events.map((event) => (event.schemaVersion > version ? { ok: false, reason: `UNKNOWN_VERSION ${event.type} version ${event.schemaVersion}` } : { ok: true, event }));
}

function newer(event: NewEvent): NewEvent {
  return { ...event, schemaVersion: 2 };
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE; !(await holds()); await pause(10)) if (Date.now() > end) throw new Error(`waited in vain for: ${what}`);
}

/** What copies of two versions do over the same log and shelves while one takes the other's place. */
export function upgradeContract(name: string, open: () => Promise<SharedWorld>): void {
  describe(`a rolling upgrade: ${name}`, () => {
    let world: SharedWorld;
    let programs: (() => Promise<void>)[];

    beforeEach(async () => {
      world = await open();
      programs = [];
    });
    afterEach(async () => {
      for (const stop of programs) await stop();
      await world.dispose();
    });

    async function start(version: number, views: readonly View[] = [streams, timeline]): Promise<ProjectionEngine & { readonly end: () => Promise<void> }> {
      const log = await world.openLog();
      const engine = new ProjectionEngine({ log, store: world.store, readStore: world.readStore, open: knowing(version), views, alone: world.alone });
      const end = async (): Promise<void> => {
        await engine.stop();
        await log.close();
      };
      programs.push(end);
      await engine.start();
      return Object.assign(engine, { end });
    }

    async function fill(rounds: number, change: (event: NewEvent) => NewEvent = (event) => event): Promise<void> {
      for (let round = 0; round < rounds; round++) for (const lane of LANES) await append(world.store, `s-${lane}`, [change(anEvent(lane))]);
    }

    async function parkedLanes(engine: ProjectionEngine, view: View): Promise<readonly string[]> {
      const parked = await (await engine.shelf(view.name)).parked({ limit: 1_000 });
      return [...new Set(parked.map(({ lane }) => lane))].toSorted();
    }

    async function caughtUp(engine: ProjectionEngine): Promise<void> {
      const head = await world.store.head();
      await until('all events', async () => (await engine.status()).every(({ position, state }) => position === head && state.kind === 'running'));
    }

    async function expectFolds(engine: ProjectionEngine, views: readonly View[], without: readonly string[] = []): Promise<void> {
      const events = (await storedEvents(world.store)).filter(({ subject }) => !without.includes(subject));
      for (const view of views) {
        const found = Object.entries(await shown(await engine.shelf(view.name))).filter(([key]) => !without.some((lane) => key.includes(lane)));
        expect(Object.fromEntries(found)).toEqual(expected(view, events));
      }
    }

    it('an old program parks the lanes of newer events and goes on with the others; whoever takes over folds them, none lost, none twice', async () => {
      const [ada, bob] = LANES as [string, string];
      const old = await start(1);
      await fill(5);
      for (const lane of [ada, bob]) await append(world.store, `s-${lane}`, [newer(anEvent(lane))]);
      await fill(5);
      await caughtUp(old);
      for (const view of [streams, timeline]) expect(await parkedLanes(old, view)).toEqual([ada, bob]);
      await expectFolds(old, [streams, timeline], [ada, bob]);
      expect(await old.incompleteSince([ada])).not.toBeNull();

      const next = await start(2);
      await fill(3);
      await old.end();
      await fill(3);
      await caughtUp(next);
      await until('nothing parked', async () => (await next.status()).every(({ parked }) => parked === 0));
      await expectFolds(next, [streams, timeline]);
      expect(await next.incompleteSince([ada])).toBeNull();
    });

    it('copies of both versions share the work while newer events keep coming, and the last old one may go at any moment', async () => {
      const copies = [await start(1), await start(1)];
      await fill(3);
      const filling = fill(30, (event) => (Math.random() < 0.2 ? newer(event) : event));
      for (const old of copies) {
        await start(2);
        await pause(50);
        await old.end();
      }
      await filling;
      const last = await start(2);
      await caughtUp(last);
      await until('nothing parked', async () => (await last.status()).every(({ parked }) => parked === 0));
      await expectFolds(last, [streams, timeline]);
    });

    it('a lane that the new program does not know either stays parked, and costs nobody else anything', async () => {
      const [ada] = LANES as [string];
      const old = await start(1);
      await append(world.store, `s-${ada}`, [{ ...anEvent(ada), schemaVersion: 3 }]);
      await fill(2, newer);
      await caughtUp(old);
      const next = await start(2);
      await old.end();
      await caughtUp(next);
      await until('only one lane parked', async () => (await parkedLanes(next, streams)).join() === ada && (await parkedLanes(next, timeline)).join() === ada);
      await expectFolds(next, [streams, timeline], [ada]);
    });

    it('a raised view is built while old copies still write and is asked about; then the old ones write nothing any more', async () => {
      const raised = streamsView(trouble, 2);
      const old = await start(1, [streams]);
      await fill(5);
      await caughtUp(old);
      const filling = fill(10);
      const next = await start(2, [raised]);
      await until('the question', async () => (await next.status())[0]!.state.kind === 'awaiting-confirmation');
      next.confirm('streams', true);
      await filling;
      await caughtUp(next);
      await fill(2);
      await until('the refusal', async () => (await old.status())[0]!.trouble === 'VIEW_VERSION_OLDER');
      await old.end();
      await fill(2);
      await caughtUp(next);
      await expectFolds(next, [raised]);
    });

    it.each<[string, View]>([['documents', streams], ['entries', timeline]])('a raised view of %s that says the same is not asked about, though old copies go on writing', async (_kind, view) => {
      const old = await start(1, [view]);
      await fill(5);
      await caughtUp(old);
      const filling = fill(15);
      const next = await start(2, [{ ...view, version: 2 }]);
      await filling;
      await fill(1);
      await caughtUp(next);
      await expectFolds(next, [view]);
    });
  });
}
