import type { Marks } from './marks';

/** Places remembered at most; beyond that every second one is forgotten. */
const KEPT = 10_000;

/**
 * A server takes no positions but those it gave out: any other number lies in the middle of something. Whoever asks for one
 * (`position - 1n` is a habit) is started from a known place before it and skips.
 */
export class Places {
  private seen: bigint[] = [];

  constructor(private readonly marks: Marks) {}

  add(position: bigint): void {
    const index = this.firstAbove(position);
    if (this.seen[index - 1] === position) return;
    this.seen.splice(index, 0, position);
    if (this.seen.length > KEPT) this.seen = this.seen.filter((_place, number) => number % 2 === 0);
  }

  /** The last known place up to a position; at the earliest that of the store's own first event. */
  upTo(position: bigint): bigint {
    const { origin } = this.marks;
    const mark = this.marks.around((one) => one.position <= position).last?.position ?? origin;
    const seen = this.seen[this.firstAbove(position) - 1] ?? origin;
    return seen > mark ? seen : mark;
  }

  /** The first known place from a position on; `null` = the end. */
  from(position: bigint): bigint | null {
    const mark = this.marks.around((one) => one.position < position).next?.position;
    const seen = this.seen[this.firstAbove(position - 1n)];
    if (mark === undefined || seen === undefined) return mark ?? seen ?? null;
    return mark < seen ? mark : seen;
  }

  private firstAbove(position: bigint): number {
    let [low, high] = [0, this.seen.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.seen[middle] as bigint) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
