import { MemoryShelf } from './memory-shelf';
import { ReadStoreError, type ActiveGeneration, type ReadStore, type Shelf, type ShelfDefinition } from './read-store';

/** Shelves in memory, for tests and as the oracle of the contract: it keeps the promises in the plainest way, not the fastest. */
export class MemoryReadStore implements ReadStore {
  private readonly shelved = new Map<string, MemoryShelf>();
  private readonly active = new Map<string, ActiveGeneration>();
  private closed = false;

  async open(definition: ShelfDefinition): Promise<Shelf> {
    this.refuseIfClosed();
    const name = nameOf(definition.view, definition);
    const there = this.shelved.get(name);
    if (there && there.definition.kind !== definition.kind) throw new ReadStoreError('READ_STORE_FAILED', `${name} is a shelf of kind ${there.definition.kind}`);
    const shelf = there ?? new MemoryShelf(definition, () => this.refuseIfClosed());
    this.shelved.set(name, shelf);
    return shelf;
  }

  async activeGeneration(view: string): Promise<ActiveGeneration | null> {
    this.refuseIfClosed();
    return this.active.get(view) ?? null;
  }

  async activate(view: string, active: ActiveGeneration): Promise<void> {
    this.refuseIfClosed();
    const name = nameOf(view, active);
    if (!this.shelved.has(name)) throw new ReadStoreError('READ_STORE_FAILED', `there is no shelf ${name} to activate`);
    this.active.set(view, { version: active.version, generation: active.generation });
  }

  async generations(view: string): Promise<readonly ActiveGeneration[]> {
    this.refuseIfClosed();
    return [...this.shelved.values()]
      .filter((shelf) => shelf.definition.view === view)
      .map(({ definition: { version, generation } }) => ({ version, generation }))
      .toSorted((a, b) => a.version - b.version || a.generation - b.generation);
  }

  async shelves(): Promise<readonly ShelfDefinition[]> {
    this.refuseIfClosed();
    return [...this.shelved.values()].map(({ definition }) => definition).toSorted((a, b) => (a.view < b.view ? -1 : a.view > b.view ? 1 : a.version - b.version || a.generation - b.generation));
  }

  async drop(view: string, active: ActiveGeneration): Promise<void> {
    this.refuseIfClosed();
    const name = nameOf(view, active);
    this.shelved.get(name)?.discard();
    this.shelved.delete(name);
    const pointer = this.active.get(view);
    if (pointer && nameOf(view, pointer) === name) this.active.delete(view);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  private refuseIfClosed(): void {
    if (this.closed) throw new ReadStoreError('READ_STORE_CLOSED', 'the read store is closed');
  }
}

function nameOf(view: string, { version, generation }: ActiveGeneration): string {
  return `${view} v${version} generation ${generation}`;
}
