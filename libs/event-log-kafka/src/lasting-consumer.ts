import type { Consumer, EachBatchPayload } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';

export interface ConsumerPlan {
  /** With its listeners. */
  readonly create: () => Consumer;
  readonly topic: string;
  /** Offsets are resolved for him when he returns; committed they are never. */
  readonly eachBatch: (payload: EachBatchPayload) => Promise<void>;
}

/** Milliseconds: how long the broker keeps a question open when there is nothing new, which is also how late a stop can be. */
export const WAIT = 250;
const REOPEN_AFTER = 1_000;

/** A consumer of the broker that is made anew when the client has given it up (which it does after errors it thinks final). */
export class LastingConsumer {
  current: Consumer;
  private stopped = false;
  private enter: () => void = () => undefined;
  private readonly inside = new Promise<void>((resolve) => (this.enter = resolve));

  constructor(private readonly plan: ConsumerPlan) {
    this.current = plan.create();
  }

  /** Resolves when the group has let it in, with partitions or without; rejects when no broker answers. */
  async open(): Promise<void> {
    await this.begin();
    await this.inside;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.current.disconnect().catch(() => undefined);
  }

  private async begin(): Promise<void> {
    const { current, plan } = this;
    current.on(current.events.GROUP_JOIN, this.enter);
    current.on(current.events.CRASH, ({ payload }) => void (payload.restart || this.stopped || this.again()));
    await current.connect();
    // Where retention has removed what is sought, the earliest that is left.
    await current.subscribe({ topics: [plan.topic], fromBeginning: true });
    await current.run({ autoCommit: false, eachBatch: plan.eachBatch });
  }

  private async again(): Promise<void> {
    while (!this.stopped) {
      await pause(REOPEN_AFTER);
      this.current = this.plan.create();
      if (await this.begin().then(() => true, () => false)) break;
      await this.current.disconnect().catch(() => undefined);
    }
    if (this.stopped) await this.current.disconnect().catch(() => undefined);
  }
}
