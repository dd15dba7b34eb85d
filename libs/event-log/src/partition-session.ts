import { setTimeout as pause } from 'node:timers/promises';
import type { LogBatch, LogConsumer } from './event-log';

/**
 * One partition in the hands of one consumer.
 *
 *   assigning ──▶ reading ──▶ delivering ──▶ reading … ──▶ revoked
 *       ▲ throws     ▲ throws     │ throws
 *       └─ pause ────┴─ pause ────┘   each pause is twice as long as the one before, up to two seconds
 *
 * `stop` lets the batch in work finish, then revokes. `abandon` revokes at once while the batch may still be in work:
 * what a real broker does to a consumer it believes dead.
 */
export class PartitionSession {
  private readonly stopping = new AbortController();
  private revoked = false;
  readonly ended: Promise<void>;

  constructor(
    private readonly consumer: LogConsumer,
    private readonly partition: number,
    private readonly source: PartitionSource,
    private readonly turn: Turn,
    private readonly retryPauseMs: number,
  ) {
    this.ended = this.run();
  }

  stop(): Promise<void> {
    this.stopping.abort();
    return this.ended;
  }

  async abandon(): Promise<void> {
    this.stopping.abort();
    await this.revoke();
  }

  private async run(): Promise<void> {
    const start = await this.attempt(() => this.consumer.assigned(this.partition));
    if (start) await this.read(start.value);
    await this.revoke();
  }

  private async read(start: bigint | null): Promise<void> {
    let after = start;
    for (let failures = 0; !this.stopping.signal.aborted; failures++) {
      try {
        for await (const batch of this.source(this.partition, after, this.stopping.signal)) {
          if (!(await this.attempt(() => this.consumer.batch(batch)))) return;
          after = batch.endOffset;
          failures = 0;
        }
        return;
      } catch {
        await this.rest(failures);
      }
    }
  }

  /** Until it succeeds; `null` = stopped before it did. */
  private async attempt<T>(work: () => Promise<T>): Promise<{ readonly value: T } | null> {
    for (let failures = 0; ; failures++) {
      const done = await this.turn(this.stopping.signal);
      try {
        if (this.stopping.signal.aborted) return null;
        return { value: await work() };
      } catch {
        // The consumer says what is wrong, where its state is shown; here it is only tried again.
      } finally {
        done();
      }
      await this.rest(failures);
    }
  }

  private async rest(failures: number): Promise<void> {
    const ms = Math.min(this.retryPauseMs * 2 ** Math.min(failures, 16), 2_000);
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  private async revoke(): Promise<void> {
    if (this.revoked) return;
    this.revoked = true;
    await this.consumer.revoked(this.partition).catch(() => undefined);
  }
}

/** The batches of a partition behind an offset, for ever; ends when `signal` aborts. Throwing = try again from there. */
export type PartitionSource = (partition: number, after: bigint | null, signal: AbortSignal) => AsyncIterable<LogBatch>;

/** Waits until the consumer may be called (or the signal aborts); call the answer when it has been. Lets tests step. */
export type Turn = (signal: AbortSignal) => Promise<() => void>;
