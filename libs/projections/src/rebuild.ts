import { setTimeout as pause } from 'node:timers/promises';
import { partitionOf } from '@throughline/event-log';
import type { StoredEvent, View } from '@throughline/kernel';
import type { ActiveGeneration, Shelf } from '@throughline/read-store';
import { chunks } from './chunks';
import { compareMoving } from './compare-moving';
import { compareShelves, type Difference, type Reached } from './digest';
import { lanesParkedOn } from './parking';
import { errorCode, ProjectionError } from './projection-error';
import { ShelfWriter } from './shelf-writer';
import type { RunnerContext, ViewRunner } from './view-runner';

/** Milliseconds between two looks at how far a shelf is that others write. */
const REACHED_POLL = 50;

export interface RebuildProgress {
  /** Where the new generation stands, and where the store ended when that was said. */
  readonly position: bigint;
  readonly head: bigint;
  /** Read so far. */
  readonly events: number;
}

export interface RebuildOptions {
  /** Aborting is harmless: the new generation is dropped, the running one was never touched. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RebuildProgress) => void;
  /** Asked when a new version differs from the one before. */
  readonly confirm: (difference: Difference) => Promise<boolean>;
}

export type RebuildOutcome =
  | { readonly kind: 'flipped'; readonly events: number; readonly difference: Difference | null; readonly previous: ActiveGeneration | null }
  /** The same version folded the same events to something else: nothing was flipped. A view is not pure, or a shelf is damaged. */
  | { readonly kind: 'digests-differ'; readonly difference: Difference }
  /** A new version differs and nobody wanted it. */
  | { readonly kind: 'refused'; readonly difference: Difference };

/**
 * Builds a new generation of one view from the store, beside the running one.
 *
 *   same version    build ──▶ pause, stand together ──▶ compare ──equal──▶ pause, catch up, flip
 *                                                          └─ differs ──▶ drop
 *   … shared        build ──▶ both beyond a position ──▶ compare what both have seen ──equal──▶ catch up, flip, catch up
 *                                                          └─ differs ──▶ drop
 *   raised version  build to where the old one is ──▶ compare what both have seen ──equal or confirmed──▶ catch up, flip
 *                                                          └─ refused ──▶ drop
 *   first           build ──▶ flip, catch up
 *
 * *Shared* is a view whose partitions other processes hold as well: these cannot be paused from here. They notice the flip before
 * their next batch; what they wrote to the old shelf until then is caught up behind the flip.
 *
 * Documents are compared during the first pause (they change), entries after it (they do not). Lanes that are parked on the
 * running shelf are not compared: they are known to be incomplete, and a rebuild is how they may be cured.
 */
export class Rebuild {
  private position = -1n;
  private events = 0;

  private constructor(
    private readonly view: View,
    private readonly context: RunnerContext,
    private readonly runner: ViewRunner,
    private readonly options: RebuildOptions,
    private readonly writer: ShelfWriter,
  ) {}

  static async run(view: View, context: RunnerContext, runner: ViewRunner, options: RebuildOptions): Promise<RebuildOutcome> {
    const shelf = await context.generations.create(view);
    const rebuild = new Rebuild(view, context, runner, options, new ShelfWriter(view, shelf, context));
    let outcome: RebuildOutcome | null = null;
    try {
      outcome = await rebuild.build();
    } finally {
      if (outcome?.kind !== 'flipped') await context.generations.dropUnlessActive(view, shelf.definition).catch(() => undefined);
    }
    return outcome;
  }

  private async build(): Promise<RebuildOutcome> {
    const previous = await this.context.generations.active(this.view);
    if (!previous) return this.flipped(null, null);
    const running = await this.context.generations.open(this.view, previous);
    const raised = previous.version !== this.view.version;
    const difference = raised ? await this.compareWithOlder(running) : await this.compareWithRunning(running);
    if (difference.lanesDiffering > 0) {
      if (!raised) return { kind: 'digests-differ', difference };
      if (!(await this.unlessCancelled(this.options.confirm(difference)))) return { kind: 'refused', difference };
    }
    return this.flipped(previous, difference);
  }

  /** The old version's code is not here. Where no copy of it runs any more its shelf stands still; else others go on writing to it. */
  private async compareWithOlder(running: Shelf): Promise<Difference> {
    const together = () => this.advanceToWhere(running);
    if (this.view.kind === 'document') return compareMoving(running, this.writer.shelf, together);
    const reached = await together();
    return compareShelves(running, this.writer.shelf, await lanesParkedOn(running), reached);
  }

  /** Each partition to where that shelf has it at this moment. */
  private async advanceToWhere(running: Shelf): Promise<Reached> {
    const { partitions } = this.context.log;
    const positions = new Map((await running.checkpoints()).map(({ partition, position }) => [partition, position]));
    const reached: Reached = (lane) => positions.get(partitionOf(lane, partitions)) ?? -1n;
    await this.advance([...positions.values()].reduce((a, b) => (a > b ? a : b), -1n), (event) => event.position <= reached(event.subject));
    // From the lowest on again: what a partition has already changes nothing.
    this.position = positions.size < partitions ? -1n : [...positions.values()].reduce((a, b) => (a < b ? a : b));
    return reached;
  }

  private async compareWithRunning(running: Shelf): Promise<Difference> {
    for (let round = 0; round < 2; round++) await this.advance(await this.head());
    const together = await this.runner.paused(async () => (this.runner.holdsAll ? this.standTogether(running) : null));
    if (together === null) return this.compareShared(running);
    return together.difference ?? compareShelves(running, this.writer.shelf, together.except, () => together.head);
  }

  private async standTogether(running: Shelf): Promise<{ readonly head: bigint; readonly except: ReadonlySet<string>; readonly difference: Difference | null }> {
    const head = await this.head();
    await this.advance(head);
    await this.runner.bringTo(head);
    const except = await lanesParkedOn(running);
    return { head, except, difference: this.view.kind === 'document' ? await compareShelves(running, this.writer.shelf, except) : null };
  }

  private async compareShared(running: Shelf): Promise<Difference> {
    const together = async (): Promise<Reached> => {
      const head = await this.head();
      await this.advance(head);
      await this.untilReached(running, head);
      return () => head;
    };
    if (this.view.kind === 'document') return compareMoving(running, this.writer.shelf, together);
    const reached = await together();
    return compareShelves(running, this.writer.shelf, await lanesParkedOn(running), reached);
  }

  /** Whoever holds its partitions brings it there; an idle one hears of a position once a second. */
  private async untilReached(running: Shelf, position: bigint): Promise<void> {
    const { partitions } = this.context.log;
    for (;;) {
      const reached = await running.checkpoints();
      if (position < 0n || (reached.length === partitions && reached.every((checkpoint) => checkpoint.position >= position))) return;
      await pause(REACHED_POLL, undefined, { signal: this.options.signal }).catch(() => undefined);
      this.refuseIfCancelled();
    }
  }

  private async flipped(previous: ActiveGeneration | null, difference: Difference | null): Promise<RebuildOutcome> {
    for (let round = 0; round < 2; round++) await this.advance(await this.head());
    const isFlipped = await this.runner.paused(async () => this.runner.holdsAll && this.flip(previous));
    if (!isFlipped) await this.flipShared(previous);
    return { kind: 'flipped', events: this.events, difference, previous };
  }

  /** Asks for the log's ends before the store's head: so all messages up to them are on the new shelf. */
  private async flip(previous: ActiveGeneration | null): Promise<true> {
    const { offsets } = await this.context.log.ends();
    const position = await this.head();
    await this.advance(position);
    for (const [partition, offset] of offsets.entries()) {
      const checkpoint = { storeId: this.context.log.storeId, partition, offset, position };
      if (position >= 0n) await this.writer.shelf.write({ documents: [], entries: [], park: [], unpark: [], checkpoint });
    }
    this.refuseIfCancelled();
    if ((await this.context.generations.active(this.view))?.generation !== previous?.generation) throw new ProjectionError('REBUILD_CANCELLED', `another process has flipped ${this.view.name} meanwhile`);
    await this.context.generations.activate(this.view, this.writer.shelf);
    return true;
  }

  private async flipShared(previous: ActiveGeneration | null): Promise<void> {
    await this.flip(previous);
    // Where this fails, whoever holds the partitions does it before his next batch.
    await this.head().then((head) => this.advance(head)).catch(() => undefined);
  }

  private async advance(upTo: bigint, accepts: (event: StoredEvent) => boolean = () => true): Promise<void> {
    this.refuseIfCancelled();
    for await (const events of chunks(this.context.store, this.position, upTo)) {
      await this.untilDone(async () => void (await this.writer.apply(events.filter(accepts), null)));
      this.position = events.at(-1)!.position;
      this.events += events.length;
      this.options.onProgress({ position: this.position, head: upTo, events: this.events });
      this.refuseIfCancelled();
    }
  }

  /** What is transient is tried again, for as long as nobody cancels. */
  private async untilDone(work: () => Promise<void>): Promise<void> {
    for (let failures = 0; ; failures++) {
      try {
        return await work();
      } catch (error) {
        if (errorCode(error) === 'READ_STORE_CLOSED') throw error;
        await pause(Math.min(50 * 2 ** Math.min(failures, 6), 2_000), undefined, { signal: this.options.signal }).catch(() => undefined);
        this.refuseIfCancelled();
      }
    }
  }

  private async unlessCancelled<T>(answer: Promise<T>): Promise<T> {
    const { signal } = this.options;
    const cancelled = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([answer, cancelled]);
    this.refuseIfCancelled();
    return answer;
  }

  private async head(): Promise<bigint> {
    return (await this.context.store.head()) ?? -1n;
  }

  private refuseIfCancelled(): void {
    if (this.options.signal.aborted) throw new ProjectionError('REBUILD_CANCELLED', `the rebuild of ${this.view.name} was cancelled`);
  }
}
