import { BlobStoreError, isBlobAddress, isWhole, openBlob, sealBlob, unknownBlob, type BlobRef, type BlobStore, type ByteRange, type ListedBlob, type PutBlob, type SealedSource } from '@throughline/blob-store';
import { Calls, isDuplicate, repeating, type MongoConnection } from '@throughline/mongodb';
import type { mongo } from 'mongoose';
import { GridFiles, type Upload } from './grid-files';
import { LooseFiles } from './loose-files';

export interface MongoBlobStoreOptions {
  /** Of the blobs alone. */
  readonly database: string;
}

/** Which file holds the blob of an address. This shape is stored: version it, never change it. */
interface BlobRow {
  readonly _id: string;
  readonly file: mongo.ObjectId;
  readonly sealedBytes: number;
}

const LISTED_AT_ONCE = 1_000;

/**
 * Blobs in GridFS, for many processes at once.
 *
 *   a row in `loose` ─▶ sealed chunks ─▶ its file ─▶ a row in `blobs` under the address ─▶ no row in `loose` any more: put resolves
 *
 * What has no row in `blobs` is not to be seen, and there is one row for an address: of all who bring the same, one has made it. What
 * is begun and not finished is removed a day later, when a process starts. All is written to a majority of the servers and read from it.
 */
export class MongoBlobStore implements BlobStore {
  private readonly blobs: mongo.Collection<BlobRow>;
  private readonly files: GridFiles;
  private readonly loose: LooseFiles;
  private readonly calls = new Calls({
    closed: () => new BlobStoreError('BLOB_STORE_CLOSED', 'the blob store is closed'),
    failed: (reason, cause) => new BlobStoreError('BLOB_STORE_FAILED', `MongoDB has not done it, or not answered: ${reason}`, { cause }),
  });

  private constructor(db: mongo.Db) {
    this.blobs = db.collection('blobs');
    this.files = new GridFiles(db);
    this.loose = new LooseFiles(db);
  }

  /** Throws `BlobStoreError`. The connection stays the caller's. */
  static async open(connection: MongoConnection, { database }: MongoBlobStoreOptions): Promise<MongoBlobStore> {
    const store = new MongoBlobStore(connection.database(database, 'majority'));
    await store.calls.run(async () => {
      await store.files.prepare();
      await store.blobs.createIndex({ file: 1 });
      for (const id of await store.loose.abandoned(async (file) => (await store.blobs.findOne({ file })) !== null)) await store.remove(id);
    });
    return store;
  }

  put(key: Buffer, content: AsyncIterable<Uint8Array>, limit: number): Promise<PutBlob> {
    return this.calls.run(async () => {
      const upload = this.files.upload();
      await this.loose.begin(upload.id);
      const { outcome, sealedBytes } = await this.upload(upload, (write) => sealBlob(key, content, limit, write));
      const put = { ...outcome, sealedBytes };
      const repeated = await repeating(() => this.place(key, put, upload.id), unplaced);
      if (repeated) await this.remove(upload.id);
      else if (!(await this.loose.settle(upload.id))) await this.retract(put.address, upload.id);
      return { address: put.address, bytes: put.bytes, hash: put.hash, repeated };
    });
  }

  async open(key: Buffer, blob: BlobRef, range?: ByteRange): Promise<AsyncIterable<Buffer>> {
    const content = await this.calls.run(async () => {
      const row = await this.blobs.findOne({ _id: blob.address });
      if (row === null) throw unknownBlob();
      return openBlob(key, blob, await this.source(row.file), range);
    });
    return { [Symbol.asyncIterator]: () => this.calls.each(content) };
  }

  async sealed(address: string): Promise<AsyncIterable<Uint8Array>> {
    const content = await this.calls.run(async () => {
      const row = await this.blobs.findOne({ _id: address });
      if (row === null) throw unknownBlob();
      const source = await this.source(row.file);
      return source.read(0, source.sealedBytes);
    });
    return { [Symbol.asyncIterator]: () => this.calls.each(content) };
  }

  restore(address: string, sealed: AsyncIterable<Uint8Array>): Promise<void> {
    return this.calls.run(async () => {
      if (!isBlobAddress(address)) throw unknownBlob();
      const upload = this.files.upload();
      await this.loose.begin(upload.id);
      const { sealedBytes } = await this.upload(upload, async (write) => {
        for await (const piece of sealed) await write(Buffer.from(piece));
      });
      await repeating(() => this.placeAnyway({ _id: address, file: upload.id, sealedBytes }), unplaced);
      if (!(await this.loose.settle(upload.id))) await this.retract(address, upload.id);
    });
  }

  async *list(): AsyncGenerator<ListedBlob> {
    for (let last = ''; ; ) {
      const rows = await this.calls.run(() => this.blobs.find({ _id: { $gt: last } }, { sort: { _id: 1 }, limit: LISTED_AT_ONCE }).toArray());
      for (const { _id: address, sealedBytes } of rows) yield { address, sealedBytes };
      if (rows.length < LISTED_AT_ONCE) return;
      ({ _id: last } = rows.at(-1) ?? { _id: last });
    }
  }

  delete(address: string): Promise<void> {
    return this.calls.run(async () => {
      const row = await this.blobs.findOne({ _id: address });
      if (row === null) return;
      await this.loose.doom(row.file);
      await this.blobs.deleteOne({ _id: address, file: row.file });
      await this.remove(row.file);
    });
  }

  close(): Promise<void> {
    return this.calls.close();
  }

  /** What fails at its sender leaves nothing. Where the server has not answered, a chunk may still be on its way: that waits its day. */
  private async upload<T>(upload: Upload, work: (write: (piece: Buffer) => Promise<void>) => Promise<T>): Promise<{ readonly outcome: T; readonly sealedBytes: number }> {
    let sealedBytes = 0;
    try {
      const outcome = await work((piece) => {
        sealedBytes += piece.length;
        return upload.write(piece);
      });
      await upload.end();
      return { outcome, sealedBytes };
    } catch (error) {
      if (!upload.isCertain()) throw error;
      await this.remove(upload.id);
      throw this.calls.asIs(error);
    }
  }

  /**
   * True = the same was there already, and is whole; one that is damaged is replaced, so that sending a file again mends it. `undefined` =
   * another was quicker, or a majority does not have it yet. Whatever throws in here may have been done: then the file waits its day.
   */
  private async place(key: Buffer, { sealedBytes, ...put }: BlobRef & { readonly sealedBytes: number }, file: mongo.ObjectId): Promise<boolean | undefined> {
    if (await this.isInserted({ _id: put.address, file, sealedBytes })) return false;
    const there = await this.blobs.findOne({ _id: put.address });
    if (there === null) return undefined;
    if (there.file.equals(file)) return false;
    if (await isWhole(this.source(there.file).then((source) => openBlob(key, put, source)))) return true;
    return (await this.replace(there, { _id: put.address, file, sealedBytes })) ? false : undefined;
  }

  private async placeAnyway(row: BlobRow): Promise<true | undefined> {
    if (await this.isInserted(row)) return true;
    const { _id } = row;
    const there = await this.blobs.findOne({ _id });
    if (there?.file.equals(row.file) === true) return true;
    return there !== null && (await this.replace(there, row)) ? true : undefined;
  }

  /** `false` = another was quicker. */
  private async replace(there: BlobRow, { _id, file, sealedBytes }: BlobRow): Promise<boolean> {
    await this.loose.doom(there.file);
    const { matchedCount } = await this.blobs.updateOne({ _id, file: there.file }, { $set: { file, sealedBytes } });
    await this.remove(there.file);
    return matchedCount === 1;
  }

  private async isInserted(row: BlobRow): Promise<boolean> {
    try {
      await this.blobs.insertOne(row);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  private async retract(address: string, file: mongo.ObjectId): Promise<never> {
    await this.blobs.deleteOne({ _id: address, file });
    await this.remove(file);
    throw new BlobStoreError('BLOB_STORE_FAILED', 'it was removed while it was being stored: store it again');
  }

  private async remove(file: mongo.ObjectId): Promise<void> {
    await this.files.remove(file);
    await this.loose.forget(file);
  }

  /** One that has lost its file is damaged like one that has lost its end. */
  private async source(id: mongo.ObjectId): Promise<SealedSource> {
    const file = await this.files.find(id);
    if (file === null) return { sealedBytes: 0, read: nothing };
    return { sealedBytes: file.length, read: (from, to) => this.files.read(file, from, to) };
  }
}

async function* nothing(): AsyncGenerator<Buffer> {}

function unplaced(): BlobStoreError {
  return new BlobStoreError('BLOB_STORE_FAILED', 'a file that another process has stored does not reach a majority of the servers');
}
