import type { KafkaMessage } from 'kafkajs';
import type { MessageFeed } from './partition-reader';

/** What a feed may ask of the consumer, for its partition. */
export interface Flow {
  seek(offset: bigint): void;
  pause(): void;
  resume(): void;
}

/**
 * Bytes held before the broker is asked to wait, and those left when it may go on. One fetch brings up to a mebibyte more. Of every
 * view and partition of a process there is one of these: a dozen views of six partitions that are all behind hold 150 MiB.
 */
const FULL = 2 * 1024 * 1024;
const LOW = FULL / 4;

/**
 * Between the client's loop and the reader of one partition. The loop only puts messages in and goes on, so a partition that is
 * slow or stuck holds up no other, and heartbeats never wait for a batch in work.
 */
export class PartitionFeed implements MessageFeed {
  private queue: KafkaMessage[] = [];
  private bytes = 0;
  private full = false;
  private wake: () => void = () => undefined;

  constructor(private readonly flow: Flow) {}

  from(offset: bigint): void {
    this.queue = [];
    this.bytes = 0;
    this.full = false;
    this.flow.seek(offset);
    this.flow.resume();
  }

  push(messages: readonly KafkaMessage[]): void {
    for (const message of messages) {
      this.queue.push(message);
      this.bytes += bytesOf(message);
    }
    if (this.bytes > FULL && !this.full) {
      this.full = true;
      this.flow.pause();
    }
    this.wake();
  }

  async take(limit: number, signal: AbortSignal): Promise<readonly KafkaMessage[]> {
    while (this.queue.length === 0 && !signal.aborted) await this.more(signal);
    if (signal.aborted) return [];
    const taken = this.queue.splice(0, limit);
    for (const message of taken) this.bytes -= bytesOf(message);
    if (this.full && this.bytes < LOW) {
      this.full = false;
      this.flow.resume();
    }
    return taken;
  }

  private more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.wake = wake;
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}

/** Value and a round figure for the rest: twenty headers are twenty objects, and take more than what stands in them. */
function bytesOf({ value }: KafkaMessage): number {
  return (value?.length ?? 0) + 4_000;
}
