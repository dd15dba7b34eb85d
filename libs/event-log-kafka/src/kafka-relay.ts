import type { RelayCheckpoint, RelayState } from '@throughline/event-log';
import type { EventStore } from '@throughline/event-store';
import type { Kafka } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { RelayLine } from './relay-line';
import { Sender } from './sender';
import { endsOf, KafkaLogError, prepareTopic, withAdmin, type TopicSettings } from './topic';

export interface KafkaRelayOptions extends TopicSettings {
  /** Milliseconds between marks while events are published; default one second. */
  readonly markEveryMs?: number;
  /** Milliseconds between marks while nothing happens, because retention removes old ones; default half a minute. */
  readonly idleMarkEveryMs?: number;
}

export interface RelayStatus {
  /** Everything at or below is on the topic; `null` = nothing yet, or this one does not work. */
  readonly position: bigint | null;
  /** What goes wrong at the moment and is tried again; `null` = nothing. */
  readonly trouble: string | null;
}

/** Another relay has moved the checkpoint; from there it goes on. */
class Overtaken extends Error {}

const LONGEST_REST = 2_000;

/**
 * Follows the store and publishes every event to its partition, in store order.
 *
 *   resting ──▶ taking over ──▶ following ──▶ request acknowledged ──▶ checkpoint moved ──▶ following …
 *      ▲              └ fenced: ends         └ error, or overtaken by another relay
 *      └───────────────────────────────────────────┘   a new producer, from the checkpoint
 *
 * A request is repeated only from the checkpoint on, and the checkpoint never passes what was not acknowledged. So whatever fails, and
 * however many relays there are by mistake, a partition holds the events of the store in order, some of them again: first
 * occurrences are in order. That there is only one at a time (a lease) saves repeats, nothing else.
 */
export class KafkaRelay {
  private current: RelayStatus = { position: null, trouble: null };

  constructor(
    private readonly kafka: Kafka,
    private readonly store: EventStore,
    private readonly checkpoint: RelayCheckpoint,
    private readonly options: KafkaRelayOptions,
  ) {}

  status(): RelayStatus {
    return this.current;
  }

  /**
   * Works until `signal` aborts. `fence` is the number of the lease: a relay that meets a higher one throws `RELAY_FENCED`.
   * Throws `KafkaLogError` where trying again cannot help: the topic, the store or an event is not as it must be.
   */
  async run(fence: number, signal: AbortSignal): Promise<void> {
    try {
      for (let failures = 0; !signal.aborted; failures++) {
        const before = this.current.position;
        await this.attempt(fence, signal);
        if (this.current.position !== before) failures = 0;
        if (this.current.trouble !== null) await pause(Math.min(50 * 2 ** failures, LONGEST_REST), undefined, { signal }).catch(() => undefined);
      }
    } finally {
      this.current = { ...this.current, position: null };
    }
  }

  private async attempt(fence: number, signal: AbortSignal): Promise<void> {
    try {
      await this.follow(await this.takeOver(fence), signal);
      this.current = { ...this.current, trouble: null };
    } catch (error) {
      this.current = { ...this.current, trouble: error instanceof Error ? error.message : String(error) };
      if (error instanceof KafkaLogError) throw error;
    }
  }

  /** Leaves its fence in the checkpoint before it sends anything. */
  private async takeOver(fence: number): Promise<RelayState> {
    await prepareTopic(this.kafka, this.options);
    const { storeId } = this.store;
    const none = Array.from({ length: this.options.partitions }, () => ({ position: -1n, offset: -1n }));
    const state = (await this.checkpoint.read()) ?? { version: 0, fence, storeId, position: -1n, partitions: none };
    await this.check(state, fence);
    return state.version > 0 && state.fence === fence ? state : this.move(state, { fence });
  }

  private async check(state: RelayState, fence: number): Promise<void> {
    const { topic, partitions } = this.options;
    if (state.fence > fence) throw new KafkaLogError('RELAY_FENCED', `a relay with the fence ${state.fence} publishes to ${topic}; this one has ${fence}`);
    if (state.storeId !== this.store.storeId) throw new KafkaLogError('STORE_OTHER', `${topic} carries the events of the store ${state.storeId}, this is ${this.store.storeId}: publish to another topic`);
    if (state.partitions.length !== partitions) throw new KafkaLogError('TOPIC_PARTITIONS', `${topic} was published to with ${state.partitions.length} partitions, now there are ${partitions}: lanes would change their partition. Publish to a new topic`);
    const head = (await this.store.head()) ?? -1n;
    if (head < state.position) throw new KafkaLogError('STORE_BEHIND', `${topic} carries events up to position ${state.position}, the store ends at ${head}: it lost its tail`);
    const ends = await withAdmin(this.kafka, (admin) => endsOf(admin, topic));
    state.partitions.forEach(({ offset }, partition) => {
      if ((ends[partition] ?? 0n) <= offset)
        throw new KafkaLogError('TOPIC_REPLACED', `partition ${partition} of ${topic} ends at offset ${ends[partition]}, but ${offset} was published: the topic was made anew, or lost its tail. Publish to a new topic`);
    });
  }

  /** Reading, sending and marking go on side by side; the first that fails ends the others. */
  private async follow(start: RelayState, signal: AbortSignal): Promise<void> {
    const sender = await Sender.connect(this.kafka, this.options.topic);
    const line = new RelayLine(sender, (state, change) => this.moved(state, change), start);
    const ending = new AbortController();
    const end = (): void => ending.abort();
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    try {
      this.current = { position: start.position, trouble: null };
      const jobs = [line.run(ending.signal), this.read(line, ending.signal), this.mark(line, ending.signal)];
      const failed = (await Promise.allSettled(jobs.map((job) => job.finally(end)))).find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    } finally {
      signal.removeEventListener('abort', end);
      await sender.disconnect();
    }
  }

  private async read(line: RelayLine, signal: AbortSignal): Promise<void> {
    const start = line.position;
    for await (const events of this.store.subscribe(start < 0n ? null : start, signal)) await line.publish(events, signal);
  }

  /** At once, then whenever something has moved, and now and then all the same. */
  private async mark(line: RelayLine, signal: AbortSignal): Promise<void> {
    const { markEveryMs = 1_000, idleMarkEveryMs = 30_000 } = this.options;
    let [marked, at] = [-1n, 0];
    while (!signal.aborted) {
      if (line.position !== marked || (marked >= 0n && Date.now() - at >= idleMarkEveryMs)) {
        marked = await line.mark();
        at = Date.now();
      }
      await pause(markEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async moved(state: RelayState, change: Partial<RelayState>): Promise<RelayState> {
    const next = await this.move(state, change);
    this.current = { position: next.position, trouble: null };
    return next;
  }

  private async move(state: RelayState, change: Partial<RelayState>): Promise<RelayState> {
    const next = { ...state, ...change, version: state.version + 1 };
    if (await this.checkpoint.replace(next)) return next;
    throw new Overtaken('another relay has moved the checkpoint');
  }
}
