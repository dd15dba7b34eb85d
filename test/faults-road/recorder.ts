import type { Consumer, EachBatchPayload, IHeaders, Kafka } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Carried } from './carried';

/** Milliseconds. */
const READS_WITHIN = 60_000;

/** Writes down everything that ever stands on the topic, as an outside client of Kafka's, before retention removes it. */
export class Recorder {
  private readonly found = new Map<string, Carried>();
  private readonly next = new Map<number, bigint>();

  private constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
    private readonly consumer: Consumer,
  ) {}

  static async start(kafka: Kafka, topic: string): Promise<Recorder> {
    const consumer = kafka.consumer({ groupId: `${topic}.faults`, maxWaitTimeInMs: 100, sessionTimeout: 30_000, retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 20, restartOnFailure: async () => true } });
    const recorder = new Recorder(kafka, topic, consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ eachBatch: (payload) => recorder.take(payload) });
    return recorder;
  }

  /** Resolves when everything is written down that stands there now. */
  async caughtUp(): Promise<void> {
    const ends = await this.ends();
    for (const end = Date.now() + READS_WITHIN; ends.some(({ partition, high, low }) => high !== low && (this.next.get(partition) ?? 0n) < BigInt(high)); await pause(50))
      if (Date.now() > end) throw new Error(`${this.topic} cannot be read to its end`);
  }

  /** Partition by partition in order. */
  all(): readonly Carried[] {
    return [...this.found.values()].toSorted((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect();
  }

  private async ends(): Promise<readonly { readonly partition: number; readonly high: string; readonly low: string }[]> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      return await admin.fetchTopicOffsets(this.topic);
    } finally {
      await admin.disconnect();
    }
  }

  private async take({ batch: { partition, messages } }: EachBatchPayload): Promise<void> {
    for (const { offset, key, value, headers } of messages) {
      this.found.set(`${partition}/${offset}`, { partition, offset: BigInt(offset), key: textOf(key), value: textOf(value), headers: textsOf(headers) });
      this.next.set(partition, BigInt(offset) + 1n);
    }
  }
}

function textOf(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString();
}

function textsOf(headers: IHeaders = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
