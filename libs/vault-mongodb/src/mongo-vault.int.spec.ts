// Real: the server at MONGODB_URL, through the driver; a database of its own for each case.
import { MongoConnection } from '@throughline/mongodb';
import { vaultContract, wrappedVaultContract, type WrappedVaultPlace } from '@throughline/vault';
import { randomBytes, randomUUID } from 'node:crypto';
import { mongo } from 'mongoose';
import { MongoVault } from './mongo-vault';

const url = process.env['MONGODB_URL'];
if (url === undefined) process.stderr.write('Skipped: the vault in MongoDB needs MONGODB_URL, as mongodb://host:port.\n');

const masterKey = randomBytes(32);

(url === undefined ? describe.skip : describe)('on a server of MongoDB’s protocol', () => {
  jest.setTimeout(60_000);
  let connection: MongoConnection;

  beforeAll(async () => {
    connection = await MongoConnection.open({ url: url ?? '', name: 'spec' });
  });
  afterAll(() => connection.close());

  async function place(): Promise<WrappedVaultPlace & { readonly database: string }> {
    const database = `spec_${randomUUID()}`;
    return {
      database,
      open: () => MongoVault.open(connection, { database, masterKey }),
      openWithOtherMasterKey: () => MongoVault.open(connection, { database, masterKey: randomBytes(32) }),
      clear: async () => void (await connection.database(database).dropDatabase()),
    };
  }

  vaultContract('MongoVault', place);
  wrappedVaultContract('MongoVault', place);

  describe('a vault of several processes', () => {
    let here: MongoVault;
    let there: MongoVault;
    let db: mongo.Db;

    beforeEach(async () => {
      const { database } = await place();
      db = connection.database(database);
      // At once, as two processes that start on an empty database.
      [here, there] = await Promise.all([MongoVault.open(connection, { database, masterKey }), MongoVault.open(connection, { database, masterKey })]);
    });
    afterEach(async () => {
      await Promise.all([here.close(), there.close()]);
      await db.dropDatabase();
    });

    const hex = (keys: ReadonlyMap<string, Buffer | null>): readonly (string | undefined)[] => [...keys.values()].map((key) => key?.toString('hex'));

    it('makes one key of an owner and one secret of a name, whoever asks and however often at once', async () => {
      const owners = Array.from({ length: 300 }, (_, n) => `user:1.${n}`);
      const asked = Array.from({ length: 8 }, (_, n) => (n % 2 ? here : there));
      const all = await Promise.all(asked.map((vault, n) => vault.keys(n < 4 ? owners : owners.toReversed())));
      for (const keys of all) expect(hex(new Map(owners.map((owner) => [owner, keys.get(owner) ?? null])))).toEqual(hex(all[0]!));
      expect(await db.collection('keys').countDocuments()).toBe(300);
      const secrets = await Promise.all(asked.map((vault) => vault.secret('nodes')));
      expect(new Set(secrets.map((secret) => secret.toString('hex'))).size).toBe(1);
    });

    it('gives out nowhere what was destroyed anywhere, though it was remembered', async () => {
      const [first] = hex(await here.keys(['email:1.jen', 'email:1.tom']));
      expect(hex(await there.keys(['email:1.jen']))).toEqual([first]);
      await there.destroyKey('email:1.jen');
      expect(hex(await here.knownKeys(['email:1.jen']))).toEqual([undefined]);
      expect((await here.keys(['email:1.jen'])).get('email:1.jen')).toBeNull();
      expect((await here.keys(['email:1.tom'])).get('email:1.tom')).toHaveLength(32);
      await here.destroyKey('email:1.tom');
      expect([...(await there.keys(['email:1.tom'])).values()]).toEqual([null]);
    });

    it('never gives out a key after its destruction, under a crowd of readers', async () => {
      const owners = Array.from({ length: 40 }, (_, n) => `user:1.${n}`);
      await here.keys(owners);
      const destroyed = new Set<string>();
      const given: string[] = [];
      const ending = new AbortController();
      const reading = [here, there, here, there].map(async (vault) => {
        while (!ending.signal.aborted) {
          const before = new Set(destroyed);
          for (const [owner, key] of await vault.knownKeys(owners)) if (key !== null && before.has(owner)) given.push(owner);
        }
      });
      for (const [n, owner] of owners.entries()) {
        await (n % 2 ? here : there).destroyKey(owner);
        destroyed.add(owner);
      }
      ending.abort();
      await Promise.all(reading);
      expect(given).toEqual([]);
      expect(new Set((await there.knownKeys(owners)).values())).toEqual(new Set([null]));
    });

    it('has no key, secret or master key in clear, and nothing of a destroyed one', async () => {
      const clear = [...(await here.keys(['email:1.jen', 'email:1.tom'])).values(), await here.secret('nodes'), masterKey] as Buffer[];
      const stored = async (): Promise<Buffer> => Buffer.concat(await Promise.all(['checks', 'secrets', 'keys'].map(async (name) => Buffer.from(mongo.BSON.serialize({ all: await db.collection(name).find().toArray() })))));
      const before = await stored();
      for (const key of clear) expect(before.includes(key)).toBe(false);
      const row = await db.collection<{ readonly _id: string; readonly wrapped: mongo.Binary }>('keys').findOne({ _id: 'email:1.jen' });
      const sealed = Buffer.from(row!.wrapped.buffer);
      expect(before.includes(sealed)).toBe(true);
      await here.destroyKey('email:1.jen');
      expect((await stored()).includes(sealed)).toBe(false);
    });

    it('notices a row that was put in the place of another', async () => {
      await here.keys(['email:1.jen', 'email:1.tom']);
      const keys = db.collection<{ readonly _id: string; readonly wrapped: mongo.Binary }>('keys');
      const tom = await keys.findOne({ _id: 'email:1.tom' });
      await keys.updateOne({ _id: 'email:1.jen' }, { $set: { wrapped: tom!.wrapped } });
      await expect(there.keys(['email:1.jen'])).rejects.toMatchObject({ code: 'VAULT_FAILED', message: expect.stringContaining('damaged at key:email:1.jen') as string });
    });

    it('refuses to begin anew where its check is lost and its keys are not', async () => {
      await here.keys(['email:1.jen']);
      await db.collection('checks').deleteMany({});
      await expect(MongoVault.open(connection, { database: db.databaseName, masterKey })).rejects.toMatchObject({ code: 'VAULT_FAILED', message: expect.stringContaining('restore it from a backup') as string });
    });
  });

  it('says in a sentence that the master key is no master key', async () => {
    await expect(MongoVault.open(connection, { database: 'none', masterKey: randomBytes(16) })).rejects.toThrow('a master key has 32 bytes, this one has 16');
  });
});
