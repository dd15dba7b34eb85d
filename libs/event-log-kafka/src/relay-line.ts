import { partitionOf, type RelayState } from '@throughline/event-log';
import type { StoredEvent } from '@throughline/kernel';
import { eventMessage, markMessage, sizeOf, type OutMessage } from './event-message';
import type { Sender } from './sender';
import { SEND_BYTES } from './topic';

/** Makes the checkpoint durable; throws when somebody else has moved it. */
export type Remember = (state: RelayState, change: Pick<RelayState, 'position' | 'partitions'>) => Promise<RelayState>;

interface Request {
  readonly messages: readonly OutMessage[];
  readonly position: bigint;
  /** Per partition the position of its last event behind this request. */
  readonly last: readonly bigint[];
}

/** What one producer sends, one request at a time: events with their checkpoint behind them, and marks between. */
export class RelayLine {
  private sending: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly sender: Sender,
    private readonly remember: Remember,
    private state: RelayState,
  ) {}

  get position(): bigint {
    return this.state.position;
  }

  /** Resolves when the broker has acknowledged and the checkpoint has moved. */
  async publish(events: readonly StoredEvent[]): Promise<void> {
    for (const request of this.requests(events)) await this.alone(() => this.send(request));
  }

  /** Tells every partition how far the line is; resolves with that position. */
  mark(): Promise<bigint> {
    return this.alone(async () => {
      const { position, partitions, storeId } = this.state;
      if (position >= 0n) await this.sender.send(partitions.map((last, partition) => markMessage(partition, position, last.position, storeId)));
      return position;
    });
  }

  private *requests(events: readonly StoredEvent[]): Generator<Request> {
    const { storeId, partitions } = this.state;
    const last = partitions.map(({ position }) => position);
    let messages: OutMessage[] = [];
    let [bytes, position] = [0, this.state.position];
    for (const event of events) {
      const partition = partitionOf(event.subject, partitions.length);
      const message = eventMessage(event, partition, last[partition]!, storeId);
      const size = sizeOf(message);
      if (bytes + size > SEND_BYTES && messages.length > 0) {
        yield { messages, position, last: [...last] };
        [messages, bytes] = [[], 0];
      }
      messages.push(message);
      bytes += size;
      last[partition] = event.position;
      position = event.position;
    }
    if (messages.length > 0) yield { messages, position, last };
  }

  private async send({ messages, position, last }: Request): Promise<void> {
    const first = await this.sender.send(messages);
    const counts = last.map(() => 0);
    for (const { partition } of messages) counts[partition]!++;
    const partitions = this.state.partitions.map((before, partition) => {
      const base = first.get(partition);
      return base === undefined ? before : { position: last[partition]!, offset: base + BigInt(counts[partition]! - 1) };
    });
    this.state = await this.remember(this.state, { position, partitions });
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.sending.then(work);
    this.sending = done.catch(() => undefined);
    return done;
  }
}
