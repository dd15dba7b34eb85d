import type { EventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { ArchiveError, type Work } from './archive';
import { comparable } from './digest';
import type { Archive } from './open-archive';
import { Places } from './places';

/** Events and characters of their data that are written together at most. */
const MOST_EVENTS = 1_000;
const MOST_TEXT = 8 * 1024 * 1024;

/** Before anything is written: a history of its own shows in its first event. */
export async function refuseAnother(archive: Archive, store: EventStore): Promise<void> {
  for await (const there of store.readAll({ limit: 1 })) {
    const { value: event } = await archive.events().next();
    if (event === undefined || comparable(event) !== comparable(there)) throw notEmpty(`the target holds a history of its own: its first event is ${nameOf(there)}`);
  }
}

/** Brings the events of an archive into a store: one that is empty, or holds their beginning. */
export class EventRestorer {
  private readonly places: Places;
  private batch: StoredEvent[] = [];
  private text = 0;
  private done = 0;

  constructor(
    private readonly archive: Archive,
    private readonly store: EventStore,
    private readonly work: Work,
  ) {
    this.places = new Places(archive, store);
  }

  async run(): Promise<void> {
    const present = this.store.readAll()[Symbol.asyncIterator]();
    let there = await present.next();
    for (const segment of this.archive.eventSegments) {
      this.places.beginSegment();
      for (const event of await this.archive.eventsOf(segment)) {
        if (there.done === true) await this.bring(event);
        else {
          this.recognise(event, there.value);
          there = await present.next();
        }
        this.done += 1;
      }
      await this.flush();
    }
    if (there.done !== true) throw notEmpty(`the target holds more events than the archive: the first one is ${nameOf(there.value)}`);
  }

  /** What stands there already, by an attempt that was interrupted. */
  private recognise(event: StoredEvent, there: StoredEvent): void {
    if (comparable(event) !== comparable(there)) throw notEmpty(`the target holds a history of its own: its event ${this.done + 1} is ${nameOf(there)}, that of the archive is ${nameOf(event)}`);
    this.places.stands(event.position, there.position);
    this.tell();
  }

  private async bring(event: StoredEvent): Promise<void> {
    this.work.signal.throwIfAborted();
    const first = this.batch[0];
    if (first !== undefined && [...this.places.namedBy(event).values()].some((position) => position >= first.position)) await this.flush();
    const translated = await this.places.translated(event);
    this.batch.push(translated);
    this.text += JSON.stringify(translated.data).length;
    // The first one alone: it shows whether this store keeps positions.
    if (this.places.isEmpty || this.batch.length >= MOST_EVENTS || this.text >= MOST_TEXT) await this.flush();
  }

  private async flush(): Promise<void> {
    const { batch } = this;
    if (batch.length === 0) return;
    this.batch = [];
    this.text = 0;
    const positions = await this.store.restore(batch);
    for (const [index, { position }] of batch.entries()) this.places.stands(position, positions[index] as bigint);
    this.tell();
  }

  private tell(): void {
    this.work.tell({ stage: 'events', done: this.done, total: this.archive.manifest.events.count });
  }
}

export function nameOf({ id, type, stream, revision }: StoredEvent): string {
  return `${type} ${id} (${stream}, revision ${revision})`;
}

function notEmpty(why: string): ArchiveError {
  return new ArchiveError('TARGET_NOT_EMPTY', `${why}. A company is brought over into an empty folder or namespace`);
}
