import type { StoredEvent } from '@throughline/kernel';

/**
 * The port to the road on which events reach those who project them, in this process or another.
 *
 * Promise: at least once; within a lane the *first* occurrences come in store order; repeats and rebalances happen at any
 * time. A lane never changes its partition (`partitionOf`). Every batch tells the watermark: nothing at or below it is
 * still to come on this partition for the first time.
 */
export interface EventLog {
  readonly storeId: string;
  readonly partitions: number;
  /** Copies of one group share the partitions. Resolves when the subscription is running. */
  subscribe(group: string, consumer: LogConsumer): Promise<LogSubscription>;
  /** How far the log is: what lag is measured against. */
  ends(): Promise<LogEnds>;
  close(): Promise<void>;
}

export interface LogEnds {
  /** The offset of the newest message, per partition; -1 where there is none. Who has read everything has recorded these; what they stand for is in the store. */
  readonly offsets: readonly bigint[];
  /** Every event of the store at or below it is on the log; -1 = none is. What the store has beyond it is still to be published. */
  readonly position: bigint;
}

export interface LogConsumer {
  /** Called before the first batch of a partition; answers with the offset to go on after, `null` = the beginning. */
  assigned(partition: number): Promise<bigint | null>;
  /** Called one at a time per partition. Throwing makes the log deliver the same batch again after a pause. */
  batch(batch: LogBatch): Promise<void>;
  /** Drop cached state: somebody else may be writing already. */
  revoked(partition: number): Promise<void>;
}

export interface LogBatch {
  readonly partition: number;
  /** May be empty: then only the watermark has moved. At most `MAX_BATCH`. */
  readonly messages: readonly LogMessage[];
  /** Never goes back while a partition stays assigned. */
  readonly watermark: bigint;
  /** Offset to record when all messages are on the shelf. -1 as long as there was no message at all. */
  readonly endOffset: bigint;
}

export interface LogMessage {
  readonly offset: bigint;
  readonly event: StoredEvent;
}

export interface LogSubscription {
  /** Resolves when the batch in work is done and no further one will come. */
  stop(): Promise<void>;
}

/** Messages in one batch at most: enough for a good group commit, little enough to hold in memory. */
export const MAX_BATCH = 5_000;
