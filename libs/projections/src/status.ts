import type { EventStore } from '@throughline/event-store';
import type { EventLog } from '@throughline/event-log';
import { MAX_BATCH } from '@throughline/event-log';
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
  /** Messages of the log still to come; where offsets have gaps, at most that many. */
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
export interface Ends {
  readonly store: EventStore;
  readonly head: bigint | null;
  readonly offsets: readonly bigint[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export async function endsOf(store: EventStore, log: EventLog, now: number): Promise<Ends> {
  const head = await store.head();
  return { store, head, offsets: await log.ends(), now };
}

export async function statusOf(projection: Projection, { store, head, offsets, now }: Ends): Promise<ProjectionStatus> {
  const { view, runner } = projection;
  const shelf = await projection.shelfIfBuilt();
  const checkpoints = new Map((await shelf?.checkpoints())?.map((checkpoint) => [checkpoint.partition, checkpoint]));
  const lags = offsets.map((end, partition) => Math.max(0, Number(end - (checkpoints.get(partition)?.offset ?? -1n))));
  const lagEvents = lags.reduce((sum, lag) => sum + lag, 0);
  const positions = offsets.map((_, partition) => checkpoints.get(partition)?.position ?? -1n);
  const position = positions.reduce((low, one) => (one < low ? one : low), head ?? -1n);
  return {
    view: view.name,
    version: view.version,
    active: shelf ? { version: shelf.definition.version, generation: shelf.definition.generation } : null,
    position: position < 0n ? null : position,
    head,
    lagEvents,
    lags,
    lagSeconds: lagEvents === 0 ? 0 : await ageOfNext(store, position, now),
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

async function ageOfNext(store: EventStore, position: bigint, now: number): Promise<number> {
  for await (const { recordedAt } of store.readAll({ limit: 1, ...(position < 0n ? {} : { after: position }) })) return Math.max(0, (now - Date.parse(recordedAt)) / 1000);
  return 0;
}
