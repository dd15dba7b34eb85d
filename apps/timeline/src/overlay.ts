import type { Amendment } from '@throughline/contracts';
import type { Journal } from '@throughline/event-store';
import { until, type Moment } from '@throughline/identity';
import { effectiveTime, type NodeId, type StoredEvent } from '@throughline/kernel';
import { everyEntry, type Shelf, type StoredEntry } from '@throughline/read-store';
import { laidOver, streamLaidOver, type Amended, type LaidOver } from './laid-over.rules';
import { eventIn, timelinesOf, timelineView, type TimelineEntry } from './timeline.view';

/** An entry as it reads now; `amended` only where something was done about it. */
export type ShownEntry = TimelineEntry & { readonly amended?: Amended };

/** Whose timeline, and as of which moment; `originals`: what was moved away is shown as well, where it stood. */
export interface OverlayQuery extends Moment {
  readonly nodes: readonly NodeId[];
  readonly originals?: boolean;
}

/** What a page of a timeline is read through. */
export type Laid = Pick<Overlay, 'entries' | 'over'>;

/**
 * What was corrected, withdrawn and moved, laid over a timeline when it is read; entries on the shelf never change.
 *
 *   moved     streams that were moved from or to this customer. Their entries stand on the shelf under whomever they concerned when
 *             they came, so they are passed over there and read from the store, whole: such streams are few and short
 *   entries   what of them belongs on this timeline
 */
export class Overlay {
  private constructor(
    private readonly amendments: Shelf,
    private readonly query: OverlayQuery,
    private readonly moved: ReadonlySet<string>,
    readonly entries: readonly StoredEntry[],
  ) {}

  static async of(amendments: Shelf, journal: Journal, query: OverlayQuery): Promise<Overlay> {
    const moved = new Set<string>();
    for await (const { body } of everyEntry(amendments, { keys: query.nodes, ...until(query) })) moved.add((body as unknown as TimelineEntry).stream);
    const entries: StoredEntry[] = [];
    for (const stream of moved) entries.push(...ofStream((await journal.load(stream)).events, query));
    return new Overlay(amendments, query, moved, entries);
  }

  /** Each of these entries as it reads now, in their order; `null` = it is no more on this timeline, or among `entries`. */
  async over(entries: readonly StoredEntry[]): Promise<readonly (StoredEntry | null)[]> {
    const amendments = await this.amendmentsOf(new Set(entries.map(streamOf)));
    return entries.map((entry) => {
      if (this.moved.has(streamOf(entry))) return null;
      const behind = amendments.get(streamOf(entry))?.filter(({ position }) => position > entry.position) ?? [];
      if (behind.length === 0) return entry;
      const original = eventIn(entry);
      const one = laidOver(original, behind);
      return isOn(this.query, one, original) ? shown(one, entry.key) : null;
    });
  }

  private async amendmentsOf(streams: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly Amendment[]>> {
    const found = new Map<string, Amendment[]>();
    for await (const entry of everyEntry(this.amendments, { keys: [...streams], ...until(this.query) })) {
      const amendment = eventIn(entry) as Amendment;
      found.set(amendment.stream, [...(found.get(amendment.stream) ?? []), amendment]);
    }
    for (const all of found.values()) all.sort((a, b) => a.revision - b.revision);
    return found;
  }
}

/** As entries of a shelf are, so that pages read both alike. */
export function shown({ event, amended }: LaidOver, key = ''): StoredEntry {
  const body = { ...timelineView.entry(event, key), ...(amended === null ? {} : { amended }) };
  return { key, id: event.id, lane: event.subject, time: effectiveTime(event), position: event.position, body };
}

function ofStream(events: readonly StoredEvent[], query: OverlayQuery): readonly StoredEntry[] {
  const { asOf, knownAt } = query;
  const known = events.filter((event) => (knownAt === undefined || event.position <= knownAt) && (asOf === undefined || effectiveTime(event) <= asOf));
  return streamLaidOver(known)
    .filter((one, at) => isOn(query, one, known[at] ?? one.event))
    .map((one) => shown(one));
}

function isOn({ nodes, originals }: OverlayQuery, { event }: LaidOver, original: StoredEvent): boolean {
  const own = new Set(nodes);
  const concerns = (one: StoredEvent): boolean => timelinesOf(one).some((node) => own.has(node));
  return concerns(event) || (originals === true && concerns(original));
}

function streamOf({ body }: StoredEntry): string {
  return (body as unknown as TimelineEntry).stream;
}
