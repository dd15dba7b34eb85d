import { Inject, Injectable } from '@nestjs/common';
import { BlobStoreError, type BlobStore, type ByteRange, type PutBlob } from '@throughline/blob-store';
import { Journal } from '@throughline/event-store';
import type { Identifier } from '@throughline/kernel';
import { BLOB_STORE, Problem, VAULT, type FileInTransit } from '@throughline/platform';
import type { Vault } from '@throughline/vault';
import type { AttachmentDocument } from './attachment.view';

/** Bytes of a file. */
export const MOST_BYTES = 25_000_000;
/** Files on their way in at once; each holds some memory and, until it is whole, its place on the disk. */
const MOST_AT_ONCE = 20;

/** The files of customers, sealed with the customer's key. The key is durable before the blob, the blob before the fact that names it. */
@Injectable()
export class AttachmentFiles {
  private underway = 0;

  constructor(
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(VAULT) private readonly vault: Vault,
    private readonly journal: Journal,
  ) {}

  /** Without a fact that names it nobody finds it; the same file sent again is the same blob. */
  async keep(customer: Identifier, { content, announced = 0 }: FileInTransit): Promise<PutBlob> {
    if (announced > MOST_BYTES) throw new BlobStoreError('BLOB_TOO_LARGE', `at most ${MOST_BYTES} bytes are taken`);
    if (this.underway >= MOST_AT_ONCE) throw new Problem(429, 'TOO_MANY_FILES', `${MOST_AT_ONCE} files are on their way in; try again when one is done`, { retryAfter: 5 });
    this.underway += 1;
    try {
      const owner = this.journal.node(customer);
      const key = (await this.vault.keys([owner])).get(owner) ?? null;
      if (key === null) throw new Problem(409, 'CUSTOMER_ERASED', 'what was known of this identifier was erased for good; nothing can be kept under it any more');
      return await this.blobs.put(key, content, MOST_BYTES);
    } finally {
      this.underway -= 1;
    }
  }

  /** `null` = its owner was erased, and nobody can read it any more. */
  async open({ owner, blob, bytes }: AttachmentDocument, range: ByteRange): Promise<AsyncIterable<Buffer> | null> {
    const key = (await this.vault.knownKeys([owner])).get(owner) ?? null;
    return key === null ? null : this.blobs.open(key, { address: blob, bytes }, range);
  }
}
