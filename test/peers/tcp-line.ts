import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** From the client to the server, and back. */
export type Way = 'requests' | 'answers';

/** What a line is like at the moment. */
export interface Conditions {
  delayMs(): number;
  isPaused(way: Way): boolean;
  /** How many of the next bytes may pass. What is beyond is lost, and so is everything that comes after. */
  allowed(way: Way, bytes: number): number;
}

/** Bytes a way holds back before it stops reading, so that a sender feels that nobody takes anything. */
const HELD = 1 << 20;

/** One connection, client to server: what comes in at one end goes out at the other, as the conditions have it. */
export class Line {
  private readonly ways: readonly OneWay[];

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    conditions: Conditions,
  ) {
    this.ways = [new OneWay('requests', client, server, conditions), new OneWay('answers', server, client, conditions)];
    for (const socket of [client, server]) {
      // An error is followed by its `close`.
      socket.on('error', () => undefined);
      socket.once('close', () => this.cut());
    }
  }

  onEnd(told: () => void): void {
    this.client.once('close', told);
  }

  wake(): void {
    for (const way of this.ways) way.wake();
  }

  cut(): void {
    this.client.resetAndDestroy();
    this.server.resetAndDestroy();
    this.wake();
  }
}

class OneWay {
  private tail: Promise<void> = Promise.resolve();
  private held = 0;
  private waiting: () => void = () => undefined;
  private broken = false;

  constructor(
    private readonly way: Way,
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly conditions: Conditions,
  ) {
    from.on('data', (piece: Buffer) => this.take(piece));
    from.once('end', () => this.inTurn(0, async () => void to.end()));
  }

  wake(): void {
    this.waiting();
  }

  private take(piece: Buffer): void {
    this.held += piece.length;
    if (this.held > HELD) this.from.pause();
    this.inTurn(piece.length, () => this.write(piece));
  }

  /** Pieces wait side by side for their time, and go out in the order in which they came. */
  private inTurn(bytes: number, work: () => Promise<void>): void {
    const due = performance.now() + this.conditions.delayMs();
    this.tail = this.tail.then(async () => {
      if (due > performance.now()) await pause(due - performance.now());
      while (this.conditions.isPaused(this.way) && !this.to.destroyed) await new Promise<void>((resolve) => (this.waiting = resolve));
      if (!this.to.destroyed) await work();
      this.held -= bytes;
      if (this.held <= HELD) this.from.resume();
    });
  }

  private async write(piece: Buffer): Promise<void> {
    if (this.broken) return;
    const allowed = this.conditions.allowed(this.way, piece.length);
    this.broken = allowed < piece.length;
    await new Promise<void>((resolve) => this.to.write(piece.subarray(0, allowed), () => resolve()));
  }
}
