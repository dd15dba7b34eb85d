import type { View } from '@throughline/kernel';
import type { ActiveGeneration, ReadStore, Shelf } from '@throughline/read-store';

/**
 * The generations of the views on a read store. One is active (readers see it), at most one more is being built;
 * what else there is was left by a crash or is about to be dropped.
 */
export class Generations {
  /** Grows with each flip of this process: what was known before may be wrong. */
  flips = 0;

  constructor(private readonly readStore: ReadStore) {}

  active(view: View): Promise<ActiveGeneration | null> {
    return this.readStore.activeGeneration(view.name);
  }

  open(view: View, { version, generation }: ActiveGeneration): Promise<Shelf> {
    return this.readStore.open({ view: view.name, version, generation, kind: view.kind, indexes: view.indexes });
  }

  /** An empty shelf of the view's version, seen by nobody yet. */
  async create(view: View): Promise<Shelf> {
    const there = await this.readStore.generations(view.name);
    const generation = 1 + Math.max(0, ...there.map((one) => one.generation));
    return this.open(view, { version: view.version, generation });
  }

  async activate(view: View, { definition }: Shelf): Promise<void> {
    try {
      await this.readStore.activate(view.name, { version: definition.version, generation: definition.generation });
    } finally {
      this.flips++;
    }
  }

  drop(view: View, { version, generation }: ActiveGeneration): Promise<void> {
    return this.readStore.drop(view.name, { version, generation });
  }

  /** What was built and is not wanted. Whether it was activated may be unknown: an answer can be lost. */
  async dropUnlessActive(view: View, one: ActiveGeneration): Promise<void> {
    if ((await this.active(view))?.generation !== one.generation) await this.drop(view, one);
  }

  /** Everything but the active generation. */
  async dropLeftovers(view: View): Promise<void> {
    const active = await this.active(view);
    for (const one of await this.readStore.generations(view.name)) if (active?.generation !== one.generation) await this.drop(view, one);
  }
}
