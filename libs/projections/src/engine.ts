import type { EventLog } from '@throughline/event-log';
import type { EventStore } from '@throughline/event-store';
import { aloneAnyway, type Alone, type NodeId, type View } from '@throughline/kernel';
import type { ReadStore, Shelf } from '@throughline/read-store';
import { Changes } from './changes';
import { FoundShelf } from './found-shelf';
import { Generations } from './generations';
import type { OpenEvents } from './opened-event';
import type { Parked } from './parking';
import { Projection } from './projection';
import { ProjectionError } from './projection-error';
import type { RebuildOptions, RebuildOutcome } from './rebuild';
import type { RetryOutcome } from './shelf-writer';
import { endsOf, statusOf, type ProjectionStatus } from './status';

export interface ProjectionEngineOptions {
  readonly log: EventLog;
  /** The store the log follows: for rebuilds and retries. */
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly open: OpenEvents;
  /** Kept up to date here. Names are unique. */
  readonly views: readonly View[];
  /** Kept up to date by other processes; shown, rebuilt and retried from here as well. */
  readonly elsewhere?: readonly View[];
  /** Given where other processes run the same views: what only one of them may do at a time, it does alone. */
  readonly alone?: Alone;
  /**
   * How long, in milliseconds, it is believed which generation is active, and how long a checkpoint waits that has nothing else beside it.
   * Default 0. Most events are nothing to most views: asking and writing for each of them is what a distant read store would be busy with.
   */
  readonly settleMs?: number;
  /** For the log of operations. */
  readonly parked?: Parked;
}

/**
 * Keeps views up to date on their shelves.
 *
 * Glossary
 *   view         a pure fold from events to documents or entries
 *   shelf        one generation of one view on the read store: documents, checkpoints, parked events
 *   projection   a view with its shelf and its subscription
 *   generation   built from the first event on, once; a rebuild makes the next one and flips the pointer
 *   watermark    per partition: nothing at or below it is missing on the shelf, but what is parked
 *   parked       an event that could not be folded, and the later ones of its lane behind it
 *
 * Promise: a shelf is the fold of the store's events up to its watermark, without those that are parked, whatever the log
 * repeats, delays or takes away, and wherever a process dies. Errors of the read store or of `open` are retried for ever;
 * errors of a view park the event.
 */
export class ProjectionEngine {
  private readonly projections: ReadonlyMap<string, Projection>;
  /** Of views whose code is not here. */
  private readonly found = new Map<string, FoundShelf>();
  private readonly changes = new Changes();

  constructor(private readonly options: ProjectionEngineOptions) {
    const { log, store, open, readStore, views, elsewhere = [], alone, settleMs = 0, parked = () => undefined } = options;
    const context = { log, store, open, generations: new Generations(readStore), alone: alone ?? aloneAnyway, shared: alone !== undefined, settleMs, changed: () => this.changes.announce(), parked };
    const all = [...views.map((view) => new Projection(view, context, 'here')), ...elsewhere.map((view) => new Projection(view, context, 'elsewhere'))];
    this.projections = new Map(all.map((projection) => [projection.view.name, projection]));
  }

  /**
   * Resolves when every view follows the log or is being built. Throws `ProjectionError` (`CHECKPOINT_OF_ANOTHER_STORE`,
   * `STORE_BEHIND_CHECKPOINT`, `VIEW_VERSION_OLDER`) when one must not; then none runs.
   * Beware: without `alone`, what crashes left on the shelves is dropped here, so only one process may be starting or rebuilding.
   */
  async start(): Promise<void> {
    const storeIsEmpty = (await this.options.store.head()) === null;
    const started = await Promise.allSettled([...this.projections.values()].map((projection) => projection.start(storeIsEmpty)));
    const failed = started.find((one) => one.status === 'rejected');
    if (failed === undefined) return;
    await this.stop();
    throw failed.reason;
  }

  /** Resolves when the batches in work are on their shelves. Rebuilds are cancelled. */
  async stop(): Promise<void> {
    await Promise.all([...this.projections.values()].map((projection) => projection.stop()));
  }

  /** The shelf readers may see now, whoever keeps it. Ask again for each query: a rebuild flips it. Throws `VIEW_NOT_BUILT`. */
  shelf(view: string): Promise<Shelf> {
    return this.readable(view).shelf();
  }

  /** The same, of a view whose code is here, so that it can be retried and rebuilt: throws `VIEW_UNKNOWN` for any other. */
  knownShelf(view: string): Promise<Shelf> {
    return this.find(view).shelf();
  }

  /**
   * Resolves when the view has all events of the lane up to `position` (parked ones count as seen).
   * Throws `PROJECTION_BEHIND` after `timeoutMs`.
   */
  async waitFor(view: string, lane: string, position: bigint, timeoutMs: number): Promise<void> {
    const shelf = this.readable(view);
    const deadline = Date.now() + timeoutMs;
    while (!(await shelf.hasReached(lane, position))) {
      const left = deadline - Date.now();
      if (left <= 0) throw new ProjectionError('PROJECTION_BEHIND', `${view} has not reached position ${position} within ${timeoutMs} ms`);
      await this.changes.next(left);
    }
  }

  /** Folds the parked events of a lane, in order; stops at the first that fails again. */
  retryLane(view: string, lane: string): Promise<RetryOutcome> {
    return this.find(view).runner.retryLane(lane);
  }

  /** One at a time per view: throws `REBUILD_RUNNING`, `REBUILD_CANCELLED`. */
  rebuild(view: string, options: Partial<RebuildOptions> = {}): Promise<RebuildOutcome> {
    return this.find(view).rebuild(options);
  }

  /** Answers for a raised version that waits for it (`awaiting-confirmation`). `false` = nothing was asked. */
  confirm(view: string, yes: boolean): boolean {
    return this.find(view).confirm(yes);
  }

  /** When the first event was recorded that concerns one of these nodes and is parked in any view; `null` = all are complete. ISO 8601. */
  async incompleteSince(nodes: readonly NodeId[]): Promise<string | null> {
    const firsts = await Promise.all(
      [...this.projections.values()].map(async (projection) => {
        const parked = await (await projection.shelfIfBuilt())?.parked({ nodes, limit: 1 });
        return parked?.map((event) => event.recordedAt) ?? [];
      }),
    );
    return firsts.flat().toSorted()[0] ?? null;
  }

  /** `now`: milliseconds since 1970. */
  async status(now: number = Date.now()): Promise<readonly ProjectionStatus[]> {
    const ends = await endsOf(this.options.store, this.options.log, now);
    return Promise.all([...this.projections.values()].map((projection) => statusOf(projection, ends)));
  }

  /** Of these views the one that is furthest behind: age of the oldest event that is still to come, seconds; 0 = none. */
  async lagSeconds(views: readonly string[], now: number = Date.now()): Promise<number> {
    const wanted = views.map((view) => this.find(view));
    const ends = await endsOf(this.options.store, this.options.log, now);
    const all = await Promise.all(wanted.map((projection) => statusOf(projection, ends)));
    return Math.max(0, ...all.map(({ lagSeconds }) => lagSeconds));
  }

  /** Names of views that neither follow nor are being built. */
  stopped(): readonly string[] {
    return [...this.projections.values()].filter(({ state }) => state.building === null && !state.following).map(({ view }) => view.name);
  }

  /** Where others keep views too, one may be theirs alone. */
  private readable(view: string): Projection | FoundShelf {
    const { readStore, log } = this.options;
    const known = this.projections.get(view) ?? this.found.get(view);
    if (known !== undefined || this.options.alone === undefined) return known ?? this.find(view);
    const found = new FoundShelf(view, readStore, log.partitions);
    this.found.set(view, found);
    return found;
  }

  private find(view: string): Projection {
    const projection = this.projections.get(view);
    if (!projection) throw new ProjectionError('VIEW_UNKNOWN', `there is no view ${view}`);
    return projection;
  }
}
