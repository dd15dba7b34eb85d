import type { DatabaseSync } from '@photostructure/sqlite';
import { contentDigest, EventStoreError, type AppendResult, type ExpectedRevision, type Placed } from '@throughline/event-store';
import type { NewEvent } from '@throughline/kernel';
import { chainHash, type ChainLink } from './chain';
import { SQL } from './schema';
import { StreamHeads, type Head } from './stream-heads';

type Database = InstanceType<typeof DatabaseSync>;
type Statement = ReturnType<Database['prepare']>;

/** One append that waits for its commit. */
export interface Waiting {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  /** The events as they are stored. */
  readonly bodies: readonly string[];
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}

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

  constructor(
    private readonly db: Database,
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
      const answers = group.map((waiting) => ({ to: waiting, result: this.attempt(waiting) }));
      this.chain();
      this.statements.commit.run();
      return answers;
    } catch (error) {
      this.position = before;
      if (this.db.isTransaction) this.statements.rollback.run();
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
      const repeated = this.repeated(head.stream, events);
      if (repeated !== null) return { kind: 'done', repeated: true, events: repeated };
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
    return { id, revision, position: BigInt(position), recordedAt: new Date(this.recordedAt).toISOString() };
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

  /** What these events repeat; `null` = nothing. Throws when they repeat only in part, or with other content. */
  private repeated(stream: number, events: readonly NewEvent[]): readonly Placed[] | null {
    const known = events.map(({ id }) => this.statements.eventById.get(stream, uuidBytes(id)) as { position: number; revision: number; recorded_at: number; body: string } | undefined);
    if (known.every((row) => row === undefined)) return null;
    return known.map((row, index) => {
      const event = events[index] as NewEvent;
      if (row === undefined || row.revision !== (known[0]?.revision ?? 0) + index) throw new EventStoreError('PARTIAL_REPEAT', 'some of these events stand in the stream already: a group is repeated only whole');
      if (!contentDigest(JSON.parse(row.body) as NewEvent).equals(contentDigest(event))) throw new EventStoreError('EVENT_ID_REUSED', 'an event with this id and other content stands in the stream already');
      return { id: event.id, revision: row.revision, position: BigInt(row.position), recordedAt: new Date(row.recorded_at).toISOString() };
    });
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
