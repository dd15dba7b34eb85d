import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { EventStoreError, repeatOf, type AppendResult, type KnownEvent, type Placed } from '@throughline/event-store';
import type { NewEvent } from '@throughline/kernel';
import type { Waiting } from './append-queue';
import { chainHash, type ChainLink } from './chain';
import { SQL } from './schema';
import { StreamHeads, type Head } from './stream-heads';

type Statement = ReturnType<DatabaseSyncInstance['prepare']>;

interface Answer {
  readonly to: Waiting;
  readonly result: AppendResult | EventStoreError;
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
  private commits = 0;
  private written: ChainLink[] = [];
  private position: number;
  private recordedAt: number;
  private recordedAtText = '';

  constructor(
    private readonly db: DatabaseSyncInstance,
    private readonly clock: () => number,
    head: { readonly position: number; readonly recordedAt: number },
    public hash: Buffer,
  ) {
    this.position = head.position;
    this.recordedAt = head.recordedAt;
    const prepare = (sql: string): Statement => db.prepare(sql);
    const { begin, commit, rollback, streamHead, insertStream, insertEvent, eventById, insertChain, pruneChain } = SQL;
    this.statements = { begin: prepare(begin), commit: prepare(commit), rollback: prepare(rollback), streamHead: prepare(streamHead), insertStream: prepare(insertStream), insertEvent: prepare(insertEvent), eventById: prepare(eventById), insertChain: prepare(insertChain), pruneChain: prepare(pruneChain) };
    this.statements.streamHead.setReturnArrays(true);
  }

  /** The last position written. */
  get head(): number {
    return this.position;
  }

  /** Durable when it returns; the answers are for the caller to give. Throws what the file throws: then nothing was written. */
  write(group: readonly Waiting[]): readonly Answer[] {
    this.written = [];
    const before = this.position;
    this.statements.begin.run();
    try {
      this.recordedAt = Math.max(this.recordedAt, this.clock());
      this.recordedAtText = new Date(this.recordedAt).toISOString();
      const answers = group.map((waiting) => ({ to: waiting, result: this.attempt(waiting) }));
      this.chain();
      this.statements.commit.run();
      return answers;
    } catch (error) {
      this.position = before;
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

  private append({ stream, expected, events, bodies }: Waiting): AppendResult {
    const head = this.headOf(stream);
    if (head !== undefined) {
      const repeated = repeatOf(events.map(({ id }) => this.known(head.stream, id)), events);
      if (repeated !== null) return { kind: 'done', repeated: true, events: repeated.map(({ placed }) => placed) };
    }
    const actual = head?.revision ?? 'no-stream';
    if (actual !== expected) return { kind: 'conflict', actual };
    const number = head?.stream ?? Number(this.statements.insertStream.run(stream).lastInsertRowid);
    const placed = events.map((event, index) => this.insert(number, stream, (head?.revision ?? -1) + 1 + index, event.id, bodies[index] as string));
    this.heads.set(stream, { stream: number, revision: (head?.revision ?? -1) + events.length });
    return { kind: 'done', repeated: false, events: placed };
  }

  private insert(number: number, stream: string, revision: number, id: string, body: string): Placed {
    const position = this.position + 1;
    this.statements.insertEvent.run(position, number, revision, uuidBytes(id), this.recordedAt, body);
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

function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}
