import { setImmediate as nextTick } from 'node:timers/promises';
import { Chance } from '@throughline/event-log';
import type { EventStore } from '@throughline/event-store';
import type { Alone, DocumentView, EntryView, JsonObject, NewEvent, Party, StoredEvent, View } from '@throughline/kernel';
import type { ActiveGeneration, ReadStore, Shelf, ShelfBatch, ShelfDefinition, StoredDocument, StoredEntry } from '@throughline/read-store';
import { foldView } from './fold-view';
import { Lock } from './lock';
import type { OpenedEvent } from './opened-event';

/** What is wrong in a test at the moment: ids of events that cannot be opened, or that make a view throw. */
export interface Trouble {
  readonly unopenable: Set<string>;
  readonly throwing: Set<string>;
}

/** A lease as several engines of one process see it. */
export function oneAtATime(): Alone {
  const locks = new Map<string, Lock>();
  return (name, signal, work) => {
    const lock = locks.get(name) ?? new Lock();
    locks.set(name, lock);
    return lock.run(() => work(signal));
  };
}

export function noTrouble(): Trouble {
  return { unopenable: new Set(), throwing: new Set() };
}

export function opening({ unopenable }: Trouble): (events: readonly StoredEvent[]) => Promise<readonly OpenedEvent[]> {
  return async (events) => events.map((event) => (unopenable.has(event.id) ? { ok: false, reason: 'TYPE_UNKNOWN test.happened' } : { ok: true, event }));
}

/** One document per stream: everything it has seen, in order; folded anew when something of it is amended. */
export function streamsView({ throwing }: Trouble, version = 1): DocumentView<{ readonly seen: readonly number[]; readonly sum: number }> {
  return {
    kind: 'document',
    name: 'streams',
    version,
    indexes: ['sum'],
    keys: (event) => (numberOf(event) % 7 === 6 ? [] : [event.stream]),
    streamsOf: (stream) => [stream],
    initial: () => ({ seen: [], sum: 0 }),
    evolve: ({ seen, sum }, event) => {
      if (throwing.has(event.id)) throw new TypeError('ada@example.com is not a number');
      return { seen: [...seen, numberOf(event)], sum: sum + numberOf(event) * version };
    },
  };
}

/** Documents folded from several streams of a lane, under keys that a correction changes; folded anew as well. */
export function customersView({ throwing }: Trouble): DocumentView<{ readonly seen: readonly string[] }> {
  return {
    kind: 'document',
    name: 'customers',
    version: 1,
    indexes: [],
    keys: (event) => [event.subject, `${event.subject}/${numberOf(event) % 2}`],
    streamsOf: (key) => [0, 1, 2].map((number) => streamOf(key.split('/')[0] ?? '', number)),
    initial: () => ({ seen: [] }),
    evolve: ({ seen }, event) => {
      if (throwing.has(event.id)) throw new RangeError('no');
      return { seen: [...seen, `${numberOf(event)} ${event.parties.map((party) => party.node).join()}`] };
    },
  };
}

/** Several documents per event, all of its lane. Amendments come to it like any other event. */
export function lanesView({ throwing }: Trouble): DocumentView {
  return {
    kind: 'document',
    name: 'lanes',
    version: 1,
    indexes: [],
    keys: (event) => [event.subject, `${event.subject}/${numberOf(event) % 3}`, event.subject],
    initial: (key) => ({ key, last: null, ids: [] }),
    evolve: (doc, event) => {
      if (throwing.has(event.id)) throw new RangeError('no');
      return { ...doc, last: numberOf(event), ids: [...(doc['ids'] as string[]), event.id] };
    },
  };
}

/** Entries on the timelines of all parties. */
export function timelineView({ throwing }: Trouble): EntryView {
  return {
    kind: 'entry',
    name: 'timeline',
    version: 1,
    indexes: ['type'],
    keys: (event) => event.parties.map((party) => party.node),
    entry: (event, key) => {
      if (throwing.has(event.id)) throw new RangeError('no');
      return { type: event.type, n: numberOf(event), key };
    },
  };
}

export function allViews(trouble: Trouble): readonly View[] {
  return [streamsView(trouble), lanesView(trouble), timelineView(trouble)];
}

function numberOf(event: StoredEvent): number {
  return (event.data as { readonly n: number }).n;
}

let made = 0;
export function anEvent(lane: string, others: readonly string[] = []): NewEvent {
  const id = `00000000-0000-7000-8000-${String(++made).padStart(12, '0')}`;
  const parties: Party[] = [lane, ...others].map((node) => ({ node, role: 'customer' }));
  const occurredAt = new Date(Date.UTC(2026, 0, 15) + (made % 7) * 60_000).toISOString();
  return { id, type: 'test.happened', schemaVersion: 1, source: 'test', subject: lane, parties, occurredAt, actor: 'process:test', correlationId: id, causationId: null, data: { n: made } };
}

export function streamOf(lane: string, number: number): string {
  return `s-${lane}-${number}`;
}

export type Amending = 'corrected' | 'withdrawn' | 'withdrawn-whole' | 'moved';

/** Corrects or withdraws that event of its stream, or all of the stream, or moves it to somebody else. */
export function anAmendment(how: Amending, { id, stream, subject }: StoredEvent, to: string): NewEvent {
  const event = anEvent(subject, how === 'moved' ? [to] : []);
  const about = { stream, ...(event.data as object), ...(how === 'withdrawn-whole' || how === 'moved' ? {} : { eventId: id }) };
  return { ...event, type: `record.${how === 'withdrawn-whole' ? 'withdrawn' : how}`, data: how === 'corrected' ? { ...about, data: event.data } : about };
}

export async function append(store: EventStore, stream: string, events: readonly NewEvent[]): Promise<void> {
  let revision = -1;
  for await (const last of store.readStream(stream, { backwards: true, limit: 1 })) ({ revision } = last);
  const result = await store.append(stream, revision < 0 ? 'no-stream' : revision, events);
  if (result.kind !== 'done') throw new Error(`append: ${result.kind}`);
}

export async function storedEvents(store: EventStore): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
}

/** What stands on a shelf, and what the oracle says must stand there, in one shape. */
export async function shown(shelf: Shelf): Promise<Record<string, JsonObject>> {
  const all: Record<string, JsonObject> = {};
  for await (const item of shelf.scan()) all[nameOf(item)] = item.body;
  return all;
}

export function expected(view: View, events: readonly StoredEvent[]): Record<string, JsonObject> {
  const { documents, entries } = foldView(view, events);
  return Object.fromEntries([...documents, ...entries.map((entry): [string, JsonObject] => [`${entry.key} ${entry.id} ${entry.time}`, entry.body])]);
}

function nameOf(item: StoredDocument | StoredEntry): string {
  return 'id' in item ? `${item.key} ${item.id} ${item.time}` : item.key;
}

/**
 * The read store as one process sees it: slow in no order, and gone when the process dies. It can die in the middle of a
 * write: then, as on a store without transactions, documents stand there and the checkpoint does not.
 */
export class Mortal implements ReadStore {
  dead = false;
  /** Writes left until it dies. */
  private left = Infinity;

  constructor(
    private readonly store: ReadStore,
    private readonly chance: Chance,
  ) {}

  dieAfter(writes: number): void {
    this.left = writes;
  }

  open(definition: ShelfDefinition): Promise<Shelf> {
    return this.alive(async () => this.wrap(await this.store.open(definition)));
  }

  activeGeneration(view: string): Promise<ActiveGeneration | null> {
    return this.alive(() => this.store.activeGeneration(view));
  }

  activate(view: string, active: ActiveGeneration): Promise<void> {
    return this.alive(() => this.store.activate(view, active));
  }

  generations(view: string): Promise<readonly ActiveGeneration[]> {
    return this.alive(() => this.store.generations(view));
  }

  shelves(): Promise<readonly ShelfDefinition[]> {
    return this.alive(() => this.store.shelves());
  }

  drop(view: string, active: ActiveGeneration): Promise<void> {
    return this.alive(() => this.store.drop(view, active));
  }

  async close(): Promise<void> {
    this.dead = true;
  }

  private wrap(shelf: Shelf): Shelf {
    return {
      definition: shelf.definition,
      checkpoint: (partition) => this.alive(() => shelf.checkpoint(partition)),
      checkpoints: () => this.alive(() => shelf.checkpoints()),
      write: (batch) => this.alive(() => this.write(shelf, batch)),
      documents: (keys) => this.alive(() => shelf.documents(keys)),
      find: (query) => this.alive(() => shelf.find(query)),
      count: (where) => this.alive(() => shelf.count(where)),
      entries: (query) => this.alive(() => shelf.entries(query)),
      scan: () => shelf.scan(),
      parked: (query) => this.alive(() => shelf.parked(query)),
      parkedCount: () => this.alive(() => shelf.parkedCount()),
    };
  }

  private async write(shelf: Shelf, batch: ShelfBatch): Promise<{ readonly conflicts: readonly string[] }> {
    if (this.left-- > 0) return shelf.write(batch);
    this.dead = true;
    if (this.chance.hits(0.5)) await shelf.write({ ...batch, checkpoint: null });
    throw new Error('the process died');
  }

  private async alive<T>(work: () => Promise<T>): Promise<T> {
    for (let ticks = this.chance.below(3); ticks > 0; ticks--) await nextTick();
    if (this.dead) throw new Error('the process died');
    return work();
  }
}
