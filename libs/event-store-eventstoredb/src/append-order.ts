/**
 * Those who write to one stream, or about one lane, take turns, and so many write at once: the time of a call begins when it is sent,
 * so a crowd waits here and not on the wire. Others do not wait for each other, but for a place.
 */
export class AppendOrder {
  private readonly last = new Map<string, Promise<unknown>>();
  private readonly waiting: (() => void)[] = [];
  private free: number;

  constructor(atOnce: number) {
    this.free = atOnce;
  }

  /** `keys`: what the turns are about. */
  async take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const turn = Promise.all(keys.flatMap((key) => this.last.get(key) ?? [])).then(() => this.inPlace(work));
    const over = turn.catch(() => undefined);
    for (const key of keys) this.last.set(key, over);
    try {
      return await turn;
    } finally {
      for (const key of keys) if (this.last.get(key) === over) this.last.delete(key);
    }
  }

  private async inPlace<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}
