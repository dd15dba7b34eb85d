import type { DatabaseSync } from '@photostructure/sqlite';
import type { StoredEvent } from '@throughline/kernel';
import { SQL } from './schema';

type Database = InstanceType<typeof DatabaseSync>;
type Statement = ReturnType<Database['prepare']>;
/** position, stream, revision, recorded at (milliseconds), body. */
type Row = readonly [number, string, number, number, string];

const PAGE = 500;
/** Larger than any position or revision, and exact as a number. */
const LAST = Number.MAX_SAFE_INTEGER;

/** Reads by pages, so that a long history never stands in memory and a slow reader holds nothing open. */
export class EventReader {
  private readonly statements;

  constructor(private readonly db: Database) {
    const arrays = (sql: string): Statement => {
      const statement = db.prepare(sql);
      statement.setReturnArrays(true);
      return statement;
    };
    this.statements = { streamForwards: arrays(SQL.streamForwards), streamBackwards: arrays(SQL.streamBackwards), allForwards: arrays(SQL.allForwards), allBackwards: arrays(SQL.allBackwards), recordedAt: arrays(SQL.recordedAt) };
  }

  /** Events after a position, one page. */
  page(after: bigint, limit: number): readonly StoredEvent[] {
    return this.rows(this.statements.allForwards, Number(after), LAST, limit);
  }

  /** `check` is called before each page: it throws when the store was closed in between. */
  *stream(name: string, { from, backwards, limit }: { readonly from: number | undefined; readonly backwards: boolean; readonly limit: number }, check: () => void): Generator<StoredEvent> {
    const statement = backwards ? this.statements.streamBackwards : this.statements.streamForwards;
    let next = from ?? (backwards ? LAST : 0);
    for (let left = limit; left > 0; ) {
      check();
      const wanted = Math.min(PAGE, left);
      const page = this.rows(statement, name, next, wanted);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < wanted) return;
      next = last.revision + (backwards ? -1 : 1);
      left -= page.length;
    }
  }

  /** Both ends exclusive. */
  *all({ after, before, backwards, limit }: { readonly after: bigint; readonly before: bigint; readonly backwards: boolean; readonly limit: number }, check: () => void): Generator<StoredEvent> {
    const statement = backwards ? this.statements.allBackwards : this.statements.allForwards;
    let [low, high] = [bounded(after), bounded(before)];
    for (let left = limit; left > 0; ) {
      check();
      const wanted = Math.min(PAGE, left);
      const page = this.rows(statement, low, high, wanted);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < wanted) return;
      if (backwards) high = Number(last.position);
      else low = Number(last.position);
      left -= page.length;
    }
  }

  /** The last position recorded not later than `time` (milliseconds), 0 = none. Positions have no gaps here and times never fall. */
  lastAt(time: number, head: number): number {
    let [low, high] = [0, head];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const [recordedAt] = this.statements.recordedAt.get(middle) as unknown as [number];
      if (recordedAt <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private rows(statement: Statement, ...values: readonly (string | number)[]): readonly StoredEvent[] {
    return (statement.all(...values) as unknown as Row[]).map(storedEvent);
  }
}

function storedEvent([position, stream, revision, recordedAt, body]: Row): StoredEvent {
  // The parsed object is ours alone: completing it costs less than copying it.
  return Object.assign(JSON.parse(body) as object, { stream, revision, position: BigInt(position), recordedAt: new Date(recordedAt).toISOString() }) as StoredEvent;
}

function bounded(position: bigint): number {
  return position > BigInt(LAST) ? LAST : Number(position);
}
