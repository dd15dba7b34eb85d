import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { checkAppend, checkRestore, EventStoreError, type AppendResult, type EventStore, type ExpectedRevision, type ReadAllOptions, type ReadStreamOptions } from '@throughline/event-store';
import type { NewEvent, StoredEvent } from '@throughline/kernel';
import { AppendQueue, type Waiting } from './append-queue';
import { checkTail, gap, tailLost } from './chain';
import { EventReader } from './event-reader';
import { GroupWriter } from './group-writer';
import { closeFile, keepLog, openFile, SQL, storeError } from './schema';
import { readWitness, Witness, type Seen } from './witness';

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
  readonly maxQueuedEvents?: number;
  /** Pages of the file at most: a disk that fills up, for tests. */
  readonly maxPages?: number;
  /** Told of what an operator should know although the store works, and why the writer stopped. */
  readonly onWarning?: (message: string) => void;
}

interface Files {
  readonly db: DatabaseSyncInstance;
  readonly witness: Witness;
  readonly writer: GroupWriter;
  readonly reader: EventReader;
}

/**
 * The event store in one SQLite file: one process, one writer. Appends of one turn of the event loop share a commit, and so
 * do those that come while it is written; the answer is given after the commit has reached the disk and the witness has seen it.
 *
 *   writing ──an error of the file or the witness──► stopped: every append is `STORE_FAILED`, reading goes on ──► closed
 *
 * The writer does not start again by itself: after a failed write only a fresh look at the file tells what stands in it.
 * An append that was refused with `STORE_FAILED` may have been written: repeat it when the store is open again.
 */
export class SqliteEventStore implements EventStore {
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private readonly queue: AppendQueue;
  private scheduled = false;
  private closed = false;
  private failure: EventStoreError | null = null;

  private constructor(
    readonly storeId: string,
    private readonly files: Files,
    private readonly options: SqliteEventStoreOptions,
  ) {
    this.queue = new AppendQueue(options.maxGroup ?? 1_000, options.maxQueuedEvents ?? 20_000);
  }

  /**
   * Opens or makes the store. Throws `EventStoreError`: `STORE_LOCKED` while another process uses the file, `STORE_TAIL_LOST`
   * where less stands in it than the witness saw, or something else (it names the gap; a log that was cut short is kept as
   * `-wal.kept`), `STORE_FAILED` for all else.
   */
  static async open(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    const { path, clock = Date.now, onWarning = () => undefined } = options;
    const witnessPath = options.witnessPath ?? `${path}.head`;
    let db: DatabaseSyncInstance | undefined;
    try {
      const seen = readWitness(witnessPath);
      if (isSeen(seen) && seen.position > 0 && !existsSync(path)) throw tailLost(`there is no file ${path}; ${gap(0, seen.position)}`);
      db = openFile(path, options.maxPages);
      const { value: storeId } = db.prepare(SQL.meta).get('store_id') as { value: string };
      const last = db.prepare(SQL.head).get() as { position: number; recorded_at: number } | undefined;
      const head = { position: last?.position ?? 0, recordedAt: last?.recorded_at ?? 0 };
      if (!isSeen(seen) && head.position > 0) onWarning(`the witness of the head is ${seen ?? 'missing'}: whether the end of the store was lost cannot be told; a new witness is written from here on`);
      const hash = checkTail(db, storeId, head.position, isSeen(seen) ? seen : null, onWarning);
      const witness = Witness.open(witnessPath, { storeId, position: head.position, hash });
      return new SqliteEventStore(storeId, { db, witness, writer: new GroupWriter(db, clock, head, hash), reader: new EventReader(db) }, options);
    } catch (error) {
      if (error instanceof EventStoreError && error.code === 'STORE_TAIL_LOST') keepLog(path);
      if (db !== undefined) closeFile(db);
      throw storeError(error, `the event store ${path} cannot be opened`);
    }
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.check();
    if (this.failure !== null) throw this.failure;
    const bodies = checkAppend(stream, events);
    return new Promise((resolve, reject) => {
      this.queue.add({ stream, expected, events, bodies, resolve, reject });
      this.schedule();
    });
  }

  /** All of them or none. */
  async restore(events: readonly StoredEvent[]): Promise<readonly bigint[]> {
    this.check();
    while (!this.queue.isEmpty) this.commitGroup();
    if (this.failure !== null) throw this.failure;
    const { writer, witness } = this.files;
    try {
      writer.restore(checkRestore(events, writer));
      witness.write({ storeId: this.storeId, position: writer.head, hash: writer.hash });
    } catch (error) {
      throw error instanceof EventStoreError ? error : this.stop(error, []);
    }
    this.changes.emit('change');
    return events.map(({ position }) => position);
  }

  async *readStream(stream: string, { from, backwards = false, limit = Infinity }: ReadStreamOptions = {}): AsyncGenerator<StoredEvent> {
    yield* this.files.reader.stream(stream, { from, backwards, limit }, () => this.check());
  }

  async *readAll({ after = 0n, backwards = false, before, limit = Infinity }: ReadAllOptions = {}): AsyncGenerator<StoredEvent> {
    const end = before ?? BigInt(this.files.writer.head) + 1n;
    yield* this.files.reader.all({ after, before: end, backwards, limit }, () => this.check());
  }

  async *subscribe(after: bigint | null, signal: AbortSignal): AsyncGenerator<readonly StoredEvent[]> {
    this.check();
    let position = after ?? 0n;
    while (!signal.aborted && !this.closed) {
      const batch = this.files.reader.page(position);
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
    while (!this.queue.isEmpty) this.commitGroup();
    this.closed = true;
    this.changes.emit('change');
    closeFile(this.files.db);
    await this.files.witness.close();
  }

  private schedule(): void {
    if (this.scheduled || this.queue.isEmpty) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      if (!this.queue.isEmpty) this.commitGroup();
      this.schedule();
    });
  }

  private commitGroup(): void {
    const group = this.queue.takeGroup();
    const { writer, witness } = this.files;
    const before = writer.head;
    try {
      const answers = writer.write(group);
      if (writer.head > before) witness.write({ storeId: this.storeId, position: writer.head, hash: writer.hash });
      for (const { to, result } of answers) {
        if (result instanceof EventStoreError) to.reject(result);
        else to.resolve(result);
      }
    } catch (error) {
      this.stop(error, group);
    }
    if (writer.head > before) this.changes.emit('change');
  }

  private stop(error: unknown, group: readonly Waiting[]): EventStoreError {
    const { message } = storeError(error, 'the event store could not write and takes nothing more until it is opened again');
    const failure = new EventStoreError('STORE_FAILED', message);
    this.failure = failure;
    for (const { reject } of [...group, ...this.queue.takeAll()]) reject(failure);
    this.options.onWarning?.(message);
    return failure;
  }

  private check(): void {
    if (this.closed) throw new EventStoreError('STORE_CLOSED', 'the event store is closed');
  }
}

function isSeen(seen: Seen | null | 'unreadable'): seen is Seen {
  return seen !== null && seen !== 'unreadable';
}
