// Real: the format of sealed blobs, with fixed keys: what was once written opens for ever.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { addressKey, blobKey, CHUNK, chunksIn, HEADER, headerOf, openChunk, saltIn, sealChunk, sealedSize } from './blob-format';
import { inChunks } from './seal-blob';

const owner = Buffer.alloc(32, 7);
const salt = Buffer.alloc(32, 9);
const key = blobKey(owner, salt);
const address = 'ab'.repeat(32);
const hex = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 32);

it('is the one that was written to disks before: never change these', () => {
  expect(headerOf(salt).toString('hex')).toBe(`544c4231${'09'.repeat(32)}`);
  expect([hex(key), hex(addressKey(owner))]).toEqual(['7fbc6a4065fecc0a3daef25f443b8b1e', 'f38872b1c9d8cd0062fc6dedede9e75a']);
  expect(sealChunk(key, 0, Buffer.from('letter'), null).toString('hex')).toBe('53976fc1f233e7a46961a3dd43c8f5376545cec7c8f5');
  expect(sealChunk(key, 3, Buffer.from('letter'), address).toString('hex')).toBe('b2f98f08293716eebb7c4c74de7f24aefdefc1c23cd8');
});

it('has a header of its own, and knows no other', () => {
  expect(saltIn(headerOf(salt))).toEqual(salt);
  expect(saltIn(Buffer.alloc(HEADER))).toBeNull();
  expect(saltIn(headerOf(salt).subarray(1))).toBeNull();
});

it('is as long as it says', () => {
  for (const bytes of [1, CHUNK - 1, CHUNK, CHUNK + 1, 10 * CHUNK]) {
    const chunks = Array.from({ length: chunksIn(bytes) }, (_, index) => Buffer.alloc(Math.min(CHUNK, bytes - index * CHUNK)));
    expect(sealedSize(bytes)).toBe(HEADER + chunks.reduce((sum, chunk, index) => sum + sealChunk(key, index, chunk, null).length, 0));
  }
});

it('opens at its own place only: number, whether it is the last, and of which blob', () => {
  const places = [{ index: 0, of: null }, { index: 1, of: null }, { index: 256, of: null }, { index: 0, of: address }, { index: 1, of: address }, { index: 0, of: 'cd'.repeat(32) }];
  for (const [sealedAt, { index, of }] of places.entries()) {
    const sealed = sealChunk(key, index, Buffer.from('letter'), of);
    expect(places.map((place) => openChunk(key, place.index, sealed, place.of)?.toString() ?? null)).toEqual(places.map((_, at) => (at === sealedAt ? 'letter' : null)));
    expect(openChunk(blobKey(owner, Buffer.alloc(32, 8)), index, sealed, of)).toBeNull();
    expect(openChunk(key, index, sealed.subarray(0, 16), of)).toBeNull();
  }
});

it('is cut into chunks of one size, however the bytes arrive', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }), fc.integer({ min: 1, max: 33 }), async (parts, size) => {
      const chunks: Buffer[] = [];
      for await (const chunk of inChunks(stream(parts), size)) chunks.push(Buffer.from(chunk));
      expect(Buffer.concat(chunks)).toEqual(Buffer.concat(parts));
      for (const chunk of chunks.slice(0, -1)) expect(chunk).toHaveLength(size);
      expect(chunks.at(-1)?.length ?? 1).toBeGreaterThan(0);
    }),
  );
});

async function* stream(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}
