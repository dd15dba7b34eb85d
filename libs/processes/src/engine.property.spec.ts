// Real: engine, journal, memory event store, memory vault, memory read store. `Life` stands between engine and stores to be slow and to die, nothing else.
import { setImmediate as nextTick } from 'node:timers/promises';
import { Chance } from '@throughline/event-log';
import { Journal, MemoryEventStore } from '@throughline/event-store';
import { MemoryReadStore } from '@throughline/read-store';
import { MemoryVault } from '@throughline/vault';
import fc from 'fast-check';
import { ProcessEngine } from './engine';
import { ManualClock } from './manual-clock';
import { at, DAWN, everything, Life, mortalShelves, mortalStore, reminders, say } from './process-fixture';

type Action =
  | { readonly kind: 'say'; readonly ticket: number; readonly wanted: ReadonlyArray<readonly [name: string, minutes: number]> }
  | { readonly kind: 'wait'; readonly minutes: number }
  | { readonly kind: 'settle' }
  | { readonly kind: 'die'; readonly calls: number; readonly ticks: number }
  | { readonly kind: 'join'; readonly ownShelves: boolean };

const wanted = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: -10, max: 120 })), { maxLength: 3, selector: ([name]) => name });
const anAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('say' as const), ticket: fc.integer({ min: 0, max: 4 }), wanted }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 50 }) }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'settle' as const }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('die' as const), calls: fc.integer({ min: 0, max: 40 }), ticks: fc.integer({ min: 0, max: 60 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('join' as const), ownShelves: fc.boolean() }) },
);

interface Running {
  readonly engine: ProcessEngine;
  readonly life: Life;
  readonly shelves: MemoryReadStore;
}

/** One store, a clock, and up to two processes that run engines over it. */
class World {
  readonly store = new MemoryEventStore();
  readonly vault = new MemoryVault();
  readonly clock = new ManualClock(DAWN);
  private readonly shelves = new MemoryReadStore();
  private readonly chance: Chance;
  private engines: Running[] = [];
  journal!: Journal;
  minutes = 0;
  /** Per ticket, what it waits for now; and every timer that was wanted at a moment at or behind its time. */
  readonly wanted = new Map<string, readonly string[]>();
  readonly mayFire = new Set<string>();

  constructor(
    seed: number,
    private readonly elsewhere: boolean,
  ) {
    this.chance = new Chance(seed);
  }

  async begin(): Promise<void> {
    this.journal = await Journal.open(this.store, this.vault);
    await this.join(false);
  }

  async do(action: Action): Promise<void> {
    switch (action.kind) {
      case 'say':
        return this.say(`${action.ticket}`, action.wanted);
      case 'wait':
        this.minutes += action.minutes;
        this.notice();
        return this.clock.advance(Date.parse(at(this.minutes)));
      case 'settle':
        return this.settle();
      case 'die':
        return this.die(action.calls, action.ticks);
      case 'join':
        if (this.engines.length < 2) await this.join(action.ownShelves);
    }
  }

  /** Until every engine has seen everything and nothing is due any more. */
  async settle(): Promise<void> {
    for (let patience = 0; patience < 5_000; patience++) {
      const all = (await Promise.all(this.engines.map(({ engine }) => engine.status()))).flat();
      if (all.every(({ lagEvents, nextDue, failed }) => lagEvents === 0 && failed === 0 && (nextDue === null || Date.parse(nextDue) > this.clock.now()))) return;
      await nextTick();
    }
    throw new Error('the engines do not settle');
  }

  async end(): Promise<void> {
    await Promise.all(this.engines.map(({ engine }) => engine.stop()));
    await this.store.close();
  }

  /** What fired, as the instances' streams say, and what was written because of it. */
  async told(): Promise<{ readonly fired: readonly string[]; readonly written: readonly string[] }> {
    const events = await everything(this.journal);
    const fired = events.filter(({ type }) => type === 'process.timer-fired').map(({ data }) => data as { instance: string; timer: string; due: string });
    const written = events.filter(({ type }) => type === 'service.ticket-noted').map(({ data }) => data as { ticketId: string; text: string });
    return { fired: fired.map(({ instance, timer, due }) => `${instance} ${timer} ${due}`).toSorted(), written: written.map(({ ticketId, text }) => `${ticketId.replace('-diary', '')} ${text}`).toSorted() };
  }

  private async say(ticket: string, timers: Extract<Action, { kind: 'say' }>['wanted']): Promise<void> {
    this.wanted.set(ticket, timers.map(([name, minutes]) => `${ticket} ${name} ${at(minutes)}`));
    this.notice();
    await say(this.journal, ticket, timers.length === 0 ? 'nothing' : timers.map(([name, minutes]) => `${name}@${minutes}`).join(' '));
  }

  private notice(): void {
    for (const timer of [...this.wanted.values()].flat()) if (timer.slice(-24) <= at(this.minutes)) this.mayFire.add(timer);
  }

  private async join(ownShelves: boolean): Promise<void> {
    const life = new Life(this.chance);
    const shelves = ownShelves ? new MemoryReadStore() : this.shelves;
    const journal = await Journal.open(mortalStore(this.store, life), this.vault);
    const engine = new ProcessEngine({ journal, readStore: mortalShelves(shelves, life), clock: this.clock, processes: [reminders(this.elsewhere)] });
    await engine.start();
    this.engines.push({ engine, life, shelves });
  }

  /** Somebody dies somewhere in its work; another process takes its place, on the same shelves. */
  private async die(calls: number, ticks: number): Promise<void> {
    const one = this.engines.shift()!;
    one.life.endAfter(calls);
    for (let tick = 0; tick < ticks && !one.life.dead; tick++) await nextTick();
    one.life.dead = true;
    await one.engine.stop();
    await this.join(one.shelves !== this.shelves);
  }
}

describe('whatever happens', () => {
  it.each([false, true])('what is wanted fires exactly once, and what is not wanted any more never (commands to another stream: %s)', async (elsewhere) => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(anAction, { minLength: 1, maxLength: 25 }), async (seed, actions) => {
        const world = new World(seed, elsewhere);
        await world.begin();
        for (const action of actions) await world.do(action);
        await world.settle();
        const { fired, written } = await world.told();
        expect(new Set(fired).size).toBe(fired.length);
        expect(new Set(written).size).toBe(written.length);
        expect(fired.filter((timer) => !world.mayFire.has(timer))).toEqual([]);
        const over = [...world.wanted.values()].flat().filter((timer) => timer.slice(-24) <= at(world.minutes));
        expect(over.filter((timer) => !fired.includes(timer))).toEqual([]);
        // Where its effect is not read, a command may have been given by somebody who died before he could say so; not wanted any more, it is cancelled then.
        if (elsewhere) expect(fired.filter((timer) => !written.includes(timer))).toEqual([]);
        else expect(written).toEqual(fired);
        await world.end();
      }),
      { numRuns: 250 },
    );
  });
});
