// Pure: opening a sealed blob over a source that counts what it is asked for.
import { CHUNK, SEALED_CHUNK } from './blob-format';
import { openBlob } from './open-blob';
import { sealBlob } from './seal-blob';

const key = Buffer.alloc(32, 1);
const CHUNKS = 400;

async function* content(): AsyncGenerator<Buffer> {
  for (let chunk = 0; chunk < CHUNKS; chunk += 1) yield Buffer.alloc(CHUNK, chunk);
}

async function sealed() {
  const pieces: Buffer[] = [];
  const blob = await sealBlob(key, content(), CHUNKS * CHUNK, async (piece) => void pieces.push(piece));
  const whole = Buffer.concat(pieces);
  const asked = { bytes: 0, open: 0 };
  const source = {
    sealedBytes: whole.length,
    async *read(from: number, to: number) {
      asked.open += 1;
      try {
        for (let at = from; at < to; at += 16_384) {
          const piece = whole.subarray(at, Math.min(at + 16_384, to));
          asked.bytes += piece.length;
          yield piece;
        }
      } finally {
        asked.open -= 1;
      }
    },
  };
  return { blob, source, asked };
}

it('reads no further than its reader: 25 MB are never held', async () => {
  const { blob, source, asked } = await sealed();
  const opened = await openBlob(key, blob, source);
  // The header, the first chunk and the last one.
  expect(asked.bytes).toBeLessThan(2 * SEALED_CHUNK + 100);
  const before = asked.bytes;
  let read = 0;
  for await (const piece of opened) {
    read += piece.length;
    expect(asked.bytes - before - read).toBeLessThan(2 * SEALED_CHUNK);
    if (read === 100 * CHUNK) break;
  }
  expect([read, asked.open]).toEqual([100 * CHUNK, 0]);
});

it('reads of a part only the chunks it touches', async () => {
  const { blob, source, asked } = await sealed();
  const opened = await openBlob(key, blob, source, { from: 200 * CHUNK + 5, to: 201 * CHUNK + 5 });
  const before = asked.bytes;
  for await (const piece of opened) expect(piece.length).toBeGreaterThan(0);
  expect(asked.bytes - before).toBe(2 * SEALED_CHUNK);
});

it('leaves nothing open where nobody reads', async () => {
  const { blob, source, asked } = await sealed();
  await openBlob(key, blob, source);
  expect(asked.open).toBe(0);
});
