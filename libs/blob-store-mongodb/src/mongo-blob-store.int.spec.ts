// Real: the server at MONGODB_URL, through the driver, over a proxy that cuts the line where a case says so; a database of its own for each case.
import { blobStoreContract, type BlobRef } from '@throughline/blob-store';
import { MongoConnection } from '@throughline/mongodb';
import { randomUUID } from 'node:crypto';
import { mongo } from 'mongoose';
import { buffer } from 'node:stream/consumers';
import { proxyMongodb, type ProxiedMongodb } from '../../../test/peers/mongodb-proxy';
import { MongoBlobStore } from './mongo-blob-store';

const url = process.env['MONGODB_URL'];
if (url === undefined) process.stderr.write('Skipped: blobs in MongoDB need MONGODB_URL, as mongodb://host:port.\n');

const LIMIT = 10_000_000;
const key = Buffer.alloc(32, 1);

async function* pieces(content: Buffer, between: () => Promise<unknown> = async () => undefined): AsyncGenerator<Buffer> {
  for (let from = 0; from < content.length; from += 100_000) {
    yield content.subarray(from, from + 100_000);
    await between();
  }
}

(url === undefined ? describe.skip : describe)('on a server of MongoDB’s protocol', () => {
  jest.setTimeout(60_000);
  let connection: MongoConnection;

  beforeAll(async () => {
    connection = await MongoConnection.open({ url: url ?? '', name: 'spec' });
  });
  afterAll(() => connection.close());

  const fileOf = async (db: mongo.Db, address: string): Promise<mongo.ObjectId> => {
    const row = await db.collection<{ readonly _id: string; readonly file: mongo.ObjectId }>('blobs').findOne({ _id: address });
    return row?.file ?? new mongo.ObjectId();
  };

  async function tamper(db: mongo.Db, address: string, change: (sealed: Buffer) => Buffer): Promise<void> {
    const [bucket, id] = [new mongo.GridFSBucket(db, { bucketName: 'sealed' }), await fileOf(db, address)];
    const changed = change(await buffer(bucket.openDownloadStream(id)));
    await bucket.delete(id);
    const upload = bucket.openUploadStreamWithId(id, 'tampered');
    await new Promise<void>((resolve, reject) => void upload.once('error', reject).end(changed, () => resolve()));
  }

  async function leftovers(db: mongo.Db): Promise<readonly string[]> {
    const pointed = (await db.collection('blobs').find().toArray()).map(({ file }) => String(file));
    const found = async (collection: string, field: string): Promise<readonly string[]> => (await db.collection(collection).distinct(field)).map(String);
    const kept = [...(await found('sealed.files', '_id')), ...(await found('sealed.chunks', 'files_id'))].filter((id) => !pointed.includes(id));
    return [...kept, ...(await found('loose', '_id'))];
  }

  blobStoreContract('MongoBlobStore', async () => {
    const db = connection.database(`spec_${randomUUID()}`);
    return {
      open: () => MongoBlobStore.open(connection, { database: db.databaseName }),
      tamper: (address, change) => tamper(db, address, change),
      leftovers: () => leftovers(db),
      clear: async () => void (await db.dropDatabase()),
    };
  });

  describe('blobs of several processes', () => {
    let db: mongo.Db;
    let here: MongoBlobStore;
    let there: MongoBlobStore;
    const open = (): Promise<MongoBlobStore> => MongoBlobStore.open(connection, { database: db.databaseName });
    const read = async (store: MongoBlobStore, blob: BlobRef): Promise<Buffer> => buffer(await store.open(key, blob));
    const aDayPasses = async (): Promise<void> => void (await db.collection('loose').updateMany({}, { $set: { since: new Date(Date.now() - 90_000_000) } }));
    const content = Buffer.alloc(1_200_000, 'a letter ');

    beforeEach(async () => {
      db = connection.database(`spec_${randomUUID()}`);
      [here, there] = await Promise.all([open(), open()]);
    });
    afterEach(async () => {
      await Promise.all([here.close(), there.close()]);
      await db.dropDatabase();
    });

    it('are one where they are the same, however many bring them at once', async () => {
      const all = await Promise.all(Array.from({ length: 6 }, (_, n) => (n % 2 ? here : there).put(key, pieces(content), LIMIT)));
      expect(all.filter(({ repeated }) => !repeated)).toHaveLength(1);
      expect((await read(there, all[0]!)).equals(content)).toBe(true);
      expect(await leftovers(db)).toEqual([]);
    });

    it('are mended once, however many bring them at once', async () => {
      const blob = await here.put(key, pieces(content), LIMIT);
      await tamper(db, blob.address, (sealed) => sealed.subarray(1));
      const all = await Promise.all([here, there, here, there].map((store) => store.put(key, pieces(content), LIMIT)));
      expect(all.filter(({ repeated }) => !repeated)).toHaveLength(1);
      expect((await read(here, blob)).equals(content)).toBe(true);
      expect(await leftovers(db)).toEqual([]);
    });

    it('are not to be seen before they are whole', async () => {
      const seen: number[] = [];
      const looking = async (): Promise<void> => {
        for await (const { sealedBytes } of there.list()) seen.push(sealedBytes);
      };
      const { address } = await here.put(key, pieces(content, looking), LIMIT);
      expect(seen).toEqual([]);
      await looking();
      expect(seen).toEqual([(await db.collection('sealed.files').findOne({ _id: await fileOf(db, address) }))?.['length']]);
    });

    it('that were begun are left alone for a day and then removed, by who starts', async () => {
      let begun = (): void => undefined;
      const dead = new Promise<void>((resolve) => (begun = resolve));
      const never = new Promise<never>(() => undefined);
      void here.put(key, pieces(content, () => (begun(), never)), LIMIT);
      await dead;
      await (await open()).close();
      expect(await leftovers(db)).not.toEqual([]);
      await aDayPasses();
      await (await open()).close();
      expect(await leftovers(db)).toEqual([]);
      here = await open();
    });

    it('that take longer than a day are refused, not lost', async () => {
      let pieceNumber = 0;
      const slowly = async (): Promise<void> => {
        if (++pieceNumber !== 11) return;
        await aDayPasses();
        await (await open()).close();
      };
      await expect(here.put(key, pieces(content, slowly), LIMIT)).rejects.toMatchObject({ code: 'BLOB_STORE_FAILED', message: expect.stringContaining('store it again') as string });
      expect([await db.collection('blobs').countDocuments(), await leftovers(db)]).toEqual([0, []]);
      expect((await here.put(key, pieces(content), LIMIT)).repeated).toBe(false);
    });

    it('stay when their process died just before it said so', async () => {
      const blob = await here.put(key, pieces(content), LIMIT);
      await db.collection<{ readonly _id: mongo.ObjectId; readonly state: string }>('loose').insertOne({ _id: await fileOf(db, blob.address), state: 'written' });
      await aDayPasses();
      await (await open()).close();
      expect((await read(there, blob)).equals(content)).toBe(true);
      expect(await leftovers(db)).toEqual([]);
    });
  });

  describe('blobs over a line that is cut', () => {
    let db: mongo.Db;
    let line: ProxiedMongodb;
    let connections: readonly MongoConnection[];
    let here: MongoBlobStore;
    let far: MongoBlobStore;

    beforeEach(async () => {
      db = connection.database(`spec_${randomUUID()}`);
      line = await proxyMongodb(url ?? '');
      connections = [await MongoConnection.open({ url: line.url, name: 'spec far', findWithin: 2_000, answerWithin: 1_000 })];
      here = await MongoBlobStore.open(connection, { database: db.databaseName });
      far = await MongoBlobStore.open(connections[0]!, { database: db.databaseName });
    });
    afterEach(async () => {
      await Promise.all([here.close(), far.close()]);
      await db.dropDatabase();
      for (const each of connections) await each.close();
      await line.proxy.close();
    });

    it('are whole where they are there, and there where it was said', async () => {
      const contents = Array.from({ length: 25 }, (_, n) => Buffer.alloc(300_000, `letter ${n} `));
      const stored = new Map<string, Buffer>();
      for (const [attempt, content] of contents.entries()) {
        line.proxy.cutAfter(attempt % 3 === 0 ? 'answers' : 'requests', attempt % 3 === 0 ? 1 + ((attempt * 79) % 900) : 1 + ((attempt * 79_190) % 310_000));
        try {
          const { address } = await far.put(key, pieces(content), LIMIT);
          stored.set(address, content);
        } catch (error) {
          expect(error).toMatchObject({ code: 'BLOB_STORE_FAILED' });
        }
      }
      expect(line.proxy.cuts).toBeGreaterThan(10);
      expect(stored.size).toBeGreaterThan(0);
      for (const [address, content] of stored) expect((await buffer(await here.open(key, { address, bytes: content.length }))).equals(content)).toBe(true);
      // What was not said to be there is there whole, or not at all; once more, it is the same blob.
      const listed: string[] = [];
      for await (const { address } of here.list()) listed.push(address);
      const again = await Promise.all(contents.map((content) => here.put(key, pieces(content), LIMIT)));
      expect(again.filter(({ repeated }) => repeated).map(({ address }) => address).toSorted()).toEqual(listed.toSorted());
      expect(again.filter(({ address }) => stored.has(address)).every(({ repeated }) => repeated)).toBe(true);
    });

    it('leave nothing a day later', async () => {
      const content = Buffer.alloc(2_000_000, 'a letter ');
      for (const after of [100, 200_000, 900_000]) {
        line.proxy.cutAfter('requests', after);
        await far.put(key, pieces(content), LIMIT).catch((error: unknown) => expect(error).toMatchObject({ code: 'BLOB_STORE_FAILED' }));
      }
      await db.collection('loose').updateMany({}, { $set: { since: new Date(Date.now() - 90_000_000) } });
      await (await MongoBlobStore.open(connection, { database: db.databaseName })).close();
      expect(await leftovers(db)).toEqual([]);
    });

    it('are given out to a reader who takes his time, over one connection after another', async () => {
      const content = Buffer.alloc(3_000_000, 'a letter ');
      const blob = await here.put(key, pieces(content), LIMIT);
      const read: Buffer[] = [];
      for await (const piece of await far.open(key, blob)) {
        if (read.length % 10 === 0) line.proxy.cut();
        await new Promise((resolve) => setTimeout(resolve, 20));
        read.push(piece);
      }
      expect(Buffer.concat(read).equals(content)).toBe(true);
    });
  });

  it('lists thousands', async () => {
    const db = connection.database(`spec_${randomUUID()}`);
    const store = await MongoBlobStore.open(connection, { database: db.databaseName });
    const addresses = Array.from({ length: 2_500 }, (_, n) => n.toString(16).padStart(64, '0'));
    await db.collection<{ readonly _id: string; readonly sealedBytes: number }>('blobs').insertMany(addresses.map((_id) => ({ _id, file: new mongo.ObjectId(), sealedBytes: 1 })));
    const listed: string[] = [];
    for await (const { address } of store.list()) listed.push(address);
    expect(listed).toEqual(addresses);
    await store.close();
    await db.dropDatabase();
  });
});
