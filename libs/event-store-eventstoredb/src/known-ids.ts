/** Ids remembered per generation at most. */
const KEPT = 100_000;

interface Known {
  /** All ids up to this revision are known. */
  through: number;
  readonly ids: Set<string>;
}

/**
 * The ids of streams read or written lately. The server would write an id twice when the expected revision is right, so an
 * append must know the ids before it; whoever appends has mostly just read the stream. Two generations: when the young one is
 * full it becomes the old one, and what was not touched since the last time is forgotten.
 */
export class KnownIds {
  private young = new Map<string, Known>();
  private old = new Map<string, Known>();
  private count = 0;

  constructor(private readonly perGeneration = KEPT) {}

  /** The revision up to which the ids of a stream are known; -1 = not even the first. */
  through(stream: string): number {
    return this.get(stream)?.through ?? -1;
  }

  has(stream: string, id: string): boolean {
    return this.get(stream)?.ids.has(id) ?? false;
  }

  /** Events of a stream side by side, from a revision on. Those that leave a gap are not kept. */
  add(stream: string, from: number, ids: readonly string[]): void {
    const known = this.get(stream) ?? { through: -1, ids: new Set<string>() };
    if (from > known.through + 1) return;
    for (const id of ids) known.ids.add(id);
    known.through = Math.max(known.through, from + ids.length - 1);
    this.old.delete(stream);
    this.young.set(stream, known);
    this.count += ids.length;
    if (this.count <= this.perGeneration) return;
    this.old = this.young;
    this.young = new Map();
    this.count = 0;
  }

  private get(stream: string): Known | undefined {
    return this.young.get(stream) ?? this.old.get(stream);
  }
}
