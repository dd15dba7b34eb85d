import type { BlobStore } from '@throughline/blob-store';
import type { EventStore } from '@throughline/event-store';
import type { Vault } from '@throughline/vault';

/**
 * A company in a folder: its whole history, its vault, its attachments. Made by `exportCompany`, read by `restoreCompany`. This shape is
 * stored: version it, never change it.
 *
 *   manifest.json            what is in it and how it must look; written last, so a folder without it is unfinished
 *   unfinished.json          how far an export has come that was interrupted; gone when there is a manifest
 *   events/000001.ndjson.gz  one event a line in store order, exactly as stored (sealed), with its position as a decimal string
 *   vault/000001.ndjson.gz   one row a line, each wrapped by the master key: without it an archive opens nothing
 *   blobs/000001.ndjson.gz   one attachment a line: address, bytes, SHA-256 of what is stored
 *   blobs/ab/ab12…           the attachments, sealed as they are stored
 *
 * The manifest has a SHA-256 of each segment and a seal (HMAC) of itself that only the master key can make: what is cut, exchanged or
 * altered is found before anything is written anywhere.
 */
export interface Manifest {
  readonly format: 'throughline-archive';
  readonly version: 1;
  /** Of the store it was taken from. */
  readonly storeId: string;
  readonly events: Part;
  readonly vault: Part;
  readonly blobs: Part;
  /** A known text, wrapped by the master key: tells a wrong key from a damaged archive. base64. */
  readonly check: string;
}

export interface Part {
  /** Lines of all its segments. */
  readonly count: number;
  /** See `digest.ts`. Hex. */
  readonly digest: string;
  readonly segments: readonly Segment[];
}

export interface Segment {
  /** Relative to the archive. */
  readonly file: string;
  readonly lines: number;
  readonly bytes: number;
  /** Of the file. Hex. */
  readonly sha256: string;
}

/** What a company consists of; everything else can be built from it. */
export interface Company {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly blobs: BlobStore;
}

/** How far a long work is. `total`: of the same unit as `done` (positions, rows or bytes); `null` = nobody knows how much it will be. */
export interface Step {
  readonly stage: 'events' | 'vault' | 'attachments' | 'checking' | 'comparing';
  readonly done: number;
  readonly total: number | null;
}

/** A long work that shows how far it is and can be cancelled: it then throws the signal's reason, and can be begun again. */
export interface Work {
  readonly tell: (step: Step) => void;
  readonly signal: AbortSignal;
}

/**
 * `code` is stable.
 *   ARCHIVE_UNKNOWN     the folder is no archive, or was made by a newer version
 *   ARCHIVE_UNFINISHED  its export was interrupted
 *   ARCHIVE_DAMAGED     something in it is missing or is not what was exported; the message names it
 *   ARCHIVE_TAKEN       the folder to export to holds something else
 *   WRONG_MASTER_KEY    it was made with another master key
 *   TARGET_NOT_EMPTY    there is a history in the target that is not the beginning of this one
 */
export class ArchiveError extends Error {
  constructor(
    readonly code: 'ARCHIVE_UNKNOWN' | 'ARCHIVE_UNFINISHED' | 'ARCHIVE_DAMAGED' | 'ARCHIVE_TAKEN' | 'WRONG_MASTER_KEY' | 'TARGET_NOT_EMPTY',
    message: string,
  ) {
    super(message);
    this.name = 'ArchiveError';
  }
}
