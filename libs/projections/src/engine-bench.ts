import { setTimeout as pause } from 'node:timers/promises';
import { Chance, MemoryEventLog } from '@throughline/event-log';
import { MemoryEventStore } from '@throughline/event-store';
import type { View } from '@throughline/kernel';
import { MemoryReadStore } from '@throughline/read-store';
import { ProjectionEngine } from './engine';
import type { ParkingNotice } from './parking';
import { allViews, anEvent, append, expected, Mortal, noTrouble, opening, shown, storedEvents } from './engine-fixture';
import type { OpenEvents } from './opened-event';

/** A store, a log and shelves in memory, and engines over them: for tests of one behaviour at a time. */
export class Bench {
  readonly store = new MemoryEventStore();
  readonly readStore = new MemoryReadStore();
  readonly trouble = noTrouble();
  readonly log = new MemoryEventLog(this.store, { partitions: 3, retryPauseMs: 1 });
  readonly notices: ParkingNotice[] = [];
  private readonly engines: ProjectionEngine[] = [];

  engine(views: readonly View[] = allViews(this.trouble), open: OpenEvents = opening(this.trouble), readStore = new Mortal(this.readStore, new Chance(1))): ProjectionEngine {
    const engine = new ProjectionEngine({ log: this.log, store: this.store, readStore, open, views, parked: (notice) => this.notices.push(notice) });
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

  /** Until these views have everything, on every partition. */
  async caughtUp(engine: ProjectionEngine, ...views: readonly string[]): Promise<void> {
    const head = await this.store.head();
    await until(async () => (await engine.status()).every(({ view, position }) => !views.includes(view) || position === head));
  }

  /** Every view's shelf is the fold of all events but these. */
  async folds(engine: ProjectionEngine, without: ReadonlySet<string> = new Set()): Promise<{ readonly shown: unknown; readonly expected: unknown }> {
    const events = (await storedEvents(this.store)).filter((event) => !without.has(event.id));
    const views = allViews(noTrouble());
    const shelves = await Promise.all(views.map(async (view) => shown(await engine.shelf(view.name))));
    return { shown: shelves, expected: views.map((view) => expected(view, events)) };
  }

  async close(): Promise<void> {
    for (const engine of this.engines) await engine.stop();
    await this.log.close();
    await this.store.close();
  }
}

/** Polls; fails after five seconds. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5_000; !(await holds()); await pause(2)) if (Date.now() > end) throw new Error('waited in vain');
}
