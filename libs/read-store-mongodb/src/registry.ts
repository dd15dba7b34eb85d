import { isDuplicate, repeating, upserting } from '@throughline/mongodb';
import { ReadStoreError, type ActiveGeneration, type ShelfDefinition } from '@throughline/read-store';
import { mongo } from 'mongoose';

/** A shelf as it is known to all processes. This shape is stored: version it, never change it. */
export interface Registered extends ActiveGeneration {
  readonly _id: string;
  readonly view: string;
  readonly kind: ShelfDefinition['kind'];
  /** Of this shelf and no later one of the same name, so that who holds a dropped one meets nothing of the next. */
  readonly shelf: string;
  /** What writers fill in, whatever they were told when they opened it. */
  readonly indexes: readonly string[];
  /** What has been filled in for all that was there before. */
  readonly complete: readonly string[];
}

interface Pointer extends ActiveGeneration {
  readonly _id: string;
  readonly shelf: string;
}

/** Which shelves there are, and which one of a view is read. */
export class Registry {
  private readonly shelves: mongo.Collection<Registered>;
  private readonly pointers: mongo.Collection<Pointer>;

  constructor(db: mongo.Db) {
    this.shelves = db.collection('shelves');
    this.pointers = db.collection('active');
  }

  /** Finds it, or makes it: of many at the same moment, one does. */
  register(definition: ShelfDefinition): Promise<Registered> {
    return repeating(() => this.findOrMake(definition), () => new ReadStoreError('READ_STORE_FAILED', `the shelf of ${definition.view}, which another process has made, does not reach a majority of the servers`));
  }

  find(view: string, active: ActiveGeneration): Promise<Registered | null> {
    return this.shelves.findOne({ _id: nameOf(view, active) });
  }

  /** Throws when the shelf was dropped, though another may have its name by now. */
  async current({ _id, shelf, view }: Registered): Promise<Registered> {
    const found = await this.shelves.findOne({ _id, shelf });
    if (!found) throw new ReadStoreError('READ_STORE_FAILED', `the shelf of ${view} was dropped`);
    return found;
  }

  /** From its answer on, writers fill these in: each looks here before it writes. */
  async fill({ _id, shelf }: Registered, paths: readonly string[]): Promise<void> {
    await this.shelves.updateOne({ _id, shelf }, { $addToSet: { indexes: { $each: [...paths] } } });
  }

  async filled({ _id, shelf }: Registered, paths: readonly string[]): Promise<void> {
    await this.shelves.updateOne({ _id, shelf }, { $addToSet: { complete: { $each: [...paths] } } });
  }

  async generations(view: string): Promise<readonly ActiveGeneration[]> {
    const found = await this.shelves.find({ view }).sort({ version: 1, generation: 1 }).toArray();
    return found.map(({ version, generation }) => ({ version, generation }));
  }

  async definitions(): Promise<readonly ShelfDefinition[]> {
    const found = await this.shelves.find().sort({ view: 1, version: 1, generation: 1 }).toArray();
    return found.map(({ view, version, generation, kind, complete }) => ({ view, version, generation, kind, indexes: complete }));
  }

  /** A pointer to what was dropped points nowhere. */
  async active(view: string): Promise<ActiveGeneration | null> {
    const pointer = await this.pointers.findOne({ _id: view });
    const target = pointer && (await this.find(view, pointer));
    return pointer && target?.shelf === pointer.shelf ? { version: pointer.version, generation: pointer.generation } : null;
  }

  async activate(view: string, { version, generation }: ActiveGeneration): Promise<void> {
    const target = await this.find(view, { version, generation });
    if (!target) throw new ReadStoreError('READ_STORE_FAILED', `there is no shelf ${nameOf(view, { version, generation })} to activate`);
    const pointer = { version, generation, shelf: target.shelf };
    await upserting(() => this.pointers.updateOne({ _id: view }, { $set: pointer }, { upsert: true }));
  }

  /** First of all that goes: from here on, nobody finds it. */
  async remove({ _id, shelf, view }: Registered): Promise<void> {
    await this.pointers.deleteOne({ _id: view, shelf });
    await this.shelves.deleteOne({ _id, shelf });
  }

  async all(): Promise<ReadonlySet<string>> {
    return new Set(await this.shelves.distinct('shelf'));
  }

  private async findOrMake({ view, version, generation, kind, indexes }: ShelfDefinition): Promise<Registered | undefined> {
    const there = await this.find(view, { version, generation });
    if (there) return there;
    const shelf = new mongo.ObjectId().toHexString();
    const made: Registered = { _id: nameOf(view, { version, generation }), view, version, generation, kind, shelf, indexes, complete: indexes };
    try {
      await this.shelves.insertOne(made);
      return made;
    } catch (error) {
      if (isDuplicate(error)) return undefined;
      throw error;
    }
  }
}

function nameOf(view: string, { version, generation }: ActiveGeneration): string {
  return `${view} v${version} generation ${generation}`;
}
