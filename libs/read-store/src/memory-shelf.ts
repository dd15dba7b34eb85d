import type { JsonObject } from '@throughline/kernel';
import {
  ReadStoreError,
  type Checkpoint,
  type DocumentQuery,
  type EntryCursor,
  type EntryQuery,
  type ParkedEvent,
  type ParkedQuery,
  type Scalar,
  type Shelf,
  type ShelfBatch,
  type ShelfDefinition,
  type StoredDocument,
  type StoredEntry,
  type Where,
} from './read-store';
import { compareScalars, compareText, matches, scalarAt } from './where';

/** What was stored, with its body as JSON text: nobody can change a shelf through an object he once gave or got. */
type Kept<T extends { readonly body: JsonObject }> = Omit<T, 'body'> & { readonly text: string };

export class MemoryShelf implements Shelf {
  private readonly stored = new Map<string, Kept<StoredDocument>>();
  /** By timeline, then by time and position: an event has one place in a store, so that place is its identity. */
  private readonly timelines = new Map<string, Map<string, Kept<StoredEntry>>>();
  private readonly waiting = new Map<bigint, ParkedEvent>();
  private readonly reached = new Map<number, Checkpoint>();
  private discarded = false;

  constructor(
    readonly definition: ShelfDefinition,
    private readonly refuseIfClosed: () => void,
  ) {}

  async checkpoint(partition: number): Promise<Checkpoint | null> {
    this.refuseIfGone();
    return this.reached.get(partition) ?? null;
  }

  async checkpoints(): Promise<readonly Checkpoint[]> {
    this.refuseIfGone();
    return [...this.reached.values()].toSorted((a, b) => a.partition - b.partition);
  }

  async write(batch: ShelfBatch): Promise<{ readonly conflicts: readonly string[] }> {
    this.refuseIfGone();
    const conflicts = batch.documents.filter((write) => this.positionOf(write.key) !== write.expected).map((write) => write.key);
    if (conflicts.length > 0) return { conflicts };
    const entries = batch.entries.filter((entry) => this.isNew(entry)).map(keep<StoredEntry>);
    for (const { expected: _read, ...document } of batch.documents) this.stored.set(document.key, keep<StoredDocument>(document));
    for (const entry of entries) this.insert(entry);
    for (const position of batch.unpark) this.waiting.delete(position);
    for (const event of batch.park) this.waiting.set(event.position, { ...event, nodes: [...event.nodes] });
    if (batch.checkpoint) this.reached.set(batch.checkpoint.partition, { ...batch.checkpoint });
    return { conflicts: [] };
  }

  async documents(keys: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    this.refuseIfGone();
    const found = new Map<string, StoredDocument>();
    for (const key of keys) {
      const document = this.stored.get(key);
      if (document) found.set(key, give<StoredDocument>(document));
    }
    return found;
  }

  async find({ where = {}, orderBy, after, limit }: DocumentQuery): Promise<readonly StoredDocument[]> {
    this.refuseIfGone();
    const sign = orderBy?.descending ? -1 : 1;
    const valueOf = (document: StoredDocument) => (orderBy ? scalarAt(document.body, orderBy.path) : null);
    const compare = (document: StoredDocument, value: Scalar, key: string) =>
      sign * ((orderBy ? compareScalars(valueOf(document), value) : 0) || compareText(document.key, key));
    return this.all()
      .filter((document) => matches(document.body, where) && (!after || compare(document, after.value, after.key) > 0))
      .toSorted((a, b) => compare(a, valueOf(b), b.key))
      .slice(0, limit);
  }

  async count(where: Where): Promise<number> {
    this.refuseIfGone();
    return this.all().filter((document) => matches(document.body, where)).length;
  }

  async entries({ keys, oldestFirst = false, after, untilTime, untilPosition, abovePosition, where = {}, limit }: EntryQuery): Promise<readonly StoredEntry[]> {
    this.refuseIfGone();
    const inOrder = (a: EntryCursor, b: EntryCursor) => (oldestFirst ? compareCursors(a, b) : compareCursors(b, a));
    const standing = keys
      .flatMap((key) => [...(this.timelines.get(key)?.values() ?? [])])
      .filter((entry) => untilTime === undefined || entry.time <= untilTime)
      .filter((entry) => untilPosition === undefined || entry.position <= untilPosition)
      .filter((entry) => abovePosition === undefined || entry.position > abovePosition)
      .filter((entry) => !after || inOrder(entry, after) > 0)
      .map(give<StoredEntry>)
      .filter((entry) => matches(entry.body, where));
    const events = new Map(standing.toReversed().map((entry) => [entry.position, entry]));
    return [...events.values()].toSorted(inOrder).slice(0, limit);
  }

  async *scan(): AsyncIterable<StoredDocument | StoredEntry> {
    this.refuseIfGone();
    const entries = [...this.timelines.values()].flatMap((timeline) => [...timeline.values()]);
    yield* this.all().toSorted((a, b) => compareText(a.lane, b.lane) || compareText(a.key, b.key));
    yield* entries
      .toSorted((a, b) => compareText(a.lane, b.lane) || compareText(a.key, b.key) || compareCursors(a, b))
      .map(give<StoredEntry>);
  }

  async parked({ lane, nodes, afterPosition, limit }: ParkedQuery): Promise<readonly ParkedEvent[]> {
    this.refuseIfGone();
    return [...this.waiting.values()]
      .filter((event) => lane === undefined || event.lane === lane)
      .filter((event) => nodes === undefined || nodes.some((node) => event.nodes.includes(node)))
      .filter((event) => afterPosition === undefined || event.position > afterPosition)
      .toSorted((a, b) => (a.position < b.position ? -1 : 1))
      .slice(0, limit);
  }

  async parkedCount(): Promise<number> {
    this.refuseIfGone();
    return this.waiting.size;
  }

  /** The shelf was dropped: whoever still holds it must notice. */
  discard(): void {
    this.discarded = true;
  }

  private all(): StoredDocument[] {
    return [...this.stored.values()].map(give<StoredDocument>);
  }

  private positionOf(key: string): bigint | null {
    return this.stored.get(key)?.position ?? null;
  }

  private isNew(entry: StoredEntry): boolean {
    const there = this.timelines.get(entry.key)?.get(placeOf(entry));
    if (there && there.id !== entry.id) throw new ReadStoreError('READ_STORE_FAILED', `the events ${there.id} and ${entry.id} claim one position of one timeline`);
    return !there;
  }

  private insert(entry: Kept<StoredEntry>): void {
    const timeline = this.timelines.get(entry.key) ?? new Map<string, Kept<StoredEntry>>();
    this.timelines.set(entry.key, timeline);
    if (!timeline.has(placeOf(entry))) timeline.set(placeOf(entry), entry);
  }

  private refuseIfGone(): void {
    this.refuseIfClosed();
    if (this.discarded) throw new ReadStoreError('READ_STORE_FAILED', `the shelf of ${this.definition.view} was dropped`);
  }
}

function keep<T extends { readonly body: JsonObject }>({ body, ...rest }: T): Kept<T> {
  return { ...rest, text: JSON.stringify(body) };
}

function give<T extends { readonly body: JsonObject }>({ text, ...rest }: Kept<T>): T {
  return { ...rest, body: JSON.parse(text) as JsonObject } as unknown as T;
}

function placeOf({ time, position }: EntryCursor): string {
  return `${time} ${position}`;
}

function compareCursors(a: EntryCursor, b: EntryCursor): number {
  if (a.time !== b.time) return a.time - b.time;
  return a.position < b.position ? -1 : a.position > b.position ? 1 : 0;
}
