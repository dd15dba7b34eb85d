import { partitionOf, type RelayState } from '@throughline/event-log';
import type { StoredEvent } from '@throughline/kernel';
import { EventEmitter, once } from 'node:events';
import { eventMessage, markMessage, sizeOf, type OutMessage } from './event-message';
import type { Sender } from './sender';
import { SEND_BYTES } from './topic';

/** Makes the checkpoint durable; throws when somebody else has moved it. */
export type Remember = (state: RelayState, change: Pick<RelayState, 'position' | 'partitions'>) => Promise<RelayState>;

interface Request {
  readonly messages: OutMessage[];
  bytes: number;
  position: bigint;
  /** Per partition how many of the messages go there, and the position of the last of them. */
  readonly ends: Map<number, { readonly count: number; readonly position: bigint }>;
}

/** Requests that wait; with one in the making and one on its way, nobody waits for anything that could be done meanwhile. */
const ROOM = 1;

/**
 * What one producer sends, one request at a time: events with their checkpoint behind them, and marks between.
 *
 *   made ──▶ on its way ──▶ acknowledged ──▶ in the checkpoint
 *
 * While a request is on its way the next one is made, and while it is put into the checkpoint the next one is on its way. So a
 * request is sent only when all before it stand on the topic, and the checkpoint is behind the topic by one of them at most.
 */
export class RelayLine {
  private readonly waiting: Request[] = [];
  private readonly changes = new EventEmitter();
  /** Per partition the position of the last event that was put into a request. */
  private readonly last: bigint[];
  private sending: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly sender: Sender,
    private readonly remember: Remember,
    private state: RelayState,
  ) {
    this.last = state.partitions.map(({ position }) => position);
  }

  /** Everything at or below it is acknowledged and in the checkpoint. */
  get position(): bigint {
    return this.state.position;
  }

  /** Resolves when there is room for more, or `signal` has aborted. */
  async publish(events: readonly StoredEvent[], signal: AbortSignal): Promise<void> {
    for (const event of events) this.add(event);
    this.changes.emit('added');
    while (this.waiting.length > ROOM && !signal.aborted) await once(this.changes, 'taken', { signal }).catch(() => undefined);
  }

  /** Sends what is published until `signal` aborts; then what is on its way still arrives in the checkpoint. */
  async run(signal: AbortSignal): Promise<void> {
    let remembered = Promise.resolve();
    try {
      while (!signal.aborted) {
        const request = this.waiting.shift();
        if (request === undefined) {
          await remembered;
          if (this.waiting.length === 0) await once(this.changes, 'added', { signal }).catch(() => undefined);
          continue;
        }
        this.changes.emit('taken');
        const first = await this.alone(() => this.sender.send(request.messages));
        await remembered;
        remembered = this.arrived(request, first);
        // Whoever awaits it above hears of it; until then somebody else may fail first.
        remembered.catch(() => undefined);
      }
    } finally {
      await remembered;
    }
  }

  /** Tells every partition how far the line is; resolves with that position. */
  mark(): Promise<bigint> {
    return this.alone(async () => {
      const { position, partitions, storeId } = this.state;
      if (position >= 0n) await this.sender.send(partitions.map((last, partition) => markMessage(partition, position, last.position, storeId)));
      return position;
    });
  }

  private add(event: StoredEvent): void {
    const { position } = event;
    const partition = partitionOf(event.subject, this.last.length);
    const message = eventMessage(event, partition, this.last[partition]!, this.state.storeId);
    const size = sizeOf(message);
    const request = this.requestFor(size);
    request.messages.push(message);
    request.bytes += size;
    request.position = position;
    request.ends.set(partition, { count: (request.ends.get(partition)?.count ?? 0) + 1, position });
    this.last[partition] = position;
  }

  private requestFor(size: number): Request {
    const open = this.waiting.at(-1);
    if (open !== undefined && open.bytes + size <= SEND_BYTES) return open;
    const request: Request = { messages: [], bytes: 0, position: -1n, ends: new Map() };
    this.waiting.push(request);
    return request;
  }

  private async arrived({ position, ends }: Request, first: ReadonlyMap<number, bigint>): Promise<void> {
    const partitions = this.state.partitions.map((before, partition) => {
      const [base, end] = [first.get(partition), ends.get(partition)];
      return base === undefined || end === undefined ? before : { position: end.position, offset: base + BigInt(end.count - 1) };
    });
    this.state = await this.remember(this.state, { position, partitions });
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.sending.then(work);
    this.sending = done.catch(() => undefined);
    return done;
  }
}
