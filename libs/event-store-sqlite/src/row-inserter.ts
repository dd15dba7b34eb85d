import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { SQL } from './schema';

type Statement = ReturnType<DatabaseSyncInstance['prepare']>;
type Value = number | string | Buffer;

/** position, stream, revision, id, recorded_at, body. */
const COLUMNS = 6;
/** A call into SQLite costs as much as the row it brings: 16 rows share one. */
const ROWS = 16;

/** Inserts events of the running transaction, some rows at a time. Fewer than 16 wait until `flush`. */
export class RowInserter {
  private readonly one: Statement;
  private readonly many: Statement;
  private values: Value[] = [];
  private ids: string[] = [];

  constructor(db: DatabaseSyncInstance) {
    this.one = db.prepare(SQL.insertEvents(1));
    this.many = db.prepare(SQL.insertEvents(ROWS));
  }

  add(position: number, stream: number, revision: number, id: string, recordedAt: number, body: string): void {
    this.values.push(position, stream, revision, uuidBytes(id), recordedAt, body);
    this.ids.push(id);
    if (this.ids.length === ROWS) {
      this.many.run(...this.values);
      this.clear();
    }
  }

  /** Whether an event of this id, in whatever stream, is not yet to be found in the file. */
  holds(id: string): boolean {
    return this.ids.includes(id);
  }

  flush(): void {
    for (let start = 0; start < this.values.length; start += COLUMNS) this.one.run(...this.values.slice(start, start + COLUMNS));
    this.clear();
  }

  clear(): void {
    this.values = [];
    this.ids = [];
  }
}

export function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}
