import { setImmediate as otherWork } from 'node:timers/promises';
import { ReadStoreError } from '@throughline/read-store';
import type { Connection } from './connection';

/** Rows written between two looks at the rest of the process: some milliseconds. */
const ROWS_PER_TURN = 250;

/** The one connection that writes. Transactions wait for each other here, so that none meets SQLite's lock. */
export class Writer {
  private last: Promise<unknown> = Promise.resolve();
  private closing = false;
  private rows = 0;

  constructor(readonly connection: Connection) {}

  /**
   * Commits if `work` says true, rolls back if it says false or throws. `work` may give way to others in the middle: they read
   * through the other connection and see nothing of it before the commit.
   */
  transaction(work: (connection: Connection) => Promise<boolean>): Promise<void> {
    if (this.closing) return Promise.reject(closed());
    const mine = this.last.then(() => this.run(work));
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** To be awaited after each row of a long batch. */
  async rowWritten(): Promise<void> {
    this.rows += 1;
    if (this.rows % ROWS_PER_TURN === 0) await otherWork();
  }

  /** What was asked before is still done. False = it was closed before. */
  async close(): Promise<boolean> {
    if (this.closing) return false;
    this.closing = true;
    await this.last;
    this.connection.close();
    return true;
  }

  refuseIfClosed(): void {
    if (this.closing) throw closed();
  }

  private async run(work: (connection: Connection) => Promise<boolean>): Promise<void> {
    this.connection.exec('BEGIN IMMEDIATE');
    try {
      this.connection.exec((await work(this.connection)) ? 'COMMIT' : 'ROLLBACK');
    } catch (error) {
      if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
      throw error;
    }
  }
}

function closed(): ReadStoreError {
  return new ReadStoreError('READ_STORE_CLOSED', 'the read store is closed');
}
