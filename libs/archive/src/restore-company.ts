import type { BlobStore } from '@throughline/blob-store';
import type { Vault } from '@throughline/vault';
import type { Company, Work } from './archive';
import { compareCompany, type Comparison } from './compare';
import type { Archive } from './open-archive';
import { EventRestorer, refuseAnother } from './restore-events';

/**
 * Brings an archive into a company that is empty, or where an earlier attempt was interrupted, and compares what is there then with
 * what was exported. Vault and attachments come first: nobody may find an event whose keys are not there. Nobody else may write
 * meanwhile. Throws `ArchiveError`, `VAULT_NOT_EMPTY`, what the company's parts throw, and the signal's reason; it can be repeated.
 */
export async function restoreCompany(archive: Archive, company: Company, work: Work): Promise<readonly Comparison[]> {
  await archive.check(work);
  await refuseAnother(archive, company.store);
  await restoreVault(archive, company.vault, work);
  await restoreBlobs(archive, company.blobs, work);
  await new EventRestorer(archive, company.store, work).run();
  return compareCompany(archive, company, work);
}

async function restoreVault(archive: Archive, vault: Vault, { tell, signal }: Work): Promise<void> {
  let done = 0;
  for await (const rows of archive.vaultRows()) {
    signal.throwIfAborted();
    await vault.restore(rows);
    done += rows.length;
    tell({ stage: 'vault', done, total: archive.manifest.vault.count });
  }
}

/** Both lists are in order of address. */
async function restoreBlobs(archive: Archive, blobs: BlobStore, { tell, signal }: Work): Promise<void> {
  const present = blobs.list()[Symbol.asyncIterator]();
  let there = await present.next();
  let done = 0;
  for await (const { address, bytes } of archive.blobs()) {
    signal.throwIfAborted();
    while (there.done !== true && there.value.address < address) there = await present.next();
    const isThere = there.done !== true && there.value.address === address && there.value.sealedBytes === bytes;
    if (!isThere) await blobs.restore(address, archive.blob(address));
    tell({ stage: 'attachments', done: (done += 1), total: archive.manifest.blobs.count });
  }
}
