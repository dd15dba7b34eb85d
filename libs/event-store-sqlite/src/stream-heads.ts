/** Where a stream stands: its number in the file and the revision of its last event. */
export interface Head {
  readonly stream: number;
  readonly revision: number;
}

/**
 * Heads of the streams written to lately, so that most appends need no look into the file. Two generations: when the young
 * one is full it becomes the old one, and what was not touched since the last time is forgotten. (Taking single keys out of
 * a large Map costs more than a look into the file.)
 */
export class StreamHeads {
  private young = new Map<string, Head>();
  private old = new Map<string, Head>();

  constructor(private readonly perGeneration = 25_000) {}

  get(name: string): Head | undefined {
    return this.young.get(name) ?? this.old.get(name);
  }

  /** What was written is not there after all. */
  clear(): void {
    this.young = new Map();
    this.old = new Map();
  }

  set(name: string, head: Head): void {
    if (this.young.size >= this.perGeneration) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(name, head);
  }
}
