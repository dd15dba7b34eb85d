import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { EventStoreError, historyBroken, repeatOf, type AppendResult, type KnownEvent, type Placed } from '@throughline/event-store';
import type { NewEvent, StoredEvent } from '@throughline/kernel';
import type { Waiting } from './append-queue';
import { chainHash, type ChainLink } from './chain';
import { RowInserter, uuidBytes } from './row-inserter';
import { SQL } from './schema';
import { StreamHeads, type Head } from './stream-heads';

interface Answer {
  readonly to: Waiting;
  readonly result: AppendResult | EventStoreError;
}

/** An event of another store, its body as it is stored, and when it was recorded there in milliseconds. */
export interface Restoring {
  readonly event: StoredEvent;
  readonly body: string;
  readonly recordedAt: number;
}

/** How many commits back the chain is kept. */
const CHAIN_KEPT = 20_000;

/**
 * Writes a group of appends in one transaction. Whether an append conflicts or repeats is decided before anything of it is
 * written, against what the group has written so far, so one that fails costs the others nothing and needs no savepoint.
 */
export class GroupWriter {
  private readonly heads = new StreamHeads();
  private readonly statements;
  private readonly rows: RowInserter;
  private commits = 0;
  private written: ChainLink[] = [];
  private position: number;
  public recordedAt: number;
  private recordedAtText = '';

  constructor(
    private readonly db: DatabaseSyncInstance,
    private readonly clock: () => number,
    head: { readonly position: number; readonly recordedAt: number },
    public hash: Buffer,
  ) {
    this.position = head.position;
    this.recordedAt = head.recordedAt;
    this.rows = new RowInserter(db);
    this.statements = {
      begin: db.prepare(SQL.begin),
      commit: db.prepare(SQL.commit),
      rollback: db.prepare(SQL.rollback),
      streamHead: db.prepare(SQL.streamHead),
      insertStream: db.prepare(SQL.insertStream),
      eventById: db.prepare(SQL.eventById),
      insertChain: db.prepare(SQL.insertChain),
      pruneChain: db.prepare(SQL.pruneChain),
    };
    this.statements.streamHead.setReturnArrays(true);
  }

  /** The last position written. */
  get head(): number {
    return this.position;
  }

  /** Durable when it returns; the answers are for the caller to give. Throws what the file throws: then nothing was written. */
  write(group: readonly Waiting[]): readonly Answer[] {
    return this.inTransaction(() => {
      this.recordedAt = Math.max(this.recordedAt, this.clock());
      this.recordedAtText = new Date(this.recordedAt).toISOString();
      return group.map((waiting) => ({ to: waiting, result: this.attempt(waiting) }));
    });
  }

  /** Durable when it returns. Throws `HISTORY_BROKEN`, and what the file throws: then nothing was written. */
  restore(events: readonly Restoring[]): void {
    this.inTransaction(() => {
      for (const restoring of events) this.restoreOne(restoring);
    });
  }

  private restoreOne({ event, body, recordedAt }: Restoring): void {
    const { stream: name, revision, id } = event;
    const head = this.headOf(name) ?? { stream: Number(this.statements.insertStream.run(name).lastInsertRowid), revision: -1 };
    const position = Number(event.position);
    if (revision !== head.revision + 1) throw historyBroken(event, 'is not the next one of its stream here');
    if (position <= this.position || !Number.isSafeInteger(position)) throw historyBroken(event, 'stands at a position that cannot be kept here');
    this.position = position - 1;
    this.recordedAt = recordedAt;
    this.insert(head.stream, name, revision, id, body);
    this.heads.set(name, { stream: head.stream, revision });
  }

  private inTransaction<T>(work: () => T): T {
    this.written = [];
    const before = { position: this.position, recordedAt: this.recordedAt };
    this.statements.begin.run();
    try {
      const outcome = work();
      this.rows.flush();
      this.chain();
      this.statements.commit.run();
      return outcome;
    } catch (error) {
      this.position = before.position;
      this.recordedAt = before.recordedAt;
      this.heads.clear();
      this.rows.clear();
      this.rollBack();
      throw error;
    }
  }

  private attempt(waiting: Waiting): AppendResult | EventStoreError {
    try {
      return this.append(waiting);
    } catch (error) {
      if (error instanceof EventStoreError) return error;
      throw error;
    }
  }

  private append(waiting: Waiting): AppendResult {
    const { stream, expected, events, bodies } = waiting;
    if (expected === 'no-stream' && this.heads.get(stream) === undefined) {
      // Most streams are new, and making one tells whether it was there, without a look before.
      const { changes, lastInsertRowid } = this.statements.insertStream.run(stream);
      if (changes === 1) return this.place(waiting, { stream: Number(lastInsertRowid), revision: -1 });
    }
    const head = this.headOf(stream);
    if (head === undefined) return { kind: 'conflict', actual: 'no-stream' };
    const known = events.map(({ id }) => this.known(head.stream, id));
    // Compared as it would be stored: an object may say something else than the JSON it becomes.
    const repeated = known.every((event) => event === undefined) ? null : repeatOf(known, bodies.map((body) => JSON.parse(body) as NewEvent));
    if (repeated !== null) return { kind: 'done', repeated: true, events: repeated.map(({ placed }) => placed) };
    if (head.revision !== expected) return { kind: 'conflict', actual: head.revision };
    return this.place(waiting, head);
  }

  private place({ stream, events, bodies }: Waiting, head: Head): AppendResult {
    const placed = events.map((event, index) => this.insert(head.stream, stream, head.revision + 1 + index, event.id, bodies[index] as string));
    this.heads.set(stream, { stream: head.stream, revision: head.revision + events.length });
    return { kind: 'done', repeated: false, events: placed };
  }

  private insert(number: number, stream: string, revision: number, id: string, body: string): Placed {
    const position = this.position + 1;
    this.rows.add(position, number, revision, id, this.recordedAt, body);
    this.position = position;
    this.written.push({ position, stream, revision, recordedAt: this.recordedAt, body });
    return { id, revision, position: BigInt(position), recordedAt: this.recordedAtText };
  }

  private headOf(name: string): Head | undefined {
    const known = this.heads.get(name);
    if (known !== undefined) return known;
    const row = this.statements.streamHead.get(name) as unknown as [number, number] | undefined;
    if (row === undefined) return undefined;
    const head = { stream: row[0], revision: row[1] };
    this.heads.set(name, head);
    return head;
  }

  private known(stream: number, id: string): (KnownEvent & { readonly placed: Placed }) | undefined {
    if (this.rows.holds(id)) this.rows.flush();
    const row = this.statements.eventById.get(stream, uuidBytes(id)) as { position: number; revision: number; recorded_at: number; body: string } | undefined;
    if (row === undefined) return undefined;
    const placed = { id, revision: row.revision, position: BigInt(row.position), recordedAt: new Date(row.recorded_at).toISOString() };
    return { revision: row.revision, event: JSON.parse(row.body) as NewEvent, placed };
  }

  /** SQLite has done so itself after some errors; where even this fails, the error that led here says more. */
  private rollBack(): void {
    try {
      if (this.db.isTransaction) this.statements.rollback.run();
    } catch {
      // The writer stops anyway, and the file is read only up to the last commit.
    }
  }

  private chain(): void {
    if (this.written.length === 0) return;
    this.hash = chainHash(this.hash, this.written);
    this.statements.insertChain.run(this.position, this.hash);
    this.commits += 1;
    if (this.commits % CHAIN_KEPT === 0) this.statements.pruneChain.run(CHAIN_KEPT);
  }
}
