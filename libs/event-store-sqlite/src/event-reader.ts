import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { StoredEvent } from '@throughline/kernel';
import { SQL } from './schema';

type Statement = ReturnType<DatabaseSyncInstance['prepare']>;
/** position, stream, revision, recorded at (milliseconds), body. */
type Row = readonly [number, string, number, number, string];
const BODY = 4;

/** Rows read at once at most; fewer while events are large, so that a page stays near 8 MiB of text. */
const PAGE = 500;
const PAGE_TEXT = 8 * 1024 * 1024;
/** Where nothing has been read yet: even 64 of the largest events are no more than 16 MiB. */
const FIRST_PAGE = 64;
/** Larger than any position or revision, and exact as a number. */
const LAST = Number.MAX_SAFE_INTEGER;

/** Reads by pages, so that a long history never stands in memory and a slow reader holds nothing open. */
export class EventReader {
  private readonly statements;
  /** What the rows of the last page allow the next one. */
  private rowsPerPage = FIRST_PAGE;
  private lastTime = Number.NaN;
  private lastTimeText = '';

  constructor(db: DatabaseSyncInstance) {
    const arrays = (sql: string): Statement => {
      const statement = db.prepare(sql);
      statement.setReturnArrays(true);
      return statement;
    };
    this.statements = { streamForwards: arrays(SQL.streamForwards), streamBackwards: arrays(SQL.streamBackwards), allForwards: arrays(SQL.allForwards), allBackwards: arrays(SQL.allBackwards), recordedUpTo: arrays(SQL.recordedUpTo) };
  }

  /** The events after a position, one page of them; none = that was all. */
  page(after: bigint): readonly StoredEvent[] {
    return this.rows(this.statements.allForwards, bounded(after), LAST, this.rowsPerPage);
  }

  /** `check` is called before each page: it throws when the store was closed in between. */
  *stream(name: string, { from, backwards, limit }: { readonly from: number | undefined; readonly backwards: boolean; readonly limit: number }, check: () => void): Generator<StoredEvent> {
    const statement = backwards ? this.statements.streamBackwards : this.statements.streamForwards;
    let next = from ?? (backwards ? LAST : 0);
    for (let left = limit; left > 0; ) {
      check();
      const wanted = Math.min(this.rowsPerPage, left);
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
      const wanted = Math.min(this.rowsPerPage, left);
      const page = this.rows(statement, low, high, wanted);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < wanted) return;
      if (backwards) high = Number(last.position);
      else low = Number(last.position);
      left -= page.length;
    }
  }

  /** The last position recorded not later than `time` (milliseconds), 0 = none. Times never fall; a history brought over may have left gaps. */
  lastAt(time: number, head: number): number {
    let [found, low, high] = [0, 0, head];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const [position = 0, recordedAt = 0] = (this.statements.recordedUpTo.get(middle) ?? []) as readonly number[];
      if (recordedAt > time) high = position - 1;
      else [found, low] = [position, middle];
    }
    return found;
  }

  private rows(statement: Statement, ...values: readonly (string | number)[]): readonly StoredEvent[] {
    const rows = statement.all(...values) as unknown as Row[];
    if (rows.length > 0) {
      const text = rows.reduce((sum, row) => sum + row[BODY].length, 0);
      this.rowsPerPage = Math.max(FIRST_PAGE, Math.min(PAGE, Math.floor((PAGE_TEXT * rows.length) / text)));
    }
    return rows.map((row) => this.storedEvent(row));
  }

  private storedEvent([position, stream, revision, recordedAt, body]: Row): StoredEvent {
    // The parsed object is ours alone: completing it costs less than copying it.
    const event = JSON.parse(body) as Record<string, unknown>;
    event['stream'] = stream;
    event['revision'] = revision;
    event['position'] = BigInt(position);
    event['recordedAt'] = this.timeText(recordedAt);
    return event as unknown as StoredEvent;
  }

  /** Neighbours share a commit and so a time: the last one is kept. */
  private timeText(time: number): string {
    if (time !== this.lastTime) {
      this.lastTime = time;
      this.lastTimeText = new Date(time).toISOString();
    }
    return this.lastTimeText;
  }
}

function bounded(position: bigint): number {
  return position > BigInt(LAST) ? LAST : Number(position);
}
