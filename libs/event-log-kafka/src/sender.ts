import type { Kafka, Producer } from 'kafkajs';
import type { OutMessage } from './event-message';

const asTold = ({ message }: { readonly message: { readonly partition?: number } }): number => message.partition ?? 0;

/**
 * Sends to one topic, acknowledged by all replicas in sync, one request at a time and each tried once: a client that repeats by
 * itself could put an earlier request behind a later one. After any error it is of no more use; make a new one.
 */
export class Sender {
  private constructor(
    private readonly producer: Producer,
    private readonly topic: string,
  ) {}

  static async connect(kafka: Kafka, topic: string): Promise<Sender> {
    const producer = kafka.producer({ createPartitioner: () => asTold, allowAutoTopicCreation: false, maxInFlightRequests: 1, retry: { retries: 0 } });
    await producer.connect();
    return new Sender(producer, topic);
  }

  /** Resolves with the offset of the first message of each partition. */
  async send(messages: readonly OutMessage[]): Promise<ReadonlyMap<number, bigint>> {
    const answers = await this.producer.send({ topic: this.topic, acks: -1, messages: [...messages] });
    const first = new Map<number, bigint>();
    for (const { partition, baseOffset, errorCode } of answers) {
      if (errorCode !== 0 || baseOffset === undefined) throw new Error(`partition ${partition} of ${this.topic} answered with error ${errorCode}`);
      first.set(partition, BigInt(baseOffset));
    }
    return first;
  }

  async disconnect(): Promise<void> {
    await this.producer.disconnect().catch(() => undefined);
  }
}
