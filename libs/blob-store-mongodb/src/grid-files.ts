import { mongo } from 'mongoose';
import { finished } from 'node:stream/promises';

/** A file of GridFS, as its specification has it. */
export interface GridFile {
  readonly _id: mongo.ObjectId;
  readonly length: number;
  readonly chunkSize: number;
}

interface GridChunk {
  readonly files_id: mongo.ObjectId;
  readonly n: number;
  readonly data: mongo.Binary;
}

/** One that is being written, a piece at a time. It is a file when `end` resolves. */
export interface Upload {
  readonly id: mongo.ObjectId;
  write(piece: Buffer): Promise<void>;
  end(): Promise<void>;
  /** Whether it is certain what stands there: `false` where the server has not answered. */
  isCertain(): boolean;
}

const BUCKET = 'sealed';
/** Of the chunks that are asked for at once, 255 KiB each. */
const CHUNKS_AT_ONCE = 4;

/**
 * Sealed bytes in GridFS, in files that nobody looks for by name. Written by the driver; read chunk by chunk with a question of its own
 * for each few, so that a reader who takes his time, leaves, or outlives a failover has nothing open at the server.
 */
export class GridFiles {
  private readonly bucket: mongo.GridFSBucket;
  private readonly files: mongo.Collection<GridFile>;
  private readonly chunks: mongo.Collection<GridChunk>;

  constructor(db: mongo.Db) {
    this.bucket = new mongo.GridFSBucket(db, { bucketName: BUCKET });
    this.files = db.collection(`${BUCKET}.files`);
    this.chunks = db.collection(`${BUCKET}.chunks`);
  }

  /** The indexes of the specification. The driver makes them too, beside its first upload, and tells nobody where it cannot. */
  async prepare(): Promise<void> {
    await this.chunks.createIndex({ files_id: 1, n: 1 }, { unique: true });
    await this.files.createIndex({ filename: 1, uploadDate: 1 });
  }

  upload(): Upload {
    const stream = this.bucket.openUploadStream('sealed');
    // Whoever writes is told by his own call.
    stream.on('error', () => undefined);
    return {
      id: stream.id,
      write: (piece) => new Promise((resolve, reject) => void stream.write(piece, (error) => (error ? reject(error) : resolve()))),
      end: async () => {
        stream.end();
        await finished(stream);
      },
      isCertain: () => stream.errored === null,
    };
  }

  find(id: mongo.ObjectId): Promise<GridFile | null> {
    return this.files.findOne({ _id: id });
  }

  /** Bytes of it (`to` exclusive), a few chunks for each call; fewer where there are no more. */
  async *read({ _id, chunkSize }: GridFile, from: number, to: number): AsyncGenerator<Buffer> {
    const end = Math.ceil(to / chunkSize);
    for (let n = Math.floor(from / chunkSize); n < end; n += CHUNKS_AT_ONCE) {
      const chunks = await this.chunks.find({ files_id: _id, n: { $gte: n, $lt: Math.min(n + CHUNKS_AT_ONCE, end) } }, { sort: { n: 1 } }).toArray();
      for (const { n: at, data } of chunks) {
        const start = at * chunkSize;
        yield Buffer.from(data.buffer.subarray(0, data.position)).subarray(Math.max(0, from - start), to - start);
      }
    }
  }

  /** Harmless where it is not there, or not all of it. */
  async remove(id: mongo.ObjectId): Promise<void> {
    await this.files.deleteOne({ _id: id });
    await this.chunks.deleteMany({ files_id: id });
  }
}
