import type { StoredEvent } from '@throughline/kernel';
import type { VaultRow } from '@throughline/vault';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ArchiveError, type Manifest, type Segment, type Work } from './archive';
import { blobFile, blobOf, digestOfFile, type ArchivedBlob } from './blob-lines';
import { hasDraft } from './draft';
import { eventOf } from './event-lines';
import { readManifest } from './manifest';
import { checkedSegment, damaged, readSegment } from './segments';
import { VaultLines } from './vault-rows';

/** Throws `ArchiveError`: what it is, whether it is finished, and whether this is its master key is known at once. */
export async function openArchive(folder: string, masterKey: Buffer): Promise<Archive> {
  const manifest = await readManifest(folder, masterKey);
  if (manifest !== null) return new Archive(folder, manifest, masterKey);
  if (await hasDraft(folder)) throw new ArchiveError('ARCHIVE_UNFINISHED', `the export to ${folder} was interrupted: repeat it, it goes on where it ended`);
  const isThere = (await stat(folder).catch(() => null)) !== null;
  throw new ArchiveError('ARCHIVE_UNKNOWN', isThere ? `${folder} holds no archive: there is no manifest.json` : `there is no folder ${folder}`);
}

/** A finished archive. Everything read from it is compared with what the manifest says before it is given out. */
export class Archive {
  private readonly rows: VaultLines;
  private isChecked = false;

  constructor(
    private readonly folder: string,
    readonly manifest: Manifest,
    masterKey: Buffer,
  ) {
    this.rows = new VaultLines(masterKey);
  }

  /** Compares every file with what was exported, once, so that nothing is begun with a damaged archive. Throws `ARCHIVE_DAMAGED`. */
  async check({ tell, signal }: Work): Promise<void> {
    if (this.isChecked) return;
    const { events, vault, blobs } = this.manifest;
    const total = [events, vault, blobs].flatMap(({ segments }) => segments).reduce((sum, { bytes }) => sum + bytes, 0) + (await this.blobBytes());
    let done = 0;
    const checked = (bytes: number): void => tell({ stage: 'checking', done: (done += bytes), total });
    for (const segment of [...events.segments, ...vault.segments]) {
      signal.throwIfAborted();
      await checkedSegment(this.folder, segment);
      checked(segment.bytes);
    }
    for await (const { address, bytes, sha256 } of this.blobs()) {
      signal.throwIfAborted();
      const found = await digestOfFile(join(this.folder, blobFile(address)));
      if (found === null) throw damaged(blobFile(address), 'is missing');
      if (found.bytes !== bytes || found.sha256 !== sha256) throw damaged(blobFile(address), 'is not what was exported: its SHA-256 differs');
      checked(bytes);
    }
    this.isChecked = true;
  }

  get eventSegments(): readonly Segment[] {
    return this.manifest.events.segments;
  }

  async eventsOf(segment: Segment): Promise<readonly StoredEvent[]> {
    return (await readSegment(this.folder, segment)).map(eventOf);
  }

  async *events(): AsyncGenerator<StoredEvent> {
    for (const segment of this.eventSegments) yield* await this.eventsOf(segment);
  }

  /** In pages, as they are taken over. */
  async *vaultRows(): AsyncGenerator<readonly VaultRow[]> {
    for (const segment of this.manifest.vault.segments) yield (await readSegment(this.folder, segment)).map((line) => this.rows.row(line, segment.file));
  }

  async *blobs(): AsyncGenerator<ArchivedBlob> {
    for (const segment of this.manifest.blobs.segments) for (const line of await readSegment(this.folder, segment)) yield blobOf(line);
  }

  blob(address: string): AsyncIterable<Buffer> {
    return createReadStream(join(this.folder, blobFile(address)));
  }

  private async blobBytes(): Promise<number> {
    let sum = 0;
    for await (const { bytes } of this.blobs()) sum += bytes;
    return sum;
  }
}
