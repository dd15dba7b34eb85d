import { setImmediate as nextTick } from 'node:timers/promises';
import { Chance } from '@throughline/event-log';
import { freshId, headOf, Journal, type EventStore } from '@throughline/event-store';
import { reject, type Command, type Decider, type Fact, type Process, type StoredEvent, type Timer } from '@throughline/kernel';
import type { ReadStore, Shelf } from '@throughline/read-store';
import { running, type RunningProcess } from './running';

/** Midnight of the first day of every test. */
export const DAWN = Date.parse('2026-03-02T00:00:00.000Z');

export function at(minutes: number): string {
  return new Date(DAWN + minutes * 60_000).toISOString();
}

type Remind = Command<'remind', { readonly ticketId: string; readonly words: string }>;
type Noted = Fact<'service.ticket-noted', { readonly ticketId: string; readonly text: string }>;

/** Writes what it is told, each time it is told: whatever is done once is done once by the engine. */
const diary: Decider<null, Remind, Noted> = {
  category: 'ticket',
  initial: null,
  evolve: () => null,
  decide: (_state, { data: { ticketId, words } }) => (words.startsWith('refused') ? reject('NOT_TODAY', 'not today') : words.startsWith('idle') ? [] : [{ type: 'service.ticket-noted', data: { ticketId, text: words } }]),
};

interface Wishes {
  readonly ticketId: string;
  readonly timers: readonly Timer[];
}

/**
 * Waits for what the last activity of its ticket names (`a@5 b@60`: names and minutes after DAWN), and writes each timer's name and due
 * time into the ticket: then it does not want it any more. With `elsewhere` it writes into another stream, of which it reads nothing, and
 * goes on wanting it.
 */
export function reminders(elsewhere = false): RunningProcess {
  const process: Process<Wishes, Remind> = {
    name: 'reminders',
    instance: (event) => {
      if (event.type !== 'service.ticket-activity-recorded') return null;
      if ((event.data as { activity: string }).activity === 'puzzle') throw new TypeError('jane@example.com is a puzzle');
      return (event.data as { ticketId: string }).ticketId;
    },
    sources: (ticketId) => [`ticket-${ticketId}`],
    initial: { ticketId: '', timers: [] },
    evolve: (state, event) => {
      if (event.type === 'service.ticket-noted') return { ...state, timers: state.timers.filter(({ name, due }) => (event.data as { text: string }).text !== `${name} ${due}`) };
      if (event.type !== 'service.ticket-activity-recorded') return state;
      const { ticketId, activity } = event.data as { ticketId: string; activity: string };
      return { ticketId, timers: timersOf(activity) };
    },
    timers: ({ timers }) => timers,
    fire: ({ ticketId }, { name, due }) => {
      if (name === 'hollow') return null;
      const target = elsewhere ? `${ticketId}-diary` : ticketId;
      return { stream: `ticket-${target}`, command: { type: 'remind', data: { ticketId: target, words: `${name} ${due}` } } };
    },
  };
  return running({ process, decider: diary });
}

function timersOf(activity: string): readonly Timer[] {
  return activity === 'nothing' ? [] : activity.split(' ').map((wish) => {
    const [name = '', minutes = ''] = wish.split('@');
    return { name, due: minutes === 'never' ? 'never' : at(Number(minutes)) };
  });
}

/** An activity of a ticket, written as any door would. */
export async function say(journal: Journal, ticketId: string, activity: string): Promise<void> {
  for (;;) {
    const past: StoredEvent[] = [];
    for await (const last of journal.store.readStream(`ticket-${ticketId}`, { backwards: true, limit: 1 })) past.push(last);
    const id = freshId();
    const data = { ticketId, activity, ...(past.length === 0 ? { customer: { type: 'company', value: `Simulated ${ticketId}` } } : {}) };
    const head = headOf(past);
    const { stream, events } = journal.address(head, [{ id, type: 'service.ticket-activity-recorded', data, source: 'test', occurredAt: at(0), actor: 'source:test', correlationId: freshId(), causationId: null }]);
    if ((await journal.append(stream, head.revision, events)).kind === 'done') return;
  }
}

/** All of the store, opened. */
export async function everything(journal: Journal): Promise<readonly StoredEvent[]> {
  const stored: StoredEvent[] = [];
  for await (const event of journal.store.readAll()) stored.push(event);
  return (await journal.openEvents(stored)).map(({ event }) => event);
}

/** How long one process lives: it dies at the port it calls next after so many calls, sometimes before it is heard, sometimes after. */
export class Life {
  dead = false;
  private left = Infinity;

  constructor(private readonly chance: Chance) {}

  endAfter(calls: number): void {
    this.left = calls;
  }

  async act<T>(work: () => Promise<T>, last: () => Promise<unknown> = work): Promise<T> {
    await this.pass();
    if (this.left-- <= 0) {
      this.dead = true;
      if (this.chance.hits(0.5)) await last();
    }
    if (this.dead) throw new Error('the process died');
    const result = await work();
    await this.pass();
    return result;
  }

  async *each<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    await this.pass();
    for await (const item of items) {
      await this.pass();
      yield item;
    }
  }

  private async pass(): Promise<void> {
    for (let ticks = this.chance.below(2); ticks > 0; ticks--) await nextTick();
    if (this.dead) throw new Error('the process died');
  }
}

/** The store as one mortal process sees it. */
export function mortalStore(store: EventStore, life: Life): EventStore {
  return {
    storeId: store.storeId,
    append: (...call) => life.act(() => store.append(...call)),
    restore: (events) => life.act(() => store.restore(events)),
    readStream: (...call) => life.each(store.readStream(...call)),
    readAll: (...call) => life.each(store.readAll(...call)),
    subscribe: (...call) => life.each(store.subscribe(...call)),
    head: () => life.act(() => store.head()),
    positionAt: (time) => life.act(() => store.positionAt(time)),
    close: async () => undefined,
  };
}

/** The shelves as one mortal process sees them: dying in the middle of a write may leave documents without their checkpoint. */
export function mortalShelves(readStore: ReadStore, life: Life): ReadStore {
  return { ...readStore, open: (definition) => life.act(async () => mortalShelf(await readStore.open(definition), life)) };
}

function mortalShelf(shelf: Shelf, life: Life): Shelf {
  return {
    definition: shelf.definition,
    checkpoint: (partition) => life.act(() => shelf.checkpoint(partition)),
    checkpoints: () => life.act(() => shelf.checkpoints()),
    write: (batch) => life.act(() => shelf.write(batch), () => shelf.write({ ...batch, checkpoint: null })),
    documents: (keys) => life.act(() => shelf.documents(keys)),
    find: (query) => life.act(() => shelf.find(query)),
    count: (where) => life.act(() => shelf.count(where)),
    entries: (query) => life.act(() => shelf.entries(query)),
    scan: () => shelf.scan(),
    parked: (query) => life.act(() => shelf.parked(query)),
    parkedCount: () => life.act(() => shelf.parkedCount()),
  };
}
