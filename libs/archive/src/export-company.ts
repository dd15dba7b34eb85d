import type { BlobStore } from '@throughline/blob-store';
import type { EventStore } from '@throughline/event-store';
import type { Vault } from '@throughline/vault';
import { join } from 'node:path';
import { ArchiveError, type Company, type Manifest, type Part, type Work } from './archive';
import { blobFile, blobLine, comparableBlob, digestOfFile } from './blob-lines';
import { comparable, HistoryDigest, SetDigest } from './digest';
import { dropDraft, openDraft, saveDraft, type Draft } from './draft';
import { eventLine } from './event-lines';
import { checkMasterKey, newCheck, writeManifest } from './manifest';
import { SegmentWriter, writeWhole } from './segments';
import { comparableRow, VaultLines } from './vault-rows';

/**
 * Takes a company into a folder, which is new or holds an export of the same company that was interrupted: that one is gone on with.
 * Events first, then the vault, then attachments: keys and files are durable before the events that need them, so whatever is written
 * meanwhile, nothing an exported event needs is missing. Throws `ArchiveError`, what the company's parts throw, and the signal's reason.
 */
export async function exportCompany(company: Company, masterKey: Buffer, folder: string, work: Work): Promise<Manifest> {
  const { storeId } = company.store;
  const draft = await openDraft(folder);
  if (draft !== null && draft.storeId !== storeId) throw new ArchiveError('ARCHIVE_TAKEN', `${folder} holds the unfinished export of another company: choose another folder`);
  if (draft !== null) checkMasterKey(draft, masterKey);
  const begun: Draft = draft ?? { storeId, check: newCheck(masterKey), events: { count: 0, digest: new HistoryDigest().hex, segments: [] }, position: null };
  await saveDraft(folder, begun);
  const events = await exportEvents(company.store, folder, begun, work);
  const vault = await exportVault(company.vault, masterKey, folder, work);
  const blobs = await exportBlobs(company.blobs, folder, work);
  const manifest: Manifest = { format: 'throughline-archive', version: 1, storeId, events, vault, blobs, check: begun.check };
  await writeManifest(folder, manifest, masterKey);
  await dropDraft(folder);
  return manifest;
}

async function exportEvents(store: EventStore, folder: string, begun: Draft, { tell, signal }: Work): Promise<Part> {
  const digest = new HistoryDigest(begun.events.digest, begun.events.count);
  const writer = new SegmentWriter(folder, 'events', begun.events.segments);
  const part = (): Part => ({ count: digest.count, digest: digest.hex, segments: writer.segments });
  const head = Number((await store.head()) ?? 0n);
  let { position } = begun;
  for await (const event of store.readAll(position === null ? {} : { after: BigInt(position) })) {
    signal.throwIfAborted();
    digest.add(comparable(event));
    writer.add(eventLine(event));
    position = String(event.position);
    if (!writer.isFull) continue;
    await writer.flush();
    await saveDraft(folder, { ...begun, events: part(), position });
    tell({ stage: 'events', done: Number(position), total: head });
  }
  await writer.flush();
  await saveDraft(folder, { ...begun, events: part(), position });
  tell({ stage: 'events', done: head, total: head });
  return part();
}

async function exportVault(vault: Vault, masterKey: Buffer, folder: string, { tell, signal }: Work): Promise<Part> {
  const [digest, writer, lines] = [new SetDigest(), new SegmentWriter(folder, 'vault'), new VaultLines(masterKey)];
  for await (const row of vault.rows()) {
    signal.throwIfAborted();
    digest.add(comparableRow(row));
    writer.add(lines.line(row));
    if (!writer.isFull) continue;
    await writer.flush();
    tell({ stage: 'vault', done: digest.count, total: null });
  }
  await writer.flush();
  return { count: digest.count, digest: digest.hex, segments: writer.segments };
}

async function exportBlobs(blobs: BlobStore, folder: string, { tell, signal }: Work): Promise<Part> {
  const [digest, writer] = [new SetDigest(), new SegmentWriter(folder, 'blobs')];
  for await (const { address, sealedBytes } of blobs.list()) {
    signal.throwIfAborted();
    const file = join(folder, blobFile(address));
    // A file has its name once all of it is there, and under one address it never is another: that of an earlier attempt will do.
    let found = await digestOfFile(file);
    if (found?.bytes !== sealedBytes) {
      await writeWhole(file, await blobs.sealed(address));
      found = await digestOfFile(file);
    }
    const blob = { address, bytes: found?.bytes ?? 0, sha256: found?.sha256 ?? '' };
    digest.add(comparableBlob(blob));
    writer.add(blobLine(blob));
    tell({ stage: 'attachments', done: digest.count, total: null });
    if (writer.isFull) await writer.flush();
  }
  await writer.flush();
  return { count: digest.count, digest: digest.hex, segments: writer.segments };
}
