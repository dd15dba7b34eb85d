/**
 * A map that forgets what was not asked for lately. Two generations instead of a list: a hit in the young one costs no
 * bookkeeping, a hit in the old one moves it over, and when the young one is full the old one is dropped.
 * Holds at most `limit` entries and at least the last `limit / 2` that were used.
 */
export class Recent<Key, Value> {
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();

  constructor(private readonly limit: number) {}

  /** `undefined` = not here (any more); so `undefined` cannot be kept, `null` can. */
  get(key: Key): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: Key, value: Value): void {
    this.#old.delete(key);
    this.#young.set(key, value);
    if (this.#young.size < Math.max(1, this.limit / 2)) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }
}
