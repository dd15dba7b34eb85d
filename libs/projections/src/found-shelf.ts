import { partitionOf } from '@throughline/event-log';
import type { ReadStore, Shelf } from '@throughline/read-store';
import { ProjectionError } from './projection-error';

/** How long the active generation is believed to be the active one; the process that keeps it may flip it. Milliseconds. */
const BELIEVED_MS = 1_000;

/** The shelf of a view that another process keeps, found by its name alone, for reading. */
export class FoundShelf {
  private shown: { readonly shelf: Shelf; readonly until: number } | null = null;

  constructor(
    private readonly view: string,
    private readonly readStore: ReadStore,
    private readonly partitions: number,
  ) {}

  async shelf(): Promise<Shelf> {
    if (this.shown !== null && this.shown.until > Date.now()) return this.shown.shelf;
    const active = await this.readStore.activeGeneration(this.view);
    const definition = active && (await this.readStore.shelves()).find((one) => one.view === this.view && one.version === active.version && one.generation === active.generation);
    if (!definition) throw new ProjectionError('VIEW_NOT_BUILT', `${this.view} is kept by another process, and has not been built yet`);
    const shelf = await this.readStore.open(definition);
    this.shown = { shelf, until: Date.now() + BELIEVED_MS };
    return shelf;
  }

  async hasReached(lane: string, position: bigint): Promise<boolean> {
    const checkpoint = await (await this.shelf()).checkpoint(partitionOf(lane, this.partitions));
    return (checkpoint?.position ?? -1n) >= position;
  }
}
