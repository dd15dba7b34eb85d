import { upserting } from '@throughline/mongodb';
import type { mongo } from 'mongoose';

/** A file that no blob may point to. This shape is stored: version it, never change it. */
interface LooseRow {
  readonly _id: mongo.ObjectId;
  readonly state: 'written' | 'removed';
  /** Of the clock of whoever wrote it. */
  readonly since: Date;
}

/** Nobody takes so long to write or to remove a file, and nobody's clock is so wrong. */
const TOO_LONG = 24 * 60 * 60 * 1_000;

/**
 * What a process that dies would leave behind: each file is named here before its first byte, and before its blob is taken from it.
 *
 *   (none) ──begin──▶ written ──settle──▶ (none): a blob points to it
 *                        │  a day later, no blob points to it
 *                        ▼
 *   (none) ──doom──▶ removed ──▶ (none): nothing is left of it
 *
 * Only one of `settle` and the arrow down happens, so no blob ever points to what is being removed.
 */
export class LooseFiles {
  private readonly rows: mongo.Collection<LooseRow>;

  constructor(db: mongo.Db) {
    this.rows = db.collection('loose');
  }

  async begin(id: mongo.ObjectId): Promise<void> {
    await this.rows.insertOne({ _id: id, state: 'written', since: new Date() });
  }

  /** `false` = it is being removed: it took too long, or somebody has deleted the blob already. */
  async settle(id: mongo.ObjectId): Promise<boolean> {
    return (await this.rows.deleteOne({ _id: id, state: 'written' })).deletedCount === 1;
  }

  async doom(id: mongo.ObjectId): Promise<void> {
    await upserting(() => this.rows.replaceOne({ _id: id }, { state: 'removed', since: new Date() }, { upsert: true }));
  }

  async forget(id: mongo.ObjectId): Promise<void> {
    await this.rows.deleteOne({ _id: id });
  }

  /** Those to remove now. `isKept`: whether a blob points to it. */
  async abandoned(isKept: (id: mongo.ObjectId) => Promise<boolean>): Promise<readonly mongo.ObjectId[]> {
    const before = new Date(Date.now() - TOO_LONG);
    const removed: mongo.ObjectId[] = [];
    for (const { _id, state } of await this.rows.find({ since: { $lt: before } }).toArray()) {
      if (await isKept(_id)) await this.rows.deleteOne({ _id, state });
      else if ((await this.rows.updateOne({ _id, state }, { $set: { state: 'removed' } })).matchedCount === 1) removed.push(_id);
    }
    return removed;
  }
}
