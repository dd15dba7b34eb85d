import { duplicatesOf, repeating, upserting } from '@throughline/mongodb';
import { Recent, VaultError, type Wrapping } from '@throughline/vault';
import { randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { unwrapped, wrapped, type Rows } from './rows';

type Keys = Map<string, Buffer | null>;

const ROWS_AT_ONCE = 1_000;
const DESTROYED = 'destroyed';

/**
 * The keys, as many processes have them at once. What this one remembers is good as long as nobody has destroyed a key since: a count
 * says so, which is read before anything remembered is given out. So a key that is destroyed anywhere is given out nowhere after.
 */
export class KeyRing {
  private recent: Recent<string, Buffer | null>;
  private destroyed = 0n;
  private gathering: { readonly owners: Set<string>; readonly made: Promise<Keys> } | null = null;
  private making: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly rows: Rows,
    private readonly wrapping: Wrapping,
    private readonly size: number,
  ) {
    this.recent = new Recent(size);
  }

  /** Those that there are; in no order. */
  async find(owners: readonly string[]): Promise<Keys> {
    const count = await this.refresh();
    const found: Keys = new Map();
    const unknown: string[] = [];
    for (const owner of new Set(owners)) {
      const key = this.recent.get(owner);
      if (key === undefined) unknown.push(owner);
      else found.set(owner, key);
    }
    for (const [owner, key] of await this.read(unknown, count)) found.set(owner, key);
    return found;
  }

  /** Calls that come while others write share the next write. */
  make(owners: readonly string[]): Promise<Keys> {
    this.gathering ??= this.gather();
    for (const owner of owners) this.gathering.owners.add(owner);
    return this.gathering.made;
  }

  /** First the key, then the count: who reads the count as it was has begun before this is done. */
  async destroy(owner: string): Promise<void> {
    await upserting(() => this.rows.keys.updateOne({ _id: owner }, { $set: { wrapped: null } }, { upsert: true }));
    await upserting(() => this.rows.counts.updateOne({ _id: DESTROYED }, { $inc: { count: 1n } }, { upsert: true }));
  }

  private async refresh(): Promise<bigint> {
    const { count } = (await this.rows.counts.findOne({ _id: DESTROYED })) ?? { count: 0n };
    if (count !== this.destroyed) {
      this.destroyed = count;
      this.recent = new Recent(this.size);
    }
    return count;
  }

  private async read(owners: readonly string[], count: bigint): Promise<Keys> {
    const found: Keys = new Map();
    for (let from = 0; from < owners.length; from += ROWS_AT_ONCE) {
      const rows = this.rows.keys.find({ _id: { $in: owners.slice(from, from + ROWS_AT_ONCE) } });
      for await (const { _id, wrapped: bytes } of rows) found.set(_id, bytes && unwrapped(this.wrapping, bytes, `key:${_id}`));
    }
    this.remember(found, count);
    return found;
  }

  /** Only while the count is the one under which they were read: another call may have seen a later one meanwhile. */
  private remember(keys: Keys, count: bigint): void {
    if (count !== this.destroyed) return;
    for (const [owner, key] of keys) this.recent.set(owner, key);
  }

  private gather(): { readonly owners: Set<string>; readonly made: Promise<Keys> } {
    const owners = new Set<string>();
    const made = Promise.all([this.making, turn()]).then(() => {
      this.gathering = null;
      return this.insert([...owners]);
    });
    this.making = made.catch(() => undefined);
    return { owners, made };
  }

  /** Whose key is there already, made or destroyed, gets that one. It may not be with the majority yet: then it is asked for again. */
  private async insert(owners: readonly string[]): Promise<Keys> {
    const count = await this.refresh();
    const made: Keys = new Map(owners.map((owner) => [owner, randomBytes(32)]));
    let open = await this.insertRows(made);
    for (const owner of open) made.delete(owner);
    this.remember(made, count);
    if (open.length === 0) return made;
    return repeating(
      async () => {
        for (const [owner, key] of await this.read(open, await this.refresh())) made.set(owner, key);
        open = open.filter((owner) => !made.has(owner));
        return open.length === 0 ? made : undefined;
      },
      () => new VaultError('VAULT_FAILED', 'keys that another process has made do not reach a majority of the servers'),
    );
  }

  /** Gives back those who have one already. */
  private async insertRows(made: Keys): Promise<readonly string[]> {
    const rows = [...made].map(([owner, key]) => ({ _id: owner, wrapped: wrapped(this.wrapping, key as Buffer, `key:${owner}`) }));
    try {
      await this.rows.keys.insertMany(rows, { ordered: false });
      return [];
    } catch (error) {
      const owners = [...made.keys()];
      return duplicatesOf(error).flatMap((index) => owners[index] ?? []);
    }
  }
}
