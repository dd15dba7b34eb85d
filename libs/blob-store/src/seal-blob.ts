import { createHash, createHmac, randomBytes } from 'node:crypto';
import { addressKey, blobKey, CHUNK, headerOf, SALT, sealChunk } from './blob-format';
import { BlobStoreError, type PutBlob } from './blob-store';

/**
 * Seals content as it comes and hands the sealed pieces to `write`, in order, one at a time: what every adapter's `put` does. No more
 * than two chunks are held. Throws `BLOB_TOO_LARGE` as soon as one byte too many has come, `BLOB_EMPTY` at the end.
 */
export async function sealBlob(key: Buffer, content: AsyncIterable<Uint8Array>, limit: number, write: (piece: Buffer) => Promise<void>): Promise<Omit<PutBlob, 'repeated'>> {
  const salt = randomBytes(SALT);
  const own = blobKey(key, salt);
  const [keyed, plain] = [createHmac('sha256', addressKey(key)), createHash('sha256')];
  let [index, bytes] = [0, 0];
  let held: Buffer | null = null;
  await write(headerOf(salt));
  for await (const chunk of inChunks(upTo(limit, content), CHUNK)) {
    // Only what is followed by another chunk is known not to be the last.
    if (held !== null) await write(sealChunk(own, index++, held, null));
    keyed.update(chunk);
    plain.update(chunk);
    bytes += chunk.length;
    held = chunk;
  }
  if (held === null) throw new BlobStoreError('BLOB_EMPTY', 'there is nothing in it');
  const address = keyed.digest('hex');
  await write(sealChunk(own, index, held, address));
  return { address, bytes, hash: plain.digest('hex') };
}

async function* upTo(limit: number, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of content) {
    bytes += piece.length;
    if (bytes > limit) throw new BlobStoreError('BLOB_TOO_LARGE', `at most ${limit} bytes are taken`);
    yield piece;
  }
}

/** The same bytes in pieces of `size`, the last one shorter, however they came. */
export async function* inChunks(pieces: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let chunk = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; ) {
      const part = piece.subarray(from, from + size - filled);
      chunk.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < size) continue;
      yield chunk;
      chunk = Buffer.allocUnsafe(size);
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}
