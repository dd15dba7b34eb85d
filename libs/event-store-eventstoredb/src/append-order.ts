/**
 * Those who write to one stream take turns, and so many write at once: the time of a call begins when it is sent, so a crowd waits
 * here and not on the wire. Streams do not wait for each other, but for a place.
 */
export class AppendOrder {
  private readonly last = new Map<string, Promise<unknown>>();
  private readonly waiting: (() => void)[] = [];
  private free: number;

  constructor(atOnce: number) {
    this.free = atOnce;
  }

  async take<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.last.get(stream) ?? Promise.resolve()).then(() => this.inPlace(work));
    const over = turn.catch(() => undefined);
    this.last.set(stream, over);
    try {
      return await turn;
    } finally {
      if (this.last.get(stream) === over) this.last.delete(stream);
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
