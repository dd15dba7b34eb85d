// Real: the server at MONGODB_URL, through the driver; one vault over a proxy that cuts its connection, one that looks at what stands there.
import { MongoConnection } from '@throughline/mongodb';
import { randomBytes, randomUUID } from 'node:crypto';
import { proxyMongodb, type ProxiedMongodb } from '../../../test/peers/mongodb-proxy';
import { MongoVault } from './mongo-vault';

const url = process.env['MONGODB_URL'];
if (url === undefined) process.stderr.write('Skipped: faults of the vault in MongoDB need MONGODB_URL, as mongodb://host:port.\n');

const masterKey = randomBytes(32);

(url === undefined ? describe.skip : describe)('on a server of MongoDB’s protocol', () => {
  jest.setTimeout(120_000);
  let line: ProxiedMongodb;
  let connections: readonly MongoConnection[];
  let database: string;
  let near: MongoVault;
  let far: MongoVault;

  beforeEach(async () => {
    line = await proxyMongodb(url ?? '');
    database = `spec_${randomUUID()}`;
    const [one, two] = [await MongoConnection.open({ url: url ?? '', name: 'spec' }), await MongoConnection.open({ url: line.url, name: 'spec far', findWithin: 2_000, answerWithin: 1_000 })];
    connections = [one, two];
    near = await MongoVault.open(one, { database, masterKey });
    far = await MongoVault.open(two, { database, masterKey });
  });
  afterEach(async () => {
    await Promise.all([near.close(), far.close()]);
    await connections[0]?.database(database).dropDatabase();
    for (const connection of connections) await connection.close();
    await line.proxy.close();
  });

  /** `undefined` = it was not done, or not answered. */
  async function overCutLine<T>(attempt: number, work: () => Promise<T>): Promise<T | undefined> {
    const way = attempt % 3 === 0 ? 'answers' : 'requests';
    line.proxy.cutAfter(way, 1 + ((attempt * 7_919) % (way === 'answers' ? 400 : 12_000)));
    try {
      return await work();
    } catch (error) {
      expect(error).toMatchObject({ code: 'VAULT_FAILED' });
      return undefined;
    }
  }

  it('gives out no key that is not kept, wherever the connection is cut', async () => {
    const given: [string, string][] = [];
    for (let attempt = 0; attempt < 60; attempt++) {
      const owners = Array.from({ length: 60 }, (_, n) => `user:1.${attempt % 40}-${n}`);
      for (const [owner, key] of (await overCutLine(attempt, () => far.keys(owners))) ?? []) given.push([owner, key?.toString('hex') ?? 'destroyed']);
    }
    expect(line.proxy.cuts).toBeGreaterThan(20);
    expect(given.length).toBeGreaterThan(0);
    const kept = await near.knownKeys(given.map(([owner]) => owner));
    expect(given.filter(([owner, key]) => kept.get(owner)?.toString('hex') !== key)).toEqual([]);
  });

  it('gives out no secret that is not kept', async () => {
    const given: [string, string][] = [];
    for (let attempt = 0; attempt < 40; attempt++) {
      const secret = await overCutLine(attempt, () => far.secret(`secret ${attempt}`));
      if (secret !== undefined) given.push([`secret ${attempt}`, secret.toString('hex')]);
    }
    expect(given.length).toBeGreaterThan(0);
    for (const [name, secret] of given) expect((await near.secret(name)).toString('hex')).toBe(secret);
  });

  it('has destroyed what it said it had, for who remembers it too', async () => {
    const owners = Array.from({ length: 30 }, (_, n) => `email:1.${n}`);
    await near.keys(owners);
    const destroyed: string[] = [];
    for (const [attempt, owner] of owners.entries()) {
      await overCutLine(attempt, async () => {
        await far.destroyKey(owner);
        destroyed.push(owner);
      });
      const known = await near.knownKeys(destroyed);
      expect([...known.values()].every((key) => key === null)).toBe(true);
      expect(known.size).toBe(destroyed.length);
    }
    expect(destroyed.length).toBeGreaterThan(0);
  });
});
