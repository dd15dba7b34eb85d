import type { AllStreamResolvedEvent, AllStreamSubscription, Position } from '@eventstore/db-client';
import type { Connection } from './connection';
import type { Names, WireEvent } from './wire';

/** Events handed out together at most, and read ahead. */
const BATCH = 500;

/**
 * One subscription to the events of the namespace, pulled by batches. It does not come back by itself: when it is dropped `next`
 * throws, and whoever pulls opens another one where this one has got to.
 */
export class Feed {
  private readonly subscription: AllStreamSubscription;
  private readonly wakers = new Set<() => void>();
  private ended: Error | null = null;
  private checkpoint: Position | null = null;
  private reached: Position;

  /** `after`: a position that the server gave out. */
  constructor(
    connection: Connection,
    private readonly names: Names,
    after: Position,
  ) {
    this.reached = after;
    this.subscription = connection.subscribe(after, names.prefix, BATCH, (checkpoint) => this.look(checkpoint));
    this.subscription.on('readable', () => this.wake());
    this.subscription.on('error', (error: Error) => this.end(error));
    this.subscription.once('close', () => this.end(new Error('the subscription ended')));
  }

  /** Everything up to here was handed out; what is not of the namespace counts as handed out. A good place to go on from. */
  get position(): Position {
    return this.reached;
  }

  /** The next events; none when only a checkpoint came, when nothing came in time, or on `signal`. Throws when it was dropped. */
  async next(signal: AbortSignal, milliseconds: number): Promise<readonly WireEvent[]> {
    if (this.subscription.readableLength === 0 && this.checkpoint === null && this.ended === null) await this.woken(signal, milliseconds);
    const records: WireEvent[] = [];
    for (let count = 0; count < BATCH; count++) {
      const event = this.subscription.read() as AllStreamResolvedEvent | null;
      if (event === null) break;
      if (event.event !== undefined) this.reached = event.event.position;
      const record = this.names.record(event);
      if (record !== null) records.push(record);
    }
    if (records.length === 0 && this.ended !== null) throw this.ended;
    this.takeCheckpoint();
    return records;
  }

  close(): void {
    void this.subscription.unsubscribe().catch(() => undefined);
    this.subscription.destroy();
  }

  private look(checkpoint: Position): void {
    this.checkpoint = checkpoint;
    this.wake();
  }

  /** It holds once the events that came before it have been handed out. Some servers tell the beginning of a page: never back. */
  private takeCheckpoint(): void {
    if (this.checkpoint === null || this.subscription.readableLength > 0) return;
    if (this.checkpoint.commit > this.reached.commit) this.reached = this.checkpoint;
    this.checkpoint = null;
  }

  private end(error: Error): void {
    this.ended ??= error;
    this.wake();
  }

  private wake(): void {
    for (const wake of this.wakers) wake();
  }

  private woken(signal: AbortSignal, milliseconds: number): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      signal.addEventListener('abort', wake);
      this.wakers.add(wake);
    });
  }
}
