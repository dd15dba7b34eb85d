import { partitionOf, type EventLog, type LogBatch, type LogConsumer } from '@throughline/event-log';
import type { EventStore } from '@throughline/event-store';
import type { Alone, StoredEvent, View } from '@throughline/kernel';
import type { ActiveGeneration, Checkpoint, ParkedEvent, Shelf } from '@throughline/read-store';
import { chunks } from './chunks';
import type { Generations } from './generations';
import { holdAll, Lock } from './lock';
import type { OpenEvents } from './opened-event';
import type { Parked } from './parking';
import { errorCode, ProjectionError } from './projection-error';
import { ShelfWriter, type RetryOutcome } from './shelf-writer';
import { retryNotKnown } from './taking-over';

export interface RunnerContext {
  readonly log: EventLog;
  readonly store: EventStore;
  readonly open: OpenEvents;
  readonly generations: Generations;
  readonly alone: Alone;
  /** Whether other processes may run the same views. */
  readonly shared: boolean;
  readonly settleMs: number;
  /** Called when a watermark, a state or a generation has changed. */
  readonly changed: () => void;
  readonly parked: Parked;
}

/** How long a former owner who does not know it yet may go on parking, milliseconds: then what is parked is looked at once more. */
const LOOK_AGAIN_MS = 10_000;

interface Held {
  readonly generation: ActiveGeneration;
  readonly writer: ShelfWriter;
  watermark: bigint;
  /** Of the log; -1 = before everything. */
  offset: bigint;
  /** The checkpoint that waits. */
  unwritten: Checkpoint | null;
}

/**
 * Keeps the active generation of one view up to date with the log.
 *
 * A partition:   assigned ──▶ what an older program parked is folded ──▶ held ──▶ batch … batch ──▶ revoked
 *                   └ refuses: checkpoint of another store, or ahead of this one
 *
 * One lock per partition: batches, lane retries and the pause of a rebuild never meet. That another generation is active by
 * now is noticed before each batch, or a moment after it (`settleMs`) where another process has flipped it; what the new one has not
 * seen is read from the store.
 */
export class ViewRunner implements LogConsumer {
  private readonly held = new Map<number, Held>();
  private readonly locks: readonly Lock[];
  /** Counts assignments and revocations: an assignment that was overtaken must not take hold. */
  private readonly turns = new Map<number, number>();
  /** Per partition, the code of what is being tried again. */
  private readonly troubles = new Map<number, string>();
  private readonly looking = new Map<number, NodeJS.Timeout>();
  private readonly settling = new Map<number, NodeJS.Timeout>();
  private believed: { readonly active: Promise<ActiveGeneration | null>; readonly until: number; readonly flips: number } | null = null;

  constructor(
    readonly view: View,
    private readonly context: RunnerContext,
  ) {
    this.locks = Array.from({ length: context.log.partitions }, () => new Lock());
  }

  async assigned(partition: number): Promise<bigint | null> {
    const turn = this.nextTurn(partition);
    return this.watched(partition, () =>
      this.lock(partition).run(async () => {
        const { held, checkpoint } = await this.load(partition);
        await this.retryNotKnown(partition, held);
        if (this.turns.get(partition) !== turn) throw new ProjectionError('PARTITION_REVOKED', `partition ${partition} was taken away`);
        this.held.set(partition, held);
        this.lookAgain(partition);
        this.context.changed();
        return checkpoint && checkpoint.offset >= 0n ? checkpoint.offset : null;
      }),
    );
  }

  async batch({ partition, messages, endOffset, watermark }: LogBatch): Promise<void> {
    await this.watched(partition, () =>
      this.lock(partition).run(async () => {
        const held = await this.current(partition);
        const position = watermark > held.watermark ? watermark : held.watermark;
        const checkpoint = { storeId: this.context.log.storeId, partition, offset: endOffset, position };
        const written = await held.writer.apply(firstOccurrences(messages.map(({ event }) => event)), checkpoint, this.context.settleMs > 0);
        Object.assign(held, { watermark: position, offset: endOffset, unwritten: written === 'nothing' ? checkpoint : null });
        if (this.context.settleMs > 0) this.settleSoon(partition);
        this.context.changed();
      }),
    );
  }

  async revoked(partition: number): Promise<void> {
    this.nextTurn(partition);
    this.held.delete(partition);
    clearTimeout(this.looking.get(partition));
    clearTimeout(this.settling.get(partition));
    this.settling.delete(partition);
    this.troubles.delete(partition);
    this.context.changed();
  }

  /** Code of what goes wrong at the moment and is tried again; `null` = nothing. */
  get trouble(): string | null {
    return [...this.troubles.values()][0] ?? null;
  }

  /** Nothing at or below it is missing on the shelf; `null` = the partition is not held here. */
  watermark(partition: number): bigint | null {
    return this.held.get(partition)?.watermark ?? null;
  }

  /** The same with the offset, whether its checkpoint is written or waits; `null` also where another generation is held. */
  reached(partition: number, { generation }: ActiveGeneration): Pick<Checkpoint, 'offset' | 'position'> | null {
    const held = this.held.get(partition);
    return held?.generation.generation !== generation ? null : { offset: held.offset, position: held.watermark };
  }

  get holdsAll(): boolean {
    return this.held.size === this.context.log.partitions;
  }

  /** Folds the parked events of a lane, in order, until one fails again. */
  retryLane(lane: string): Promise<RetryOutcome> {
    const partition = partitionOf(lane, this.context.log.partitions);
    return this.lock(partition).run(async () => {
      const held = this.held.has(partition) ? await this.current(partition) : (await this.load(partition)).held;
      return this.retry(held, lane);
    });
  }

  /** No batch is in work and none begins while `work` runs. */
  paused<T>(work: () => Promise<T>): Promise<T> {
    return holdAll(this.locks, work);
  }

  /** While paused: folds what the log has not brought yet, so that the shelf stands at `upTo`. */
  async bringTo(upTo: bigint): Promise<void> {
    for (const partition of this.held.keys()) {
      const { writer, watermark } = await this.current(partition);
      for await (const events of chunks(this.context.store, watermark, upTo)) await writer.apply(this.share(events, partition), null);
    }
  }

  private async retry({ writer }: Held, lane: string): Promise<RetryOutcome> {
    const outcome = await writer.retryLane(lane, (parked) => this.storedEvents(parked));
    this.context.changed();
    return outcome;
  }

  private retryNotKnown(partition: number, held: Held): Promise<void> {
    const { partitions } = this.context.log;
    return retryNotKnown(held.writer.shelf, (lane) => partitionOf(lane, partitions) === partition, (lane) => this.retry(held, lane));
  }

  /** Where it fails, the next owner looks, or operations do. */
  private lookAgain(partition: number): void {
    const look = async (): Promise<void> => {
      const held = this.held.get(partition);
      if (held !== undefined) await this.retryNotKnown(partition, held);
    };
    clearTimeout(this.looking.get(partition));
    this.looking.set(partition, setTimeout(() => void this.lock(partition).run(look).catch(() => undefined), LOOK_AGAIN_MS).unref());
  }

  /** Throws when the checkpoint cannot belong to this store, see `ProjectionErrorCode`. */
  async check(checkpoint: Checkpoint): Promise<void> {
    const { storeId } = this.context.log;
    if (checkpoint.storeId !== storeId)
      throw new ProjectionError('CHECKPOINT_OF_ANOTHER_STORE', `the shelf of ${this.view.name} was built from the store ${checkpoint.storeId}, this is ${storeId}: drop the read models to rebuild them`);
    const head = (await this.context.store.head()) ?? -1n;
    if (head < checkpoint.position)
      throw new ProjectionError('STORE_BEHIND_CHECKPOINT', `the shelf of ${this.view.name} has seen position ${checkpoint.position}, the store ends at ${head}: it lost its tail`);
  }

  private async current(partition: number): Promise<Held> {
    const held = this.held.get(partition);
    if (!held) throw new ProjectionError('PARTITION_REVOKED', `partition ${partition} was taken away`);
    const active = await this.active();
    if (active?.generation === held.generation.generation) return held;
    const { held: next } = await this.load(partition);
    const head = (await this.context.store.head()) ?? -1n;
    for await (const events of chunks(this.context.store, next.watermark, head)) await next.writer.apply(this.share(events, partition), null);
    next.watermark = head;
    this.held.set(partition, next);
    return next;
  }

  private active(): Promise<ActiveGeneration | null> {
    const { generations, settleMs } = this.context;
    const { flips } = generations;
    if (this.believed !== null && this.believed.until > Date.now() && this.believed.flips === flips) return this.believed.active;
    const active = generations.active(this.view);
    active.catch(() => (this.believed = null));
    this.believed = { active, until: Date.now() + settleMs, flips };
    return active;
  }

  /** By then whoever was believed is asked again: what was written to a shelf that is not active any more goes to the new one. */
  private settleSoon(partition: number): void {
    if (this.settling.has(partition)) return;
    const settle = async (): Promise<void> => {
      this.settling.delete(partition);
      if (!this.held.has(partition)) return;
      const held = await this.current(partition);
      if (held.unwritten !== null) await held.writer.apply([], held.unwritten);
      held.unwritten = null;
    };
    const again = (): void => (this.held.has(partition) ? this.settleSoon(partition) : undefined);
    this.settling.set(partition, setTimeout(() => void this.watched(partition, () => this.lock(partition).run(settle)).catch(again), this.context.settleMs).unref());
  }

  /** The checkpoint is read first: what a former owner parks after that comes to us as well. */
  private async load(partition: number): Promise<{ readonly held: Held; readonly checkpoint: Checkpoint | null }> {
    const shelf = await this.activeShelf();
    const checkpoint = await shelf.checkpoint(partition);
    if (checkpoint) await this.check(checkpoint);
    const writer = new ShelfWriter(this.view, shelf, this.context);
    await writer.load();
    return { checkpoint, held: { generation: shelf.definition, writer, watermark: checkpoint?.position ?? -1n, offset: checkpoint?.offset ?? -1n, unwritten: null } };
  }

  private async activeShelf(): Promise<Shelf> {
    const active = await this.context.generations.active(this.view);
    if (!active) throw new ProjectionError('VIEW_NOT_BUILT', `${this.view.name} has no generation yet`);
    // A newer program has taken over: its documents are not ours to write.
    if (active.version !== this.view.version) throw new ProjectionError('VIEW_VERSION_OLDER', `the shelf of ${this.view.name} has version ${active.version} by now, this program has ${this.view.version}`);
    return this.context.generations.open(this.view, active);
  }

  private share(events: readonly StoredEvent[], partition: number): readonly StoredEvent[] {
    const { partitions } = this.context.log;
    return partitions === 1 ? events : events.filter((event) => partitionOf(event.subject, partitions) === partition);
  }

  /** Up to the first that the store no longer has. */
  private async storedEvents(parked: readonly ParkedEvent[]): Promise<readonly StoredEvent[]> {
    const events: StoredEvent[] = [];
    for (const { position } of parked) {
      for await (const event of this.context.store.readAll({ limit: 1, ...(position > 0n ? { after: position - 1n } : {}) })) events.push(event);
      if (events.at(-1)?.position !== position) return events.slice(0, -1);
    }
    return events;
  }

  private async watched<T>(partition: number, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.troubles.delete(partition);
      return result;
    } catch (error) {
      this.troubles.set(partition, errorCode(error));
      this.context.changed();
      throw error;
    }
  }

  private lock(partition: number): Lock {
    const lock = this.locks[partition];
    if (!lock) throw new RangeError(`the log has no partition ${partition}`);
    return lock;
  }

  private nextTurn(partition: number): number {
    const turn = (this.turns.get(partition) ?? 0) + 1;
    this.turns.set(partition, turn);
    return turn;
  }
}

/** A message that stands twice in one batch is folded once. */
function firstOccurrences(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const seen = new Set<bigint>();
  return events.filter(({ position }) => !seen.has(position) && seen.add(position));
}
