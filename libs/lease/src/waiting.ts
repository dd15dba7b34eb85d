import type { Taken } from './hold';
import type { LeaseBook } from './lease-book';

/** Somebody who waits for one lease: watches its row, and takes it when it was given back or has not changed for long enough. */
export class Waiting {
  private seen = { version: -1, at: 0 };
  /** When our last writing began. */
  private wroteAt = 0;

  constructor(
    private readonly holder: string,
    private readonly runsOutMs: number,
  ) {}

  /** `null` = not yet. Throws where the book does not answer: then the row may be ours all the same, which the next attempt sees. */
  async attempt(book: LeaseBook, name: string): Promise<Taken | null> {
    const row = await book.read(name);
    if (row?.holder === this.holder) return { row, at: this.wroteAt };
    const { version, fence, holder } = row ?? { version: 0, fence: 0, holder: null };
    if (version !== this.seen.version) this.seen = { version, at: performance.now() };
    if (holder !== null && performance.now() - this.seen.at <= this.runsOutMs) return null;
    const mine = { name, version: version + 1, fence: fence + 1, holder: this.holder };
    this.wroteAt = performance.now();
    return (await book.replace(mine)) ? { row: mine, at: this.wroteAt } : null;
  }
}
