import type { EventStore } from '@throughline/event-store';
import type { StoredEvent, View } from '@throughline/kernel';
import type { Checkpoint, ParkedEvent, Shelf, ShelfBatch, StoredDocument } from '@throughline/read-store';
import { readAnew } from './anew';
import { areJson, fold, foldItems, keysOf, type FoldItem, type Folded } from './fold';
import type { OpenEvents } from './opened-event';
import { noticeOf, ParkedLanes, type Parked } from './parking';
import { ProjectionError } from './projection-error';

/** Documents kept between batches. */
const CACHED = 20_000;
/** Events of a lane retried in one write. */
const RETRY_PAGE = 500;
const ATTEMPTS = 10;

/** What is written beside the folded documents and entries. */
type RestOfBatch = (folded: Folded) => Pick<ShelfBatch, 'park' | 'unpark' | 'checkpoint'>;

/** `nothing` = the shelf stands as it is, its checkpoint too. */
type Written = 'conflict' | 'nothing' | 'written';

export type RetryOutcome =
  | { readonly kind: 'done'; readonly folded: number }
  | { readonly kind: 'still-parked'; readonly folded: number; readonly position: bigint; readonly reason: string };

/**
 * Writes batches of events to one shelf: open, fold over the documents, write documents and checkpoint in one go.
 * If somebody else has changed a document meanwhile (a former owner of the partition that does not know it yet), all is
 * read and folded again. Not for concurrent calls: its owner holds the partition's lock.
 */
export class ShelfWriter {
  private readonly cache = new Map<string, StoredDocument>();
  private readonly parkedLanes: ParkedLanes;

  constructor(
    private readonly view: View,
    readonly shelf: Shelf,
    private readonly source: { readonly open: OpenEvents; readonly store: Pick<EventStore, 'readStream'>; readonly parked?: Parked },
  ) {
    this.parkedLanes = new ParkedLanes(shelf);
  }

  /** Call once before the first batch, after the checkpoint was read. */
  load(): Promise<void> {
    return this.parkedLanes.load();
  }

  /**
   * Resolves when all of it stands on the shelf (folded or parked) and the checkpoint with it. `patient`: where nothing is to be written
   * but the checkpoint, that one is not written either; then it answers `nothing`.
   */
  async apply(events: readonly StoredEvent[], checkpoint: Checkpoint | null, patient = false): Promise<Exclude<Written, 'conflict'>> {
    const items = await this.items(events);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const parkedFrom = await this.parkedLanes.among(items.map((item) => item.stored));
      let parked: readonly ParkedEvent[] = [];
      const written = await this.attempt(items, parkedFrom, ({ park }) => ({ park: (parked = park), unpark: [], checkpoint }), patient);
      if (written === 'conflict') continue;
      this.tell(parked, events);
      return written;
    }
    throw new ProjectionError('SHELF_CONTENDED', `${this.view.name}: documents kept changing under the batch`);
  }

  private tell(parked: readonly ParkedEvent[], events: readonly StoredEvent[]): void {
    const notice = noticeOf(this.view.name, parked, events);
    if (notice !== null) this.source.parked?.(notice);
  }

  /**
   * Folds the parked events of a lane in order and parks them no longer; stops at the first that fails again.
   * `read` gives the stored events at these positions, in order; one that is missing fails.
   */
  async retryLane(lane: string, read: (parked: readonly ParkedEvent[]) => Promise<readonly StoredEvent[]>): Promise<RetryOutcome> {
    let folded = 0;
    for (let attempt = 0; attempt < ATTEMPTS; ) {
      const page = await this.shelf.parked({ lane, limit: RETRY_PAGE });
      if (page.length === 0) return { kind: 'done', folded };
      const outcome = await this.retryPage(page, await read(page));
      if (outcome === 'conflict') attempt++;
      else {
        folded += outcome.folded;
        if (outcome.failed) return { kind: 'still-parked', folded, position: outcome.failed.position, reason: outcome.failed.reason };
      }
    }
    throw new ProjectionError('SHELF_CONTENDED', `${this.view.name}: documents kept changing under the retry`);
  }

  private async retryPage(page: readonly ParkedEvent[], events: readonly StoredEvent[]): Promise<'conflict' | { readonly folded: number; readonly failed: ParkedEvent | null }> {
    const items = await this.items(events);
    const missing = page[events.length];
    let failed: ParkedEvent | null = missing ? { ...missing, failed: true, reason: 'EVENT_NOT_IN_STORE' } : null;
    let done: readonly ParkedEvent[] = [];
    const written = await this.attempt(items, new Map(), (result) => {
      failed = result.park[0] ?? failed;
      done = page.filter((parked) => failed === null || parked.position < failed.position);
      return { park: failed ? [failed] : [], unpark: done.map((parked) => parked.position), checkpoint: null };
    });
    return written === 'conflict' ? 'conflict' : { folded: done.length, failed };
  }

  private async items(events: readonly StoredEvent[]): Promise<readonly FoldItem[]> {
    if (events.length === 0) return [];
    const opened = await this.source.open(events);
    return foldItems(this.view, events, opened, await readAnew(this.view, opened, this.source));
  }

  /** A view that returned what no shelf can hold would be retried for ever: its events are parked instead. */
  private async attempt(items: readonly FoldItem[], parkedFrom: ReadonlyMap<string, bigint>, rest: RestOfBatch, patient = false): Promise<Written> {
    const known = this.view.kind === 'document' ? await this.read(keysOf(items)) : new Map<string, StoredDocument>();
    const folded = fold(this.view, items, known, parkedFrom);
    try {
      return await this.write(folded, known, rest, patient);
    } catch (error) {
      if (areJson(folded)) throw error;
      return this.write(fold(this.view, items, known, parkedFrom, true), known, rest, patient);
    }
  }

  private async write(folded: Folded, known: ReadonlyMap<string, StoredDocument>, rest: RestOfBatch, patient: boolean): Promise<Written> {
    const documents = [...folded.documents.values()].map((document) => ({ ...document, expected: known.get(document.key)?.position ?? null }));
    const batch = { documents, entries: folded.entries, ...rest(folded) };
    if (documents.length + batch.entries.length + batch.park.length + batch.unpark.length === 0 && (patient || batch.checkpoint === null)) return 'nothing';
    for (const { lane } of batch.park) this.parkedLanes.add(lane);
    const { conflicts } = await this.shelf.write(batch);
    if (conflicts.length === 0) this.remember(folded.documents);
    else this.cache.clear();
    return conflicts.length === 0 ? 'written' : 'conflict';
  }

  private async read(keys: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    const missing = keys.filter((key) => !this.cache.has(key));
    const found = missing.length === 0 ? new Map<string, StoredDocument>() : await this.shelf.documents(missing);
    const known = new Map(found);
    for (const key of keys) {
      const document = this.cache.get(key);
      if (document) known.set(key, document);
    }
    return known;
  }

  /** The oldest are forgotten first. */
  private remember(documents: ReadonlyMap<string, StoredDocument>): void {
    for (const [key, document] of documents) {
      this.cache.delete(key);
      this.cache.set(key, document);
    }
    for (const key of this.cache.keys()) {
      if (this.cache.size <= CACHED) break;
      this.cache.delete(key);
    }
  }
}
