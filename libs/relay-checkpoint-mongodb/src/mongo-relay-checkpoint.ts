import type { RelayCheckpoint, RelayState } from '@throughline/event-log';
import { isDuplicate, type MongoConnection } from '@throughline/mongodb';
import type { mongo } from 'mongoose';

export interface MongoRelayCheckpointOptions {
  /** Of what processes agree on; it may be shared with other such collections. */
  readonly database: string;
  /** What the relay publishes to: each topic has a state of its own. */
  readonly topic: string;
}

/** Positions and offsets are 64-bit integers. This shape is stored: version it, never change it. */
interface Row extends RelayState {
  readonly _id: string;
}

/**
 * How far a relay has published, as one document per topic, changed by compare-and-set on its version; written when a majority has it
 * in its journal. A state that was read and is lost with a failover after all was published all the same: it is published once more.
 */
export class MongoRelayCheckpoint implements RelayCheckpoint {
  private readonly rows: mongo.Collection<Row>;
  private readonly topic: string;

  constructor(connection: MongoConnection, { database, topic }: MongoRelayCheckpointOptions) {
    this.rows = connection.database(database).collection('relays');
    this.topic = topic;
  }

  async read(): Promise<RelayState | null> {
    const row = await this.rows.findOne({ _id: this.topic });
    return row && stateOf(row);
  }

  async replace(next: RelayState): Promise<boolean> {
    const state = stateOf(next);
    if (next.version > 1) return (await this.rows.replaceOne({ _id: this.topic, version: next.version - 1 }, state)).matchedCount === 1;
    try {
      await this.rows.insertOne({ _id: this.topic, ...state });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }
}

function stateOf({ version, fence, storeId, position, partitions }: RelayState): RelayState {
  return { version, fence, storeId, position, partitions: partitions.map(({ position: of, offset }) => ({ position: of, offset })) };
}
