import { MAX_BATCH, partitionOf, type EventLog, type LogEnds } from '@throughline/event-log';
import type { EventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import type { ActiveGeneration } from '@throughline/read-store';
import type { Difference } from './digest';
import type { Projection } from './projection';
import type { RebuildProgress } from './rebuild';

/** What operations see of one view. */
export interface ProjectionStatus {
  readonly view: string;
  /** Of this program. */
  readonly version: number;
  /** What readers see; `null` = nothing yet. */
  readonly active: ActiveGeneration | null;
  /** Nothing at or below it is missing on any partition (but what is parked); `null` = nothing is there yet. */
  readonly position: bigint | null;
  readonly head: bigint | null;
  /** Messages of the log still to come; where offsets have gaps, at most that many. With what the log itself does not have yet, up to 5,000 of these. */
  readonly lagEvents: number;
  /** The same, partition by partition. */
  readonly lags: readonly number[];
  /** Age of the oldest event that is still to come, seconds; 0 = none. */
  readonly lagSeconds: number;
  readonly parked: number;
  readonly state: ProjectionState;
  /** Code of what goes wrong at the moment and is tried again. */
  readonly trouble: string | null;
}

export type ProjectionState =
  | { readonly kind: 'running' }
  | { readonly kind: 'catching-up' }
  | { readonly kind: 'rebuilding'; readonly progress: RebuildProgress | null }
  | { readonly kind: 'awaiting-confirmation'; readonly difference: Difference }
  /** `code` null = it was asked to. */
  | { readonly kind: 'stopped'; readonly code: string | null };

/** Where store and log end: asked once for all views, that is what they are compared with. */
export interface Ends extends LogEnds {
  readonly store: EventStore;
  readonly head: bigint | null;
  /** What the store has beyond the log, up to `MAX_BATCH`: whoever publishes it is behind. */
  readonly unpublished: readonly StoredEvent[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export async function endsOf(store: EventStore, log: EventLog, now: number): Promise<Ends> {
  const ends = await log.ends();
  const head = await store.head();
  return { store, head, ...ends, unpublished: await eventsAfter(store, ends.position, (head ?? -1n) > ends.position ? MAX_BATCH : 0), now };
}

export async function statusOf(projection: Projection, ends: Ends): Promise<ProjectionStatus> {
  const { head, offsets, unpublished } = ends;
  const { view, runner } = projection;
  const shelf = await projection.shelfNow();
  const stored = new Map((await shelf?.checkpoints())?.map((checkpoint) => [checkpoint.partition, checkpoint]));
  const reached = offsets.map((_, partition) => (shelf && runner.reached(partition, shelf.definition)) ?? stored.get(partition) ?? { offset: -1n, position: -1n });
  const lags = offsets.map((end, partition) => Math.max(0, Number(end - reached[partition]!.offset)));
  const positions = reached.map((one) => one.position);
  // A shelf that was built from the store may have them already.
  const toCome = unpublished.filter(({ subject, position }) => position > positions[partitionOf(subject, offsets.length)]!);
  const lagEvents = lags.reduce((sum, lag) => sum + lag, toCome.length);
  const position = positions.reduce((low, one) => (one < low ? one : low), head ?? -1n);
  return {
    view: view.name,
    version: view.version,
    active: shelf ? { version: shelf.definition.version, generation: shelf.definition.generation } : null,
    position: position < 0n ? null : position,
    head,
    lagEvents,
    lags,
    lagSeconds: lagEvents === 0 ? 0 : await ageOfNext(ends, positions.filter((_, partition) => lags[partition]! > 0), toCome),
    parked: (await shelf?.parkedCount()) ?? 0,
    state: stateOf(projection, lagEvents),
    trouble: runner.trouble,
  };
}

function stateOf({ state }: Projection, lagEvents: number): ProjectionState {
  if (state.building?.kind === 'awaiting-confirmation') return state.building;
  if (state.building) return { kind: 'rebuilding', progress: state.building.progress };
  if (!state.following) return { kind: 'stopped', code: state.stoppedWith };
  return { kind: lagEvents > MAX_BATCH ? 'catching-up' : 'running' };
}

/** `positions`: of the partitions that are behind. What lies behind the lowest of them may be another partition's: then it is less. */
async function ageOfNext({ store, now }: Ends, positions: readonly bigint[], toCome: readonly StoredEvent[]): Promise<number> {
  const lowest = positions.reduce<bigint | null>((low, one) => (low === null || one < low ? one : low), null);
  const [next] = lowest === null ? toCome : await eventsAfter(store, lowest, 1);
  return next === undefined ? 0 : Math.max(0, (now - Date.parse(next.recordedAt)) / 1000);
}

async function eventsAfter(store: EventStore, position: bigint, limit: number): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  if (limit > 0) for await (const event of store.readAll({ limit, ...(position < 0n ? {} : { after: position }) })) events.push(event);
  return events;
}
