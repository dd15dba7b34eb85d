import { BlobStoreError, isBlobAddress, isWhole, unknownBlob, openBlob, sealBlob, type BlobRef, type BlobStore, type ByteRange, type ListedBlob, type PutBlob, type SealedSource } from '@throughline/blob-store';
import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface FolderOptions {
  /** Made if it is not there. One process at a time: whoever opens it has the lock of the data folder. */
  readonly folder: string;
}

/** What is still being written. Nobody looks for a blob here; what a killed process left is removed at the next opening. */
const UNFINISHED = 'unfinished';

/**
 * Blobs as files of one folder: `ab/ab12…`, named by their address, sealed, readable by their owner only.
 *
 *   unfinished/<uuid> ──written, fsync──► rename to ab/ab12… ──fsync of ab/ and of the folder──► put resolves
 *
 * So a name always stands for a whole blob that is on the disk, whenever the process or the power goes.
 */
export class FolderBlobStore implements BlobStore {
  private isOpen = true;

  private constructor(private readonly folder: string) {}

  static async open({ folder }: FolderOptions): Promise<FolderBlobStore> {
    return failing(async () => {
      rmSync(join(folder, UNFINISHED), { recursive: true, force: true });
      mkdirSync(join(folder, UNFINISHED), { recursive: true, mode: 0o700 });
      await syncFolder(dirname(folder));
      return new FolderBlobStore(folder);
    });
  }

  async put(key: Buffer, content: AsyncIterable<Uint8Array>, limit: number): Promise<PutBlob> {
    this.check();
    return this.unfinished(async (unfinished, handle) => {
      const put = await sealBlob(key, content, limit, (piece) => failing(() => writeWhole(handle, piece)));
      await failing(() => handle.sync());
      return { ...put, repeated: await this.inTurn(() => this.place(key, unfinished, put)) };
    });
  }

  async sealed(address: string): Promise<AsyncIterable<Uint8Array>> {
    this.check();
    await this.source(address);
    return readFailing(createReadStream(this.file(address)));
  }

  async restore(address: string, sealed: AsyncIterable<Uint8Array>): Promise<void> {
    this.check();
    if (!isBlobAddress(address)) throw unknownBlob();
    await this.unfinished(async (unfinished, handle) => {
      for await (const piece of sealed) await failing(() => writeWhole(handle, Buffer.from(piece)));
      await failing(() => handle.sync());
      await this.inTurn(() => this.name(unfinished, address));
    });
  }

  async open(key: Buffer, blob: BlobRef, range?: ByteRange): Promise<AsyncIterable<Buffer>> {
    this.check();
    return openBlob(key, blob, await this.source(blob.address), range);
  }

  async *list(): AsyncGenerator<ListedBlob> {
    this.check();
    for (const shard of (await failing(() => readdir(this.folder))).filter((name) => /^[0-9a-f]{2}$/.test(name)).toSorted()) {
      for (const address of (await failing(() => readdir(join(this.folder, shard)))).filter(isBlobAddress).toSorted()) {
        yield { address, sealedBytes: (await failing(() => stat(this.file(address)))).size };
      }
    }
  }

  async delete(address: string): Promise<void> {
    this.check();
    if (!isBlobAddress(address) || sizeOf(this.file(address)) === null) return;
    await failing(async () => {
      await rm(this.file(address), { force: true });
      await syncFolder(this.shard(address));
    });
  }

  async close(): Promise<void> {
    this.isOpen = false;
  }

  /** A new file for what comes; gone when `work` is done, unless that gave it its name. */
  private async unfinished<T>(work: (file: string, handle: FileHandle) => Promise<T>): Promise<T> {
    const file = join(this.folder, UNFINISHED, randomUUID());
    const handle = await failing(() => open(file, 'wx', 0o600));
    try {
      return await work(file, handle);
    } finally {
      await handle.close();
      await rm(file, { force: true });
    }
  }

  /** True = the same was there already, and is whole; one that is damaged is replaced, so that sending a file again mends it. */
  private async place(key: Buffer, unfinished: string, put: BlobRef): Promise<boolean> {
    this.check();
    const repeated = await isWhole(this.open(key, put));
    if (repeated) await this.sync(put.address);
    else await this.name(unfinished, put.address);
    return repeated;
  }

  private async name(unfinished: string, address: string): Promise<void> {
    mkdirSync(this.shard(address), { recursive: true, mode: 0o700 });
    renameSync(unfinished, this.file(address));
    await this.sync(address);
  }

  private async sync(address: string): Promise<void> {
    await syncFolder(this.shard(address));
    await syncFolder(this.folder);
  }

  /** One after the other: of two that bring the same, the second finds what the first has placed. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(() => failing(work));
    this.turn = mine.catch(() => undefined);
    return mine;
  }
  private turn: Promise<unknown> = Promise.resolve();

  private async source(address: string): Promise<SealedSource> {
    const size = isBlobAddress(address) ? sizeOf(this.file(address)) : null;
    if (size === null) throw unknownBlob();
    return { sealedBytes: size, read: (from, to) => readFailing(createReadStream(this.file(address), { start: from, end: to - 1 })) };
  }

  private shard(address: string): string {
    return join(this.folder, address.slice(0, 2));
  }

  private file(address: string): string {
    return join(this.shard(address), address);
  }

  private check(): void {
    if (!this.isOpen) throw new BlobStoreError('BLOB_STORE_CLOSED', 'the blob store is closed');
  }
}

async function writeWhole(handle: FileHandle, piece: Buffer): Promise<void> {
  for (let written = 0; written < piece.length; ) written += (await handle.write(piece, written)).bytesWritten;
}

/** Bytes; `null` = there is no such file. */
function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}

/** A name is durable when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* readFailing(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* pieces;
  } catch (error) {
    throw failed(error);
  }
}

async function failing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failed(error);
  }
}

/** What the disk says names a path; the code says enough. */
function failed(error: unknown): BlobStoreError {
  if (error instanceof BlobStoreError) return error;
  const { code } = error as NodeJS.ErrnoException;
  return new BlobStoreError('BLOB_STORE_FAILED', `the folder of attachments cannot be used (${code ?? 'no code'})`, { cause: error });
}
