import { createHash } from 'node:crypto';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { EventStoreError } from '@throughline/event-store';
import { SQL } from './schema';
import type { Seen } from './witness';

interface Commit {
  /** Of its last event. */
  readonly position: number;
  readonly hash: Buffer;
}

/** What the first commit is chained to. */
const NO_COMMIT: Commit = { position: 0, hash: Buffer.alloc(32) };

interface EventRow {
  readonly position: number;
  readonly name: string;
  readonly revision: number;
  readonly recorded_at: number;
  readonly body: string;
}

export interface ChainLink {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  readonly body: string;
}

/** How many commits behind the witness are compared with their hashes at most: after a power cut it is a second's. */
const COMMITS_CHECKED = 10_000;

/** SHA-256 over the hash before and everything of this commit's events that is stored. 32 bytes. This form is stored. */
export function chainHash(before: Buffer, events: readonly ChainLink[]): Buffer {
  let text = '';
  for (const { position, stream, revision, recordedAt, body } of events) text += `${position} ${revision} ${recordedAt} ${stream}\n${body}\n`;
  return createHash('sha256').update(before).update(text).digest();
}

/**
 * Compares what the file holds with what the witness saw, and the commits since then (the last one always) with their own
 * hashes. Throws `STORE_TAIL_LOST` and names the gap; gives back the hash to chain on from. `warn` is told what could not be checked.
 */
export function checkTail(db: DatabaseSyncInstance, storeId: string, head: number, seen: Seen | null, warn: (message: string) => void): Buffer {
  if (seen !== null) compare(db, storeId, head, seen, warn);
  const commits = commitsAfter(db, Math.min(seen?.position ?? head, head - 1));
  const [last = NO_COMMIT] = commits;
  if (last.position !== head) throw tailLost(`its last commit ended at position ${last.position}, but its last event has position ${head}`);
  const events = db.prepare(SQL.allForwards);
  for (const [index, before] of commits.slice(1).entries()) {
    const { position, hash } = commits[index] as Commit;
    const written = events.all(before.position, position + 1, -1) as EventRow[];
    if (!chainHash(before.hash, written.map(link)).equals(hash)) throw tailLost(`the events from position ${before.position + 1} to ${position} are not those that were written`);
  }
  return last.hash;
}

function compare(db: DatabaseSyncInstance, storeId: string, head: number, seen: Seen, warn: (message: string) => void): void {
  if (seen.position === 0) return;
  if (seen.storeId !== storeId) throw tailLost(`the witness saw the store ${seen.storeId} up to position ${seen.position}, this file is the store ${storeId} and ends at position ${head}`);
  if (head < seen.position) throw tailLost(gap(head, seen.position));
  const row = db.prepare(SQL.chainAt).get(seen.position) as { hash: Uint8Array } | undefined;
  const { start } = db.prepare(SQL.chainStart).get() as { start: number | null };
  if (row === undefined && start !== null && seen.position < start) warn('the witness of the head is much older than the store: only what came after it was checked');
  else if (row === undefined || !seen.hash.equals(row.hash)) throw tailLost(`what stands up to position ${seen.position} is not what the witness saw there`);
}

/** Newest first; the last of them is only there to chain on from. */
function commitsAfter(db: DatabaseSyncInstance, position: number): readonly Commit[] {
  const rows = (db.prepare(SQL.chainEnd).all(position + 1, COMMITS_CHECKED) as { position: number; hash: Uint8Array }[]).map((row): Commit => ({ position: row.position, hash: Buffer.from(row.hash) }));
  const oldest = rows.at(-1) ?? NO_COMMIT;
  const fromTheFirst = rows.length < COMMITS_CHECKED && (oldest === NO_COMMIT || oldest.position > position);
  return fromTheFirst ? [...rows, NO_COMMIT] : rows;
}

function link({ position, name, revision, recorded_at: recordedAt, body }: EventRow): ChainLink {
  return { position, stream: name, revision, recordedAt, body };
}

export function gap(head: number, seen: number): string {
  return `the store ends at position ${head}, the witness saw ${seen}: ${seen - head} events acknowledged are missing`;
}

export function tailLost(what: string): EventStoreError {
  return new EventStoreError(
    'STORE_TAIL_LOST',
    `the event store lost or changed what it had acknowledged: ${what}. Put back a backup of the whole data folder; to go on with what is left, move the witness file away and start again`,
  );
}
