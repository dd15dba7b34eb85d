import type { LeaseBook, LeaseRow } from '@throughline/lease';
import { isDuplicate, type MongoConnection } from '@throughline/mongodb';
import type { mongo } from 'mongoose';

/** This shape is stored: version it, never change it. */
type Row = Omit<LeaseRow, 'name'> & { readonly _id: string };

/** Leases as rows of a collection, each changed by compare-and-set on its version; written when a majority has it in its journal. */
export class MongoLeaseBook implements LeaseBook {
  private readonly rows: mongo.Collection<Row>;

  /** `database`: of what processes agree on; it may be shared with other such collections. */
  constructor(connection: MongoConnection, database: string) {
    this.rows = connection.database(database).collection('leases');
  }

  async read(name: string): Promise<LeaseRow | null> {
    const row = await this.rows.findOne({ _id: name });
    return row && leaseOf(row);
  }

  async replace({ name, ...next }: LeaseRow): Promise<boolean> {
    if (next.version > 1) return (await this.rows.replaceOne({ _id: name, version: next.version - 1 }, next)).matchedCount === 1;
    try {
      await this.rows.insertOne({ _id: name, ...next });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async all(): Promise<readonly LeaseRow[]> {
    return (await this.rows.find({}, { sort: { _id: 1 } }).toArray()).map(leaseOf);
  }
}

function leaseOf({ _id, version, fence, holder }: Row): LeaseRow {
  return { name: _id, version, fence, holder };
}
