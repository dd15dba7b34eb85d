import { catalogue } from '@throughline/contracts';
import type { EventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import type { Segment } from './archive';
import type { Archive } from './open-archive';

/** Positions of one segment: where its events stood, and where they stand here. */
interface Stretch {
  readonly there: readonly bigint[];
  readonly here: readonly bigint[];
}

/** Stretches in memory at most, beside the one that is being restored. */
const KEPT = 8;

/**
 * Some events name positions (up to where somebody has seen a customer), and those are of the store they come from. A store that
 * chooses its positions itself keeps them, and nothing has to be done; of another one this knows where each stands now, and gives the
 * event a table of it. The event itself is never changed.
 */
export class Places {
  /** Of each segment: where the last event before it stands here, and where its first one stood. */
  private readonly before: (bigint | null)[] = [];
  private readonly firsts: bigint[] = [];
  private readonly stretches = new Map<number, Stretch>();
  private current: { readonly there: bigint[]; readonly here: bigint[] } = { there: [], here: [] };
  private last: bigint | null = null;
  private isSame = true;

  constructor(
    private readonly archive: Archive,
    private readonly store: EventStore,
  ) {}

  /** The next segment begins. */
  beginSegment(): void {
    this.before.push(this.last);
    this.current = { there: [], here: [] };
  }

  /** An event of the segment stands here now. */
  stands(there: bigint, here: bigint): void {
    if (this.current.there.length === 0) this.firsts[this.before.length - 1] = there;
    this.current.there.push(there);
    this.current.here.push(here);
    this.last = here;
    this.isSame &&= there === here;
  }

  /** Whether nothing stands here yet: then nobody knows whether this store keeps positions. */
  get isEmpty(): boolean {
    return this.last === null;
  }

  /** The positions an event names that have to be looked up, and which of the other store's is meant; none where all stand as they stood. */
  namedBy({ type, data, places = {} }: StoredEvent): ReadonlyMap<string, bigint> {
    const named = new Map<string, bigint>();
    // It may have been brought over before: then its own table says which position is meant.
    const collect = (position: string): string => (named.set(position, BigInt(places[position] ?? position)), position);
    if (!this.isSame) catalogue.type(type)?.places?.(data as never, collect);
    return named;
  }

  /** The event with a table of the positions it names. What stands there must have been brought over already. */
  async translated(event: StoredEvent): Promise<StoredEvent> {
    const places: Record<string, string> = {};
    for (const [position, there] of this.namedBy(event)) places[position] = String(await this.here(there));
    return Object.keys(places).length === 0 ? event : { ...event, places };
  }

  /** Where the last event stands that stood at a position or before it; 0 = there is none. */
  private async here(there: bigint): Promise<bigint> {
    const segment = lastUpTo(this.firsts, there);
    if (segment < 0) return 0n;
    const stretch = await this.stretch(segment);
    return stretch.here[lastUpTo(stretch.there, there)] ?? 0n;
  }

  private async stretch(segment: number): Promise<Stretch> {
    if (segment === this.before.length - 1) return this.current;
    const known = this.stretches.get(segment) ?? (await this.read(segment));
    this.stretches.delete(segment);
    this.stretches.set(segment, known);
    for (const oldest of this.stretches.keys()) if (this.stretches.size > KEPT) this.stretches.delete(oldest);
    return known;
  }

  private async read(segment: number): Promise<Stretch> {
    const there = (await this.archive.eventsOf(this.archive.eventSegments[segment] as Segment)).map(({ position }) => position);
    const after = this.before[segment] ?? null;
    const here: bigint[] = [];
    for await (const { position } of this.store.readAll({ limit: there.length, ...(after === null ? {} : { after }) })) here.push(position);
    return { there, here };
  }
}

/** The index of the last one that is not greater; -1 = none. */
function lastUpTo(sorted: readonly bigint[], value: bigint): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as bigint) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
