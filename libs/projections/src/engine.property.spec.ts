// Real: engine, memory event store, memory read store, memory event log in all its trouble. `Mortal` stands between engine and
// read store to be slow and to die, nothing else.
import { Chance, MemoryEventLog } from '@throughline/event-log';
import { MemoryEventStore } from '@throughline/event-store';
import type { View } from '@throughline/kernel';
import { MemoryReadStore } from '@throughline/read-store';
import fc from 'fast-check';
import { ProjectionEngine } from './engine';
import { allViews, anAmendment, anEvent, append, customersView, expected, Mortal, noTrouble, oneAtATime, opening, shown, storedEvents, streamOf, type Amending, type Trouble } from './engine-fixture';

type Action =
  | { readonly kind: 'append'; readonly lane: number; readonly stream: number; readonly count: number; readonly others: readonly number[]; readonly poison: keyof Trouble | null }
  | { readonly kind: 'amend'; readonly lane: number; readonly stream: number; readonly how: Amending; readonly of: number; readonly to: number; readonly poison: keyof Trouble | null }
  | { readonly kind: 'deliver'; readonly steps: number }
  | { readonly kind: 'die'; readonly writes: number; readonly steps: number }
  | { readonly kind: 'heal' }
  | { readonly kind: 'retry'; readonly view: number; readonly lane: number }
  | { readonly kind: 'rebuild'; readonly view: number }
  | { readonly kind: 'join' }
  | { readonly kind: 'rebalance' };

const few = (most: number) => fc.integer({ min: 0, max: most });
const poison = fc.option(fc.constantFrom('unopenable' as const, 'throwing' as const), { freq: 4 });
const anAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('append' as const), lane: few(4), stream: few(2), count: fc.integer({ min: 1, max: 6 }), others: fc.array(few(4), { maxLength: 2 }), poison }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('amend' as const), lane: few(4), stream: few(2), how: fc.constantFrom<Amending>('corrected', 'corrected', 'withdrawn', 'withdrawn-whole', 'moved'), of: few(9), to: few(4), poison }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('deliver' as const), steps: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('die' as const), writes: few(5), steps: few(20) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'heal' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('retry' as const), view: few(3), lane: few(4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rebuild' as const), view: few(3) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'join' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'rebalance' as const }) },
);

/** One history: a store, a log, shelves, and up to two processes that project. */
class World {
  readonly store = new MemoryEventStore();
  readonly readStore = new MemoryReadStore();
  readonly trouble = noTrouble();
  readonly views = everyView(this.trouble);
  readonly log: MemoryEventLog;
  private readonly chance: Chance;
  private readonly alone = oneAtATime();
  private processes: { readonly engine: ProjectionEngine; readonly readStore: Mortal }[] = [];

  constructor(seed: number) {
    this.chance = new Chance(seed);
    this.log = new MemoryEventLog(this.store, { seed, manual: true, partitions: 3, maxBatch: 12, chaos: { repeats: 0.1, delays: 0.2, redeliveries: 0.1, rebalances: 0.05 } });
  }

  get engine(): ProjectionEngine {
    return this.processes[0]!.engine;
  }

  async join(): Promise<void> {
    if (this.processes.length === 2) return;
    const readStore = new Mortal(this.readStore, this.chance);
    const engine = new ProjectionEngine({ log: this.log, store: this.store, readStore, open: opening(this.trouble), views: this.views, alone: this.alone });
    this.processes.push({ engine, readStore });
    const started = engine.start();
    while (!(await settled(started))) await this.log.step();
  }

  async do(action: Action): Promise<void> {
    switch (action.kind) {
      case 'append':
        return this.append(action);
      case 'amend':
        return this.amend(action);
      case 'deliver':
        return this.deliver(action.steps);
      case 'die':
        this.processes[0]!.readStore.dieAfter(action.writes);
        await this.deliver(action.steps);
        return this.bury();
      case 'heal':
        return this.heal();
      case 'retry':
        await this.engine.retryLane(this.views[action.view]!.name, lane(action.lane));
        return;
      case 'rebuild':
        return this.rebuild(this.views[action.view]!.name);
      case 'join':
        return this.join();
      case 'rebalance':
        return this.log.rebalance(true);
    }
  }

  /** Everything delivered; nobody is dying. */
  async settle(): Promise<void> {
    await this.bury();
    await this.log.settle();
  }

  heal(): void {
    this.trouble.unopenable.clear();
    this.trouble.throwing.clear();
  }

  async rebuild(view: string): Promise<void> {
    // Whoever was healed meanwhile is folded by one generation and parked by the other: then it may refuse, never be wrong.
    expect(await this.delivering(this.engine.rebuild(view))).toHaveProperty('kind');
  }

  /** Shelf = fold of all events but the parked ones, and behind a parked event its whole lane is parked. */
  async expectShelvesToBeFolds(): Promise<void> {
    const events = await storedEvents(this.store);
    for (const view of this.views) {
      const shelf = await this.engine.shelf(view.name);
      const parked = new Set((await shelf.parked({ limit: 10_000 })).map((event) => event.position));
      expect(await shown(shelf)).toEqual(expected(this.calm(view.name), events.filter((event) => !parked.has(event.position))));
      const stuck = new Set<string>();
      for (const event of events) {
        if (parked.has(event.position)) stuck.add(event.subject);
        else if (stuck.has(event.subject)) expect(this.calm(view.name).keys(event)).toEqual([]);
      }
    }
  }

  async expectNothingParked(): Promise<void> {
    for (const view of this.views) {
      const shelf = await this.engine.shelf(view.name);
      for (let n = 0; n <= 4; n++) expect(await this.engine.retryLane(view.name, lane(n))).toMatchObject({ kind: 'done' });
      expect(await shelf.parkedCount()).toBe(0);
    }
  }

  async leaveOne(): Promise<void> {
    for (const { engine } of this.processes.splice(1)) await this.stepping(engine.stop());
    await this.log.settle();
  }

  async close(): Promise<void> {
    for (const { engine } of this.processes) await this.stepping(engine.stop());
    await this.stepping(this.log.close());
    await this.store.close();
  }

  private calm(name: string) {
    return everyView(noTrouble()).find((view) => view.name === name)!;
  }

  private async deliver(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) await this.log.step();
  }

  /** What is poisoned is so from the beginning: an event that was folded and cannot be read any more is another story. */
  private async append({ lane: n, stream, count, others, poison: how }: Extract<Action, { kind: 'append' }>): Promise<void> {
    const events = Array.from({ length: count }, () => anEvent(lane(n), others.map(lane)));
    if (how) this.trouble[how].add(events[Math.floor(count / 2)]!.id);
    await append(this.store, streamOf(lane(n), stream), events);
  }

  /** Of a stream that is not there nothing can be amended. */
  private async amend({ lane: n, stream, how, of, to, poison: troubled }: Extract<Action, { kind: 'amend' }>): Promise<void> {
    const events = (await storedEvents(this.store)).filter((event) => event.stream === streamOf(lane(n), stream));
    const event = events[of % events.length];
    if (event === undefined) return;
    const amendment = anAmendment(how, event, lane(to));
    if (troubled) this.trouble[troubled].add(amendment.id);
    await append(this.store, event.stream, [amendment]);
  }

  /** A process whose read store died is gone with all it had in memory; another one takes its place. */
  private async bury(): Promise<void> {
    for (const { readStore } of this.processes) readStore.dieAfter(Infinity);
    const dead = this.processes.filter(({ readStore }) => readStore.dead);
    this.processes = this.processes.filter(({ readStore }) => !readStore.dead);
    for (const { engine } of dead) await this.stepping(engine.stop());
    if (this.processes.length === 0) await this.join();
  }

  /** A rebuild waits for whoever holds the partitions, and those wait for their turns. */
  private async delivering<T>(work: Promise<T>): Promise<T> {
    while (!(await settled(work))) await this.log.step();
    return work;
  }

  private async stepping(work: Promise<void>): Promise<void> {
    while (!(await settled(work))) await this.log.step().catch(() => undefined);
    await work;
  }
}

function everyView(trouble: Trouble): readonly View[] {
  return [...allViews(trouble), customersView(trouble)];
}

function lane(n: number): string {
  return `user:1.${n}`;
}

async function settled(work: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  const first = await Promise.race([work, new Promise((resolve) => setImmediate(() => resolve(pending)))]);
  return first !== pending;
}

async function live(seed: number, actions: readonly Action[]): Promise<void> {
  const world = new World(seed);
  await world.join();
  for (const action of actions) await world.do(action);
  await world.settle();
  await world.expectShelvesToBeFolds();
  world.heal();
  await world.leaveOne();
  await world.expectNothingParked();
  await world.expectShelvesToBeFolds();
  for (const view of world.views) {
    expect(await world.engine.rebuild(view.name)).toMatchObject({ kind: 'flipped', difference: { lanesDiffering: 0 } });
  }
  await world.expectShelvesToBeFolds();
  await world.close();
}

describe('ProjectionEngine, property', () => {
  it(
    'a shelf is the fold of its events, whatever happens',
    () =>
      fc.assert(
        fc.asyncProperty(fc.integer(), fc.array(anAction, { minLength: 5, maxLength: 30 }), live),
        { numRuns: Number(process.env['THROUGHLINE_PROPERTY_RUNS'] ?? 200), seed: Number(process.env['THROUGHLINE_PROPERTY_SEED'] ?? 20_260_115) },
      ),
    120_000,
  );
});
