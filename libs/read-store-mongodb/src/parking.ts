import { upserting } from '@throughline/mongodb';
import type { Checkpoint, ParkedEvent, ParkedQuery, ShelfBatch } from '@throughline/read-store';
import type { mongo } from 'mongoose';
import type { CheckpointRow, ParkedRow, ShelfCollections } from './shelf-collections';

/** What a batch unparks goes first. Both may be done twice. */
export async function writeParked({ parked, registered: { shelf } }: ShelfCollections, { park, unpark }: Pick<ShelfBatch, 'park' | 'unpark'>): Promise<void> {
  const operations: mongo.AnyBulkWriteOperation<ParkedRow>[] = park.map((event) => {
    const { _id, ...row } = rowOf(shelf, event);
    return { replaceOne: { filter: { _id }, replacement: row, upsert: true } };
  });
  if (unpark.length > 0) operations.unshift({ deleteMany: { filter: { _id: { $in: unpark.map((position) => idOf(shelf, position)) } } } });
  if (operations.length > 0) await upserting(() => parked.bulkWrite(operations, { ordered: true }));
}

export async function readParked({ parked, registered: { shelf } }: ShelfCollections, { lane, nodes, afterPosition, limit }: ParkedQuery): Promise<readonly ParkedEvent[]> {
  if (limit <= 0) return [];
  const filter: mongo.Filter<ParkedRow> = {
    shelf,
    ...(lane === undefined ? {} : { lane }),
    ...(nodes === undefined ? {} : { nodes: { $in: [...nodes] } }),
    ...(afterPosition === undefined ? {} : { position: { $gt: afterPosition } }),
  };
  const rows = await parked.find(filter).sort({ position: 1 }).limit(limit).toArray();
  return rows.map(({ _id, shelf: _shelf, ...event }) => event);
}

export function countParked({ parked, registered: { shelf } }: ShelfCollections): Promise<number> {
  return parked.countDocuments({ shelf });
}

export async function writeCheckpoint({ checkpoints, registered: { shelf } }: ShelfCollections, { storeId, partition, offset, position }: Checkpoint): Promise<void> {
  const row = { shelf, storeId, partition, offset, position };
  await upserting(() => checkpoints.replaceOne({ _id: idOf(shelf, partition) }, row, { upsert: true }));
}

export async function readCheckpoints({ checkpoints, registered: { shelf } }: ShelfCollections): Promise<readonly Checkpoint[]> {
  return (await checkpoints.find({ shelf }).sort({ partition: 1 }).toArray()).map(checkpointOf);
}

export async function readCheckpoint({ checkpoints, registered: { shelf } }: ShelfCollections, partition: number): Promise<Checkpoint | null> {
  const row = await checkpoints.findOne({ _id: idOf(shelf, partition) });
  return row && checkpointOf(row);
}

function rowOf(shelf: string, { position, lane, nodes, eventId, type, recordedAt, reason, failed }: ParkedEvent): ParkedRow {
  return { _id: idOf(shelf, position), shelf, position, lane, nodes, eventId, type, recordedAt, reason, failed };
}

function idOf(shelf: string, place: number | bigint): string {
  return `${shelf}/${place}`;
}

function checkpointOf({ storeId, partition, offset, position }: CheckpointRow): Checkpoint {
  return { storeId, partition, offset, position };
}
