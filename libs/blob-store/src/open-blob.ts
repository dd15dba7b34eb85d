import { blobKey, CHUNK, chunksIn, HEADER, openChunk, saltIn, SEALED_CHUNK, sealedSize } from './blob-format';
import { BlobStoreError, type BlobRef, type ByteRange } from './blob-store';
import { inChunks } from './seal-blob';

/** A sealed blob where an adapter keeps it. */
export interface SealedSource {
  readonly sealedBytes: number;
  /** Those bytes of it (`to` exclusive), in order. Whoever stops early leaves nothing open. */
  read(from: number, to: number): AsyncIterable<Uint8Array>;
}

/**
 * What every adapter's `open` does: checks length, beginning and end at once, so that what is cut short or is another blob is refused before
 * the first byte goes out; each chunk again when it comes to it. Holds one chunk.
 */
export async function openBlob(key: Buffer, blob: BlobRef, source: SealedSource, range: ByteRange = { from: 0, to: blob.bytes }): Promise<AsyncIterable<Buffer>> {
  if (!(range.from >= 0 && range.from < range.to && range.to <= blob.bytes)) throw new RangeError(`a blob of ${blob.bytes} bytes has no bytes ${range.from} to ${range.to}`);
  if (source.sealedBytes !== sealedSize(blob.bytes)) throw damaged();
  const own = await keyOf(key, source);
  const last = chunksIn(blob.bytes) - 1;
  for (const index of new Set([0, last])) await drain(chunks(own, blob, source, index, index));
  return { [Symbol.asyncIterator]: () => within(own, blob, source, range) };
}

/** Whether a blob reads to its end; one that is damaged, or not there, does not. */
export async function isWhole(opening: Promise<AsyncIterable<Buffer>>): Promise<boolean> {
  try {
    const pieces = (await opening)[Symbol.asyncIterator]();
    for (let next = await pieces.next(); next.done !== true; ) next = await pieces.next();
    return true;
  } catch (error) {
    if (error instanceof BlobStoreError && (error.code === 'BLOB_DAMAGED' || error.code === 'BLOB_UNKNOWN')) return false;
    throw error;
  }
}

async function keyOf(key: Buffer, source: SealedSource): Promise<Buffer> {
  const [header] = await drain(inChunks(source.read(0, HEADER), HEADER));
  const salt = header === undefined ? null : saltIn(header);
  if (salt === null) throw damaged();
  return blobKey(key, salt);
}

async function* within(own: Buffer, blob: BlobRef, source: SealedSource, { from, to }: ByteRange): AsyncGenerator<Buffer> {
  const first = Math.floor(from / CHUNK);
  let start = first * CHUNK;
  for await (const chunk of chunks(own, blob, source, first, chunksIn(to) - 1)) {
    yield chunk.subarray(Math.max(0, from - start), to - start);
    start += chunk.length;
  }
}

async function* chunks(own: Buffer, { address, bytes }: BlobRef, source: SealedSource, first: number, last: number): AsyncGenerator<Buffer> {
  const final = chunksIn(bytes) - 1;
  let index = first;
  const pieces = source.read(HEADER + first * SEALED_CHUNK, Math.min(HEADER + (last + 1) * SEALED_CHUNK, source.sealedBytes));
  for await (const sealed of inChunks(pieces, SEALED_CHUNK)) {
    const content = openChunk(own, index, sealed, index === final ? address : null);
    if (content === null) throw damaged();
    yield content;
    index += 1;
  }
  if (index !== last + 1) throw damaged();
}

async function drain(pieces: AsyncIterable<Buffer>): Promise<readonly Buffer[]> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

function damaged(): BlobStoreError {
  return new BlobStoreError('BLOB_DAMAGED', 'the stored file is damaged, or is not the one it should be; restore it from a backup');
}
