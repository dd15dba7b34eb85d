import type { LogConsumer, LogSubscription } from './event-log';
import { PartitionSession, type PartitionSource, type Turn } from './partition-session';

interface Member {
  readonly consumer: LogConsumer;
}

interface Held {
  readonly member: Member;
  readonly session: PartitionSession;
}

export interface ConsumerGroupOptions {
  readonly partitions: number;
  readonly source: PartitionSource;
  /** First pause after a consumer threw, milliseconds; it doubles. Default 50. */
  readonly retryPauseMs?: number;
  readonly turn?: Turn;
}

/**
 * Shares the partitions of a log that lives in this process among the members of one group: for the adapters that have no
 * broker to do it. Every change of members moves partitions one by one: the old owner ends first, then the new one starts.
 */
export class ConsumerGroup {
  private members: readonly Member[] = [];
  private readonly held = new Map<number, Held>();
  private rotation = 0;
  private changes: Promise<void> = Promise.resolve();
  private running = 0;

  constructor(private readonly options: ConsumerGroupOptions) {}

  /** Sessions that have not ended, those included that were abandoned in the middle of a batch. */
  get live(): number {
    return this.running;
  }

  async join(consumer: LogConsumer): Promise<LogSubscription> {
    const member: Member = { consumer };
    await this.change(async () => {
      this.members = [...this.members, member];
      await this.share(false);
    });
    return { stop: () => this.leave(member) };
  }

  /** Every partition is revoked and assigned anew, to another member where there is one. `abrupt`: batches in work are not waited for. */
  rebalance(abrupt = false): Promise<void> {
    return this.change(async () => {
      this.rotation++;
      for (const [partition, { session }] of this.held) {
        await (abrupt ? session.abandon() : session.stop());
        this.held.delete(partition);
      }
      await this.share(abrupt);
    });
  }

  close(): Promise<void> {
    return this.change(async () => {
      this.members = [];
      await this.share(false);
    });
  }

  private leave(member: Member): Promise<void> {
    return this.change(async () => {
      this.members = this.members.filter((one) => one !== member);
      await this.share(false);
    });
  }

  private async share(abrupt: boolean): Promise<void> {
    for (let partition = 0; partition < this.options.partitions; partition++) {
      const wanted = this.members.length === 0 ? undefined : this.members[(partition + this.rotation) % this.members.length];
      const now = this.held.get(partition);
      if (now?.member === wanted) continue;
      if (now) await (abrupt ? now.session.abandon() : now.session.stop());
      this.held.delete(partition);
      if (wanted) this.held.set(partition, { member: wanted, session: this.start(wanted, partition) });
    }
  }

  private start(member: Member, partition: number): PartitionSession {
    const { source, turn = () => Promise.resolve(() => undefined), retryPauseMs = 50 } = this.options;
    const session = new PartitionSession(member.consumer, partition, source, turn, retryPauseMs);
    this.running++;
    void session.ended.then(() => this.running--);
    return session;
  }

  /** One change at a time. */
  private change(work: () => Promise<void>): Promise<void> {
    const done = this.changes.then(work);
    this.changes = done.catch(() => undefined);
    return done;
  }
}
