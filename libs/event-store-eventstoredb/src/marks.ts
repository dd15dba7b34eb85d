import { jsonEvent, WrongExpectedVersionError } from '@eventstore/db-client';
import { derivedId } from '@throughline/event-store';
import { reasonOf, type Connection } from './connection';
import type { Fall, Moment } from './recorded-times';

/** Events between two marks: what has to be followed again at a start, and read through to find a time. */
export const MARK_EVERY = 5_000;
const PAGE = 1_000;
const TYPE = 'throughline.mark';

/** A mark as it is stored: decimal strings for positions, milliseconds for times. This shape is stored: version it. */
interface StoredMark {
  readonly position: string;
  readonly time: number;
  readonly falls: readonly (readonly [from: string, to: string, time: number])[];
}

export interface Mark extends Moment {
  /** Since the mark before. */
  readonly falls: readonly Fall[];
}

/**
 * How far the clock was followed, every so many events, in a stream of the namespace: so that a process that starts need not
 * follow the whole history. A mark depends on nothing but the events before it, so all processes make the same ones, and it does not
 * matter which of them writes it. A mark that cannot be written is written with the next one.
 */
export class Marks {
  readonly list: Mark[] = [];
  private written = 0;
  private writing: Promise<void> | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly stream: string,
    /** The position of the event that made the store: before all others of the namespace. */
    readonly origin: bigint,
    private readonly warn: (message: string) => void,
  ) {}

  async load(): Promise<void> {
    for (;;) {
      const page = await this.connection.readStream(this.stream, { from: this.list.length, limit: PAGE });
      for (const { event } of page) if (event !== undefined) this.list.push(markOf(event.data as unknown as StoredMark));
      this.written = this.list.length;
      if (page.length < PAGE) return;
    }
  }

  add(mark: Mark): void {
    this.list.push(mark);
    this.writing ??= this.write();
  }

  /** Until nothing is being written. */
  async idle(): Promise<void> {
    await this.writing;
  }

  /** The marks on both sides of where `holds` ends to hold: it holds for the first ones and no others. */
  around(holds: (mark: Mark) => boolean): { readonly last: Mark | undefined; readonly next: Mark | undefined } {
    let [low, high] = [0, this.list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(this.list[middle] as Mark)) low = middle + 1;
      else high = middle;
    }
    return { last: this.list[low - 1], next: this.list[low] };
  }

  private async write(): Promise<void> {
    while (this.written < this.list.length && (await this.writeOne(this.list[this.written] as Mark))) this.written += 1;
    this.writing = null;
  }

  private async writeOne(mark: Mark): Promise<boolean> {
    const id = derivedId(this.stream, String(mark.position));
    try {
      await this.connection.append(this.stream, this.written === 0 ? 'no-stream' : this.written - 1, [jsonEvent({ id, type: TYPE, data: { ...storedMark(mark) } })]);
      return true;
    } catch (error) {
      // Somebody else was quicker, and his mark is the same.
      if (error instanceof WrongExpectedVersionError) return true;
      this.warn(`a mark of the clock was not written, it will be with the next one: ${reasonOf(error)}`);
      return false;
    }
  }
}

function storedMark({ position, time, falls }: Mark): StoredMark {
  return { position: String(position), time, falls: falls.map((fall) => [String(fall.from), String(fall.to), fall.time]) };
}

function markOf({ position, time, falls }: StoredMark): Mark {
  return { position: BigInt(position), time, falls: falls.map(([from, to, at]) => ({ from: BigInt(from), to: BigInt(to), time: at })) };
}
