import { createHash } from 'node:crypto';
import { CHUNK, SEALED_CHUNK, HEADER } from './blob-format';
import type { BlobRef, BlobStore } from './blob-store';

/** One place blobs can be kept in, opened again and again by the suite, never twice at a time. Fresh for every case. */
export interface BlobPlace {
  open(): Promise<BlobStore>;
  /** Replaces what is stored under an address behind the store's back. */
  tamper(address: string, change: (sealed: Buffer) => Buffer): Promise<void>;
  /** Everything it holds but whole blobs: what was begun and not finished. */
  leftovers(): Promise<readonly string[]>;
  clear(): Promise<void>;
}

const LIMIT = 10 * CHUNK;
const jen = Buffer.alloc(32, 1);
const tom = Buffer.alloc(32, 2);

/** No two chunks alike, so that none can stand for another. */
function contentOf(bytes: number): Buffer {
  const content = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4) content.writeUInt32LE((at * 2_654_435_761) >>> 0, at);
  return content;
}

async function* pieces(content: Buffer, size = 10_000): AsyncGenerator<Buffer> {
  for (let from = 0; from < content.length; from += size) yield content.subarray(from, from + size);
}

/** A sender whose line goes dead. */
async function* cutOff(content: Buffer): AsyncGenerator<Buffer> {
  yield* pieces(content);
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of content) all.push(piece);
  return Buffer.concat(all);
}

/** What every blob store must do; adapters run it over real folders or servers. */
export function blobStoreContract(name: string, makePlace: () => Promise<BlobPlace>): void {
  describe(`${name}: the contract of blob stores`, () => {
    let place: BlobPlace;
    let store: BlobStore;
    const put = (content: Buffer, key = jen) => store.put(key, pieces(content), LIMIT);
    const read = async (blob: BlobRef, key = jen): Promise<Buffer> => whole(await store.open(key, blob));
    const listed = async (): Promise<readonly string[]> => {
      const all: string[] = [];
      for await (const { address } of store.list()) all.push(address);
      return all;
    };
    const reopen = async (): Promise<void> => {
      await store.close();
      store = await place.open();
    };

    beforeEach(async () => {
      place = await makePlace();
      store = await place.open();
    });
    afterEach(async () => {
      await store.close();
      await place.clear();
    });

    describe('what is put', () => {
      it.each([1, 15, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])('comes back as it was (%d bytes)', async (bytes) => {
        const content = contentOf(bytes);
        const blob = await put(content);
        expect(blob).toEqual({ address: expect.stringMatching(/^[0-9a-f]{64}$/), bytes, hash: createHash('sha256').update(content).digest('hex'), repeated: false });
        expect((await read(blob)).equals(content)).toBe(true);
        await reopen();
        expect((await read(blob)).equals(content)).toBe(true);
      });

      it('is the same blob however it comes in pieces, and again after reopening', async () => {
        const content = contentOf(2 * CHUNK + 5);
        const first = await put(content);
        expect(await store.put(jen, pieces(content, 1_000), LIMIT)).toEqual({ ...first, repeated: true });
        await reopen();
        expect(await store.put(jen, pieces(content, 3 * CHUNK), LIMIT)).toEqual({ ...first, repeated: true });
        expect(await listed()).toEqual([first.address]);
      });

      it('by many at the same moment is one blob, which only one of them has made', async () => {
        const content = contentOf(CHUNK + 3);
        const all = await Promise.all(Array.from({ length: 8 }, () => put(content)));
        expect(new Set(all.map(({ address }) => address)).size).toBe(1);
        expect(all.filter(({ repeated }) => !repeated)).toHaveLength(1);
        expect((await read(all[0] as BlobRef)).equals(content)).toBe(true);
        expect(await place.leftovers()).toEqual([]);
      });

      it('for two owners is two blobs, and opens for neither with the key of the other', async () => {
        const content = contentOf(100);
        const [ours, theirs] = [await put(content, jen), await put(content, tom)];
        expect(ours.address).not.toBe(theirs.address);
        await expect(store.open(tom, ours)).rejects.toMatchObject({ code: 'BLOB_DAMAGED' });
        expect((await read(theirs, tom)).equals(content)).toBe(true);
      });

      it('does not stand there in clear', async () => {
        const content = Buffer.from('a letter that nobody else should read, '.repeat(50));
        const { address } = await put(content);
        let sealed: Buffer = Buffer.alloc(0);
        await place.tamper(address, (bytes) => (sealed = bytes));
        expect([sealed.length > content.length, sealed.includes('nobody')]).toEqual([true, false]);
      });
    });

    describe('what is not whole', () => {
      it('leaves nothing when its sender is cut off', async () => {
        await expect(store.put(jen, cutOff(contentOf(3 * CHUNK)), LIMIT)).rejects.toMatchObject({ code: 'ECONNRESET' });
        expect([await listed(), await place.leftovers()]).toEqual([[], []]);
      });

      it('is refused when there is nothing in it', async () => {
        await expect(put(Buffer.alloc(0))).rejects.toMatchObject({ code: 'BLOB_EMPTY' });
        expect([await listed(), await place.leftovers()]).toEqual([[], []]);
      });

      it('is refused one byte beyond the limit, and no more of it is asked for', async () => {
        let asked = 0;
        const endless = (async function* () {
          for (;;) yield contentOf((asked += 1, CHUNK));
        })();
        await expect(store.put(jen, endless, LIMIT)).rejects.toMatchObject({ code: 'BLOB_TOO_LARGE' });
        await expect(put(contentOf(LIMIT + 1))).rejects.toMatchObject({ code: 'BLOB_TOO_LARGE' });
        expect([asked, await listed(), await place.leftovers()]).toEqual([LIMIT / CHUNK + 1, [], []]);
        expect((await put(contentOf(LIMIT))).bytes).toBe(LIMIT);
      });
    });

    describe('a reader', () => {
      it.each([[0, 1], [5, 6], [CHUNK - 1, CHUNK + 1], [CHUNK, 2 * CHUNK], [CHUNK + 7, 3 * CHUNK + 9], [3 * CHUNK, 3 * CHUNK + 10], [0, 3 * CHUNK + 10]])('gets the bytes from %d to %d', async (from, to) => {
        const content = contentOf(3 * CHUNK + 10);
        const part = await store.open(jen, await put(content), { from, to });
        expect((await whole(part)).equals(content.subarray(from, to))).toBe(true);
      });

      it('is told that there are no such bytes', async () => {
        const blob = await put(contentOf(10));
        for (const [from, to] of [[0, 11], [5, 5], [-1, 4], [6, 5]] as const) await expect(store.open(jen, blob, { from, to })).rejects.toThrow(RangeError);
      });

      it('may leave early, come again, and be one of many', async () => {
        const content = contentOf(5 * CHUNK);
        const blob = await put(content);
        const opened = await store.open(jen, blob);
        for await (const piece of opened) if (piece.length > 0) break;
        const all = await Promise.all([whole(opened), whole(opened), read(blob)]);
        expect(all.every((one) => one.equals(content))).toBe(true);
      });

      it('asks for what is not there', async () => {
        await expect(store.open(jen, { address: '0'.repeat(64), bytes: 1 })).rejects.toMatchObject({ code: 'BLOB_UNKNOWN' });
        await expect(store.open(jen, { address: '../vault.sqlite', bytes: 1 })).rejects.toMatchObject({ code: 'BLOB_UNKNOWN' });
      });
    });

    describe('what is damaged', () => {
      const last = HEADER + 2 * SEALED_CHUNK;
      const chunk = (sealed: Buffer, index: number): Buffer => sealed.subarray(HEADER + index * SEALED_CHUNK, HEADER + (index + 1) * SEALED_CHUNK);
      const flipped = (at: number) => (sealed: Buffer): Buffer => {
        sealed.writeUInt8(sealed.readUInt8(at) ^ 1, at);
        return sealed;
      };

      it.each<[string, (sealed: Buffer) => Buffer]>([
        ['altered in its header', flipped(2)],
        ['altered in its salt', flipped(9)],
        ['altered in its first chunk', flipped(HEADER + 5)],
        ['altered in its last chunk', flipped(last + 5)],
        ['one byte short', (sealed) => sealed.subarray(0, -1)],
        ['without its last chunk', (sealed) => sealed.subarray(0, last)],
        ['empty', () => Buffer.alloc(0)],
        ['longer than it was', (sealed) => Buffer.concat([sealed, Buffer.alloc(1)])],
      ])('%s is refused before its first byte', async (_how, change) => {
        const blob = await put(contentOf(3 * CHUNK));
        await place.tamper(blob.address, change);
        await expect(store.open(jen, blob)).rejects.toMatchObject({ code: 'BLOB_DAMAGED' });
      });

      it.each<[string, (sealed: Buffer) => Buffer]>([
        ['altered', flipped(HEADER + SEALED_CHUNK + 5)],
        ['replaced by another of it', (sealed) => Buffer.concat([sealed.subarray(0, HEADER + SEALED_CHUNK), chunk(sealed, 2), chunk(sealed, 2), chunk(sealed, 3)])],
        ['exchanged', (sealed) => Buffer.concat([sealed.subarray(0, HEADER + SEALED_CHUNK), chunk(sealed, 2), chunk(sealed, 1), chunk(sealed, 3)])],
      ])('in the middle, a chunk %s, is given out up to there and no further', async (_how, change) => {
        const content = contentOf(4 * CHUNK);
        const blob = await put(content);
        await place.tamper(blob.address, change);
        const given: Buffer[] = [];
        const reading = async (): Promise<void> => {
          for await (const piece of await store.open(jen, blob)) given.push(piece);
        };
        await expect(reading()).rejects.toMatchObject({ code: 'BLOB_DAMAGED' });
        expect(Buffer.concat(given).equals(content.subarray(0, CHUNK))).toBe(true);
      });

      it('or another blob of the same owner in its place, is refused', async () => {
        const [one, other] = [await put(contentOf(2 * CHUNK)), await put(Buffer.alloc(2 * CHUNK, 7))];
        let sealed: Buffer = Buffer.alloc(0);
        await place.tamper(other.address, (bytes) => (sealed = bytes));
        await place.tamper(one.address, () => sealed);
        await expect(store.open(jen, one)).rejects.toMatchObject({ code: 'BLOB_DAMAGED' });
      });

      it('is mended by putting the same content again', async () => {
        const content = contentOf(3 * CHUNK);
        const blob = await put(content);
        await place.tamper(blob.address, flipped(HEADER + SEALED_CHUNK + 5));
        expect(await put(content)).toEqual({ ...blob, repeated: false });
        expect((await read(blob)).equals(content)).toBe(true);
      });
    });

    describe('brought over', () => {
      it.each([1, CHUNK, 3 * CHUNK + 7, 9 * CHUNK])('it opens there as it did here (%d bytes), and is the same byte for byte', async (bytes) => {
        const [content, otherPlace] = [contentOf(bytes), await makePlace()];
        const [blob, other] = [await put(content), await otherPlace.open()];
        await other.restore(blob.address, await store.sealed(blob.address));
        expect((await whole(await other.open(jen, blob))).equals(content)).toBe(true);
        expect(await whole(await other.sealed(blob.address))).toEqual(await whole(await store.sealed(blob.address)));
        expect(await otherPlace.leftovers()).toEqual([]);
        await other.close();
        await otherPlace.clear();
      });

      it('again it replaces what is there: what is damaged is mended', async () => {
        const [content, other] = [contentOf(CHUNK + 9), await put(contentOf(77))];
        const blob = await put(content);
        const sealed = await whole(await store.sealed(blob.address));
        await place.tamper(blob.address, (bytes) => bytes.subarray(0, 40));
        await store.restore(blob.address, pieces(sealed, 5_000));
        await store.restore(blob.address, pieces(sealed));
        await reopen();
        expect((await read(blob)).equals(content)).toBe(true);
        expect((await listed()).toSorted()).toEqual([blob.address, other.address].toSorted());
        expect(await place.leftovers()).toEqual([]);
      });

      it('and cut off, it leaves nothing', async () => {
        const { address } = await put(contentOf(3 * CHUNK));
        const sealed = await whole(await store.sealed(address));
        await store.delete(address);
        await expect(store.restore(address, cutOff(sealed))).rejects.toMatchObject({ code: 'ECONNRESET' });
        expect(await listed()).toEqual([]);
        expect(await place.leftovers()).toEqual([]);
      });

      it.each(['0'.repeat(64), '../vault.sqlite'])('is nothing under an address that nobody knows: %s', async (address) => {
        await expect(store.sealed(address)).rejects.toMatchObject({ code: 'BLOB_UNKNOWN' });
      });
    });

    it('lists all there is, by address', async () => {
      const blobs = await Promise.all([10, 20, CHUNK + 1].map((bytes) => put(contentOf(bytes))));
      expect(await listed()).toEqual(blobs.map(({ address }) => address).toSorted());
      for await (const { sealedBytes } of store.list()) expect(sealedBytes).toBeGreaterThan(10);
    });

    it('deletes for good, and twice is the same as once', async () => {
      const [gone, kept] = [await put(contentOf(10)), await put(contentOf(20))];
      await store.delete(gone.address);
      await store.delete(gone.address);
      await store.delete('../vault.sqlite');
      await reopen();
      expect(await listed()).toEqual([kept.address]);
      await expect(store.open(jen, gone)).rejects.toMatchObject({ code: 'BLOB_UNKNOWN' });
      expect((await put(contentOf(10))).repeated).toBe(false);
    });

    it('closed, says so', async () => {
      const blob = await put(contentOf(10));
      await store.close();
      for (const asked of [() => put(contentOf(10)), () => store.open(jen, blob), () => listed(), () => store.delete(blob.address), () => store.sealed(blob.address), () => store.restore(blob.address, pieces(contentOf(60)))]) await expect(asked()).rejects.toMatchObject({ code: 'BLOB_STORE_CLOSED' });
    });
  });
}
