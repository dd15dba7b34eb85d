/** Those who write to one stream take turns; streams do not wait for each other. */
export class StreamTurns {
  private readonly last = new Map<string, Promise<unknown>>();

  async take<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.last.get(stream) ?? Promise.resolve()).then(work);
    const over = turn.catch(() => undefined);
    this.last.set(stream, over);
    try {
      return await turn;
    } finally {
      if (this.last.get(stream) === over) this.last.delete(stream);
    }
  }
}
