import type { StoredEvent } from '@throughline/kernel';
import type { LogMessage } from './event-log';
import type { Chance } from './chance';

interface Kept extends LogMessage {
  /** Nothing at or below it comes behind this message for the first time. */
  readonly watermark: bigint;
}

/**
 * One partition: messages in the order they were sent, offset = index. A delayed lane is held back whole and sent later,
 * so within a lane first occurrences stay in order while lanes overtake each other; a repeat is a message of its own.
 */
export class MemoryPartition {
  private readonly messages: Kept[] = [];
  private held = new Map<string, StoredEvent[]>();
  /** Everything at or below was published here, or does not belong here. */
  private reached = -1n;

  constructor(private readonly chance: Chance) {}

  /** The next events of the store that belong here; `upTo` = the last position that was looked at. */
  publish(events: readonly StoredEvent[], upTo: bigint, chaos: { readonly repeats: number; readonly delays: number }): void {
    this.reached = upTo;
    events.forEach((event, index) => {
      const waiting = this.held.get(event.subject);
      if (waiting) waiting.push(event);
      else if (this.chance.hits(chaos.delays)) this.held.set(event.subject, [event]);
      else this.send(event, events[index + 1]?.position);
      if (this.messages.length > 0 && this.chance.hits(chaos.repeats)) this.repeat(events[index + 1]?.position);
    });
  }

  get delaysSome(): boolean {
    return this.held.size > 0;
  }

  /** Sends what was delayed, the lanes one after the other. */
  release(): void {
    for (const [lane, events] of this.held) {
      events.forEach((event, index) => {
        this.held.set(lane, events.slice(index + 1));
        this.send(event, undefined);
      });
    }
    this.held = new Map();
  }

  get end(): number {
    return this.messages.length - 1;
  }

  get watermark(): bigint {
    return this.watermarkBefore(undefined);
  }

  /** From an index on; with no messages left, the watermark of the whole partition. */
  read(from: number, limit: number): { readonly messages: readonly LogMessage[]; readonly watermark: bigint } {
    const messages = this.messages.slice(from, from + limit);
    const last = messages.at(-1);
    const complete = from + messages.length > this.end;
    return { messages, watermark: complete || !last ? this.watermark : last.watermark };
  }

  private send(event: StoredEvent, nextPosition: bigint | undefined): void {
    this.messages.push({ offset: BigInt(this.messages.length), event, watermark: this.watermarkBefore(nextPosition) });
  }

  private repeat(nextPosition: bigint | undefined): void {
    this.send(this.messages[this.chance.below(this.messages.length)]!.event, nextPosition);
  }

  /** Just below the first event that was not sent yet: a delayed one, or the next of the batch being published. */
  private watermarkBefore(nextPosition: bigint | undefined): bigint {
    let first = nextPosition;
    for (const [event] of this.held.values()) if (event && (first === undefined || event.position < first)) first = event.position;
    return first === undefined ? this.reached : first - 1n;
  }
}
