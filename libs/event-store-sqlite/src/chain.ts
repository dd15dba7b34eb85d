import { createHash } from 'node:crypto';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { EventStoreError } from '@throughline/event-store';
import { SQL } from './schema';
import type { Seen } from './witness';

/** Before the first event. */
export const CHAIN_START: Buffer = Buffer.alloc(32);

export interface ChainLink {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  readonly body: string;
}

/** SHA-256 over the hash before and everything of this commit's events that is stored. 32 bytes. */
export function chainHash(before: Buffer, events: readonly ChainLink[]): Buffer {
  const hash = createHash('sha256').update(before);
  for (const { position, stream, revision, recordedAt, body } of events) hash.update(`${position} ${revision} ${recordedAt} ${stream}\n${body}\n`);
  return hash.digest();
}

/**
 * Compares what the file holds with what the witness saw, and the last commit with its own hash. Throws `STORE_TAIL_LOST`
 * and names the gap; gives back the hash to chain on from. `warn` is told what could not be checked.
 */
export function checkTail(db: DatabaseSyncInstance, storeId: string, head: number, seen: Seen | null, warn: (message: string) => void): Buffer {
  const rows = (db.prepare(SQL.chainEnd).all() as { position: number; hash: Uint8Array }[]).map(({ position, hash }) => ({ position, hash: Buffer.from(hash) }));
  const [last, before] = rows;
  if (seen === null) {
    if (head > 0) warn('the witness of the head is missing or unreadable: whether the end of the store was lost cannot be told; a new witness is written from here on');
  } else compare(db, storeId, head, seen, warn);
  if (last === undefined) return CHAIN_START;
  if (last.position !== head) throw lost(`its last commit ended at position ${last.position}, but its last event has position ${head}`);
  const from = before?.position ?? 0;
  if (!chainHash(before?.hash ?? CHAIN_START, linksBetween(db, from, head)).equals(last.hash)) throw lost(`the events from position ${from + 1} to ${head} are not those that were written`);
  return last.hash;
}

function compare(db: DatabaseSyncInstance, storeId: string, head: number, seen: Seen, warn: (message: string) => void): void {
  if (seen.storeId !== storeId) throw lost(`the witness belongs to the store ${seen.storeId}, this file is the store ${storeId}`);
  if (head < seen.position) throw lost(`the store ends at position ${head}, the witness saw ${seen.position}: ${seen.position - head} acknowledged events are missing`);
  const row = db.prepare(SQL.chainAt).get(seen.position) as { hash: Uint8Array } | undefined;
  const { start } = db.prepare(SQL.chainStart).get() as { start: number | null };
  if (row === undefined && start !== null && seen.position < start) warn('the witness of the head is much older than the store: only what came after it was checked');
  else if (row === undefined || !Buffer.from(row.hash).equals(seen.hash)) throw lost(`what stands up to position ${seen.position} is not what the witness saw there`);
}

function linksBetween(db: DatabaseSyncInstance, after: number, upTo: number): readonly ChainLink[] {
  const rows = db.prepare(SQL.allForwards).all(after, upTo + 1, -1) as { position: number; name: string; revision: number; recorded_at: number; body: string }[];
  return rows.map(({ position, name, revision, recorded_at: recordedAt, body }) => ({ position, stream: name, revision, recordedAt, body }));
}

function lost(what: string): EventStoreError {
  return new EventStoreError(
    'STORE_TAIL_LOST',
    `the event store lost or changed what it had acknowledged: ${what}. Put back a backup of the whole data folder; to go on with what is left, move the witness file away and start again`,
  );
}
