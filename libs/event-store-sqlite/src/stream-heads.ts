/** Where a stream stands: its number in the file and the revision of its last event. */
export interface Head {
  readonly stream: number;
  readonly revision: number;
}

/** Heads of the streams written to lately, so that most appends need no look into the file. Bounded; the oldest goes first. */
export class StreamHeads {
  private readonly heads = new Map<string, Head>();

  constructor(private readonly capacity = 50_000) {}

  get(name: string): Head | undefined {
    return this.heads.get(name);
  }

  set(name: string, head: Head): void {
    this.heads.delete(name);
    this.heads.set(name, head);
    if (this.heads.size > this.capacity) this.heads.delete(this.heads.keys().next().value as string);
  }
}
