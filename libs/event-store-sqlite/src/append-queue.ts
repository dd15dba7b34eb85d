import { EventStoreError, type AppendResult, type ExpectedRevision } from '@throughline/event-store';
import type { NewEvent } from '@throughline/kernel';

/** One append that waits for its commit. */
export interface Waiting {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  /** The events as they are stored. */
  readonly bodies: readonly string[];
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}

/** Characters of JSON in one commit and in the whole queue: large events fill both sooner than many do. */
const GROUP_TEXT = 16 * 1024 * 1024;
const QUEUE_TEXT = 128 * 1024 * 1024;

/** Appends in the order they came. Bounded, so that a disk that is too slow is felt at the doors and not in the memory. */
export class AppendQueue {
  private waiting: Waiting[] = [];
  private events = 0;
  private text = 0;

  /** `maxGroup`, `maxQueued`: events. */
  constructor(
    private readonly maxGroup: number,
    private readonly maxQueued: number,
  ) {}

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** Throws `STORE_BUSY` when it is full. An append of any size fits into an empty queue. */
  add(waiting: Waiting): void {
    const events = this.events + waiting.events.length;
    const text = this.text + textOf(waiting);
    if (!this.isEmpty && (events > this.maxQueued || text > QUEUE_TEXT)) throw new EventStoreError('STORE_BUSY', 'too many events wait to be written; send the same again in a moment');
    this.events = events;
    this.text = text;
    this.waiting.push(waiting);
  }

  /** What shares the next commit: at least one append, and whole appends only. */
  takeGroup(): readonly Waiting[] {
    let [appends, events, text] = [0, 0, 0];
    for (const waiting of this.waiting) {
      const more = textOf(waiting);
      if (appends > 0 && (events + waiting.events.length > this.maxGroup || text + more > GROUP_TEXT)) break;
      appends += 1;
      events += waiting.events.length;
      text += more;
    }
    this.events -= events;
    this.text -= text;
    return this.waiting.splice(0, appends);
  }

  takeAll(): readonly Waiting[] {
    const { waiting } = this;
    this.waiting = [];
    this.events = 0;
    this.text = 0;
    return waiting;
  }
}

function textOf({ bodies }: Waiting): number {
  let length = 0;
  for (const body of bodies) length += body.length;
  return length;
}
