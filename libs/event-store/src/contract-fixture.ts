import type { NewEvent } from '@throughline/kernel';
import type { AppendResult, EventStore, ExpectedRevision, Placed } from './event-store';

/** One empty store for one case. */
export interface EventStoreFixture {
  readonly store: EventStore;
  /** Closes the store and opens it again over the same data; absent where nothing survives the process. */
  readonly reopen?: () => Promise<EventStore>;
  /** Called after the store was closed. */
  readonly dispose?: () => Promise<void>;
}

export type EventStoreFactory = () => Promise<EventStoreFixture>;

/** What a case holds; `store` is another object after `reopened`. */
export interface Held {
  store: EventStore;
  fixture: EventStoreFixture;
}

export function withStore(factory: EventStoreFactory): Held {
  const held = {} as Held;
  beforeEach(async () => {
    held.fixture = await factory();
    held.store = held.fixture.store;
  });
  afterEach(async () => {
    await held.store.close();
    await held.fixture.dispose?.();
  });
  return held;
}

export async function reopened(held: Held): Promise<EventStore> {
  if (held.fixture.reopen === undefined) throw new Error('this store cannot be opened again');
  held.store = await held.fixture.reopen();
  return held.store;
}

let made = 0;

/** A new event with an id of its own. */
export function anEvent(parts: Partial<NewEvent> = {}): NewEvent {
  const id = `0198c2d4-0000-7000-8000-${String(++made).padStart(12, '0')}`;
  return {
    id,
    type: 'test.happened',
    schemaVersion: 1,
    source: 'test',
    subject: 'company:acme',
    parties: [{ node: 'company:acme', role: 'company' }],
    occurredAt: '2026-01-15T09:00:00.000Z',
    actor: 'process:test',
    correlationId: id,
    causationId: null,
    data: { n: made },
    ...parts,
  };
}

export function events(count: number): readonly NewEvent[] {
  return Array.from({ length: count }, () => anEvent());
}

/** An append whose lost answer is settled, as every caller does it. */
export async function settled(store: EventStore, stream: string, expected: ExpectedRevision, group: readonly NewEvent[]): Promise<Exclude<AppendResult, { kind: 'unknown' }>> {
  for (;;) {
    const result = await store.append(stream, expected, group);
    if (result.kind !== 'unknown') return result;
  }
}

/** An append that must succeed. */
export async function appended(store: EventStore, stream: string, expected: ExpectedRevision, group: readonly NewEvent[]): Promise<readonly Placed[]> {
  const result = await settled(store, stream, expected, group);
  if (result.kind !== 'done') throw new Error(`${stream} at ${expected}: ${JSON.stringify(result)}`);
  return result.events;
}

/** `counts` events in streams named `a`, `b`, `c` …, written in turns, so that neighbours in the store are strangers. */
export async function fill(store: EventStore, ...counts: readonly number[]): Promise<readonly Placed[]> {
  const placed: Placed[] = [];
  for (let revision = 0; revision < Math.max(...counts); revision++)
    for (const [index, count] of counts.entries())
      if (revision < count) placed.push(...(await appended(store, 'abcdefgh'.charAt(index), revision === 0 ? 'no-stream' : revision - 1, [anEvent()])));
  return placed;
}

export async function all<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

export const ids = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);
export const revisions = (list: readonly { readonly revision: number }[]): readonly number[] => list.map(({ revision }) => revision);

/** Numbers from 0 to below 1, the same for the same seed (a linear congruential generator). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
