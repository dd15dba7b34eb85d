import { EventEmitter, once } from 'node:events';
import type { DatabaseSync } from '@photostructure/sqlite';
import { checkAppend, EventStoreError, type AppendResult, type EventStore, type ExpectedRevision, type ReadAllOptions, type ReadStreamOptions } from '@throughline/event-store';
import type { NewEvent, StoredEvent } from '@throughline/kernel';
import { checkTail } from './chain';
import { GroupWriter, type Waiting } from './group-writer';
import { EventReader } from './event-reader';
import { openFile, SQL, storeError } from './schema';
import { Witness } from './witness';

type Database = InstanceType<typeof DatabaseSync>;

export interface SqliteEventStoreOptions {
  /** The file; its write-ahead log lies beside it. */
  readonly path: string;
  /** Default: the path with `.head` behind it. */
  readonly witnessPath?: string;
  /** Milliseconds since 1970; default the machine's. */
  readonly clock?: () => number;
  /** Events that share a commit at most; default 1,000. A single append may have more. */
  readonly maxGroup?: number;
  /** Events that wait for a commit at most, beyond it `STORE_BUSY`; default 20,000. */
  readonly maxQueued?: number;
  /** Pages of the file at most: a disk that fills up, for tests. */
  readonly maxPages?: number;
  readonly onWarning?: (message: string) => void;
}

/** How often the queue is emptied: appends of the same turn of the event loop share a commit, and so do those that arrive while it is written. */
const GROUP = 1_000;
const QUEUE = 20_000;

/**
 * The event store in one SQLite file: one writer, group commit, one process. Answers after the commit has reached the disk.
 * After any error of the file the writer stops and says so to everybody, until the process is started again.
 */
export class SqliteEventStore implements EventStore {
  private readonly queue: Waiting[] = [];
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private queued = 0;
  private scheduled = false;
  private failure: EventStoreError | null = null;
  private closed = false;

  private constructor(
    readonly storeId: string,
    private readonly options: SqliteEventStoreOptions,
    private readonly db: Database,
    private readonly witness: Witness,
    private readonly files: { readonly writer: GroupWriter; readonly reader: EventReader },
  ) {}

  /** Throws `EventStoreError`: `STORE_LOCKED`, `STORE_TAIL_LOST` (names the gap), `STORE_FAILED`. */
  static async open(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    const db = openFile(options.path, options.maxPages);
    let witness: Witness | undefined;
    try {
      const { value: storeId } = db.prepare(SQL.meta).get('store_id') as { value: string };
      const last = db.prepare(SQL.head).get() as { position: number; recorded_at: number } | undefined;
      const head = { position: last?.position ?? 0, recordedAt: last?.recorded_at ?? 0 };
      witness = Witness.open(options.witnessPath ?? `${options.path}.head`);
      const hash = checkTail(db, storeId, head.position, witness.seen, options.onWarning ?? (() => undefined));
      if (witness.seen === null && head.position > 0) witness.write({ storeId, position: head.position, hash });
      const writer = new GroupWriter(db, options.clock ?? Date.now, head, hash);
      return new SqliteEventStore(storeId, options, db, witness, { writer, reader: new EventReader(db) });
    } catch (error) {
      witness?.close();
      db.close();
      throw storeError(error, `the event store ${options.path} cannot be opened`);
    }
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.check();
    const bodies = checkAppend(stream, events);
    if (this.queued > 0 && this.queued + events.length > (this.options.maxQueued ?? QUEUE))
      throw new EventStoreError('STORE_BUSY', 'too many events wait to be written; send the same again in a moment');
    return new Promise((resolve, reject) => {
      this.queue.push({ stream, expected, events, bodies, resolve, reject });
      this.queued += events.length;
      this.schedule();
    });
  }

  async *readStream(stream: string, { from, backwards = false, limit = Infinity }: ReadStreamOptions = {}): AsyncGenerator<StoredEvent> {
    this.check();
    yield* this.files.reader.stream(stream, { from, backwards, limit }, () => this.check());
  }

  async *readAll({ after = 0n, backwards = false, before, limit = Infinity }: ReadAllOptions = {}): AsyncGenerator<StoredEvent> {
    this.check();
    const end = before ?? BigInt(this.files.writer.head) + 1n;
    yield* this.files.reader.all({ after, before: end, backwards, limit }, () => this.check());
  }

  async *subscribe(after: bigint | null, signal: AbortSignal): AsyncGenerator<readonly StoredEvent[]> {
    this.check();
    let position = after ?? 0n;
    while (!signal.aborted && !this.closed) {
      const batch = this.files.reader.page(position, GROUP);
      position = batch.at(-1)?.position ?? position;
      if (batch.length > 0) yield batch;
      else await once(this.changes, 'change', { signal }).catch(() => undefined);
    }
  }

  async head(): Promise<bigint | null> {
    this.check();
    return this.files.writer.head === 0 ? null : BigInt(this.files.writer.head);
  }

  async positionAt(time: string): Promise<bigint | null> {
    this.check();
    const found = this.files.reader.lastAt(Date.parse(time), this.files.writer.head);
    return found === 0 ? null : BigInt(found);
  }

  /** What waits is written first. */
  async close(): Promise<void> {
    if (this.closed) return;
    while (this.queue.length > 0) this.flush();
    this.closed = true;
    this.changes.emit('change');
    this.witness.close();
    this.db.close();
  }

  private schedule(): void {
    if (this.scheduled || this.queue.length === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
      this.schedule();
    });
  }

  private flush(): void {
    if (this.closed) return;
    const group = this.nextGroup();
    if (group.length === 0) return;
    try {
      const { writer } = this.files;
      const before = writer.head;
      const answers = writer.write(group);
      if (writer.head > before) this.witness.write({ storeId: this.storeId, position: writer.head, hash: writer.hash });
      for (const { to, result } of answers) {
        if (result instanceof EventStoreError) to.reject(result);
        else to.resolve(result);
      }
      this.changes.emit('change');
    } catch (error) {
      this.fail(storeError(error, 'the event store cannot be written'), group);
    }
  }

  private nextGroup(): readonly Waiting[] {
    let events = 0;
    let appends = 0;
    for (const waiting of this.queue) {
      if (appends > 0 && events + waiting.events.length > (this.options.maxGroup ?? GROUP)) break;
      events += waiting.events.length;
      appends += 1;
    }
    this.queued -= events;
    return this.queue.splice(0, appends);
  }

  private fail(failure: EventStoreError, group: readonly Waiting[]): void {
    this.failure = new EventStoreError('STORE_FAILED', failure.message);
    for (const { reject } of [...group, ...this.queue.splice(0)]) reject(this.failure);
    this.queued = 0;
    this.options.onWarning?.(failure.message);
  }

  private check(): void {
    if (this.closed) throw new EventStoreError('STORE_CLOSED', 'the event store is closed');
    if (this.failure !== null) throw this.failure;
  }
}
