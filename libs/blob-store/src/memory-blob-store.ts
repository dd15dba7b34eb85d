import { BlobStoreError, unknownBlob, type BlobRef, type BlobStore, type ByteRange, type ListedBlob, type PutBlob } from './blob-store';
import { isWhole, openBlob, type SealedSource } from './open-blob';
import { sealBlob } from './seal-blob';

/** Sealed blobs by address. Handing the same map to a second store is what reopening a folder is elsewhere. */
export type BlobContents = Map<string, Buffer>;

/** The blob store of tests: sealed like any other, gone with the process. */
export class MemoryBlobStore implements BlobStore {
  #open = true;

  constructor(private readonly contents: BlobContents = new Map()) {}

  async put(key: Buffer, content: AsyncIterable<Uint8Array>, limit: number): Promise<PutBlob> {
    this.#check();
    const pieces: Buffer[] = [];
    const put = await sealBlob(key, content, limit, async (piece) => void pieces.push(piece));
    const placed = this.#placed.then(() => this.#place(key, put, Buffer.concat(pieces)));
    this.#placed = placed.catch(() => undefined);
    return { ...put, repeated: await placed };
  }

  /** True = the same was there already, and is whole. One after the other, so that of two that bring the same only one makes it. */
  async #place(key: Buffer, put: BlobRef, sealed: Buffer): Promise<boolean> {
    const repeated = await isWhole(this.open(key, put));
    if (!repeated) this.contents.set(put.address, sealed);
    return repeated;
  }
  #placed: Promise<unknown> = Promise.resolve();

  async open(key: Buffer, blob: BlobRef, range?: ByteRange): Promise<AsyncIterable<Buffer>> {
    this.#check();
    const sealed = this.contents.get(blob.address);
    if (sealed === undefined) throw unknownBlob();
    return openBlob(key, blob, sourceOf(sealed), range);
  }

  async *list(): AsyncGenerator<ListedBlob> {
    this.#check();
    for (const [address, sealed] of [...this.contents].toSorted(([a], [b]) => (a < b ? -1 : 1))) yield { address, sealedBytes: sealed.length };
  }

  async delete(address: string): Promise<void> {
    this.#check();
    this.contents.delete(address);
  }

  async sealed(address: string): Promise<AsyncIterable<Uint8Array>> {
    this.#check();
    const sealed = this.contents.get(address);
    if (sealed === undefined) throw unknownBlob();
    return sourceOf(sealed).read(0, sealed.length);
  }

  async restore(address: string, sealed: AsyncIterable<Uint8Array>): Promise<void> {
    this.#check();
    const pieces: Uint8Array[] = [];
    for await (const piece of sealed) pieces.push(piece);
    this.contents.set(address, Buffer.concat(pieces));
  }

  async close(): Promise<void> {
    this.#open = false;
  }

  #check(): void {
    if (!this.#open) throw new BlobStoreError('BLOB_STORE_CLOSED', 'the blob store is closed');
  }
}

function sourceOf(sealed: Buffer): SealedSource {
  return {
    sealedBytes: sealed.length,
    async *read(from, to) {
      yield sealed.subarray(from, to);
    },
  };
}
