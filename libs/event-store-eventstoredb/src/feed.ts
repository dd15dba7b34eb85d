import { setImmediate as turn } from 'node:timers/promises';
import type { AllStreamResolvedEvent, AllStreamSubscription, Position } from '@eventstore/db-client';
import { OutOfTime, type Connection } from './connection';
import type { Names, WireEvent } from './wire';

/** Events and their bytes handed out together at most. */
const BATCH = 500;
const BATCH_BYTES = 8 * 1024 * 1024;

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
    this.subscription = connection.subscribe(after, names.prefix, (checkpoint) => this.look(checkpoint));
    const unconfirmed = setTimeout(() => this.end(new OutOfTime(connection.timeout)), connection.timeout);
    for (const event of ['confirmation', 'close', 'error']) this.subscription.once(event, () => clearTimeout(unconfirmed));
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
    const events: WireEvent[] = [];
    // The client lets events through one by one: a turn of the event loop makes a batch of those that have arrived.
    while (this.read(events)) await turn();
    if (events.length === 0 && this.ended !== null) throw this.ended;
    this.takeCheckpoint();
    return events;
  }

  close(): void {
    void this.subscription.unsubscribe().catch(() => undefined);
    this.subscription.destroy();
  }

  /** Whether there was anything, and there is room for more. */
  private read(events: WireEvent[]): boolean {
    let bytes = events.reduce((sum, event) => sum + event.bytes, 0);
    for (let count = 0; events.length < BATCH && bytes < BATCH_BYTES; count++) {
      const read = this.subscription.read() as AllStreamResolvedEvent | null;
      if (read === null) return count > 0;
      if (read.event !== undefined) this.reached = read.event.position;
      const event = this.names.record(read);
      bytes += event?.bytes ?? 0;
      if (event !== null) events.push(event);
    }
    return false;
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
