import type { LeaseBook, LeaseRow } from './lease-book';

/** A lease that somebody has just got. */
export interface Taken {
  readonly row: LeaseRow;
  /** When the writing of the row began, by `performance.now()`. */
  readonly at: number;
}

/** A lease while it is held: written again and again, so that everybody sees that its holder lives. */
export class Hold {
  private readonly losing = new AbortController();
  private readonly beating: NodeJS.Timeout;
  private end: NodeJS.Timeout;
  private writing: Promise<void> | null = null;
  private row: LeaseRow;

  constructor(
    private readonly book: LeaseBook,
    { row, at }: Taken,
    private readonly lastsMs: number,
  ) {
    this.row = row;
    this.end = this.endAfter(at);
    this.beating = setInterval(() => this.beat(), lastsMs / 4);
  }

  /** Aborts when it cannot be promised any more that nobody else has it. */
  get lost(): AbortSignal {
    return this.losing.signal;
  }

  get fence(): number {
    return this.row.fence;
  }

  /** Gives it back, where it is still ours; where that does not succeed, it runs out. */
  async release(): Promise<void> {
    clearInterval(this.beating);
    await this.writing;
    clearTimeout(this.end);
    if (!this.lost.aborted) await this.book.replace({ ...this.row, holder: null, version: this.row.version + 1 }).catch(() => false);
  }

  /** One at a time: a book that is slow is not asked twice. */
  private beat(): void {
    this.writing ??= this.write().finally(() => (this.writing = null));
  }

  private async write(): Promise<void> {
    const at = performance.now();
    const next = { ...this.row, version: this.row.version + 1 };
    const stands = (await this.book.replace(next).catch(() => false)) || (await this.standsAnyway(next));
    if (stands) {
      this.row = next;
      clearTimeout(this.end);
      this.end = this.endAfter(at);
    }
  }

  /** The answer may have been lost, or the row is another's by now. Not knowing is no loss yet: the end comes by itself. */
  private async standsAnyway(next: LeaseRow): Promise<boolean> {
    const row = await this.book.read(next.name).catch(() => undefined);
    if (row === undefined) return false;
    if (row?.holder !== next.holder || row.fence !== next.fence) this.losing.abort();
    return row?.version === next.version && !this.lost.aborted;
  }

  private endAfter(at: number): NodeJS.Timeout {
    return setTimeout(() => this.losing.abort(), Math.max(0, at + this.lastsMs - performance.now()));
  }
}
