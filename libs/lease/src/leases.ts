import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Hold, type Taken } from './hold';
import type { LeaseBook, LeaseRow } from './lease-book';
import { Waiting } from './waiting';

export interface LeasesOptions {
  /** What people call this process. */
  readonly process: string;
  /** Milliseconds after which a holder who is not heard of has lost it. Default 5 seconds; the same for all processes. */
  readonly lastsMs?: number;
}

/** What is done under a lease: until it is done, or the signal says that it must end. */
export type Work<T> = (signal: AbortSignal, fence: number) => Promise<T>;

/** Nobody's clocks run so unlike. */
const MARGIN = 1.2;

/**
 * What one process at a time may do, among all that share a book.
 *
 * No two clocks are compared. A holder writes his row again and again, and stops working when the last writing that he knows of
 * began longer ago than the lease lasts. Whoever waits takes a row over when he has seen it unchanged for longer than that.
 * A process that slept through its end finds out when it wakes; what it writes in between must be refused by its fence, or do no harm.
 */
export class Leases {
  private readonly lastsMs: number;

  constructor(
    private readonly book: LeaseBook,
    private readonly options: LeasesOptions,
  ) {
    this.lastsMs = options.lastsMs ?? 5_000;
  }

  /**
   * Waits for its turn, works, gives the lease back and answers what the work has answered. Throws what the work throws, and
   * `signal.reason` when it is told to stop waiting. A book that does not answer is asked again.
   */
  async hold<T>(name: string, signal: AbortSignal, work: Work<T>): Promise<T> {
    const hold = new Hold(this.book, await this.take(name, signal), this.lastsMs);
    try {
      return await work(AbortSignal.any([signal, hold.lost]), hold.fence);
    } finally {
      await hold.release();
    }
  }

  /** Which there are, and who has them. */
  all(): Promise<readonly LeaseRow[]> {
    return this.book.all();
  }

  private async take(name: string, signal: AbortSignal): Promise<Taken> {
    const waiting = new Waiting(`${this.options.process} ${randomUUID().slice(0, 8)}`, this.lastsMs * MARGIN);
    for (;;) {
      signal.throwIfAborted();
      const taken = await waiting.attempt(this.book, name).catch(() => null);
      if (taken !== null) return taken;
      await pause(this.lastsMs / 10, undefined, { signal }).catch(() => undefined);
    }
  }
}
