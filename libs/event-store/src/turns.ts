/**
 * Who reads a stream and writes behind what he read takes turns with the others of this process: nobody writes in between.
 * Between processes the expected revision decides, as ever; this spares those of one process to meet there.
 */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  /** All streams are asked for at once, so nobody waits for somebody who waits for him. Not to be nested. */
  async take<T>(streams: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = streams.flatMap((stream) => this.last.get(stream) ?? []);
    const turn = Promise.all(before).then(work);
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    for (const stream of streams) this.last.set(stream, over);
    try {
      return await turn;
    } finally {
      for (const stream of streams) if (this.last.get(stream) === over) this.last.delete(stream);
    }
  }
}
