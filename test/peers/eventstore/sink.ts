import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** The way back to one reader. It waits while he is slow, and for more to send; it is over when he is gone. */
export class Sink {
  over = false;
  private blocked = false;
  private rang = false;
  private wake: (() => void) | undefined;

  constructor(private readonly call: ReadCall) {
    call.on('drain', () => this.stir(() => (this.blocked = false)));
    for (const event of ['cancelled', 'close', 'error'] as const) call.on(event, () => this.stir(() => (this.over = true)));
  }

  /** There is something new to send. Kept while nobody waits for it. */
  readonly ring = (): void => this.stir(() => (this.rang = true));

  async write(message: ReadResp): Promise<void> {
    if (this.over) return;
    this.blocked = !this.call.write(message);
    while (this.blocked && !this.over) await this.stirred();
  }

  async rung(): Promise<void> {
    while (!this.rang && !this.over) await this.stirred();
    this.rang = false;
  }

  private stir(change: () => void): void {
    change();
    this.wake?.();
  }

  private stirred(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }
}
