// Real: the server at MONGODB_URL, through the driver; a database of its own for each case, and a connection of its own for each process.
import { relayCheckpointContract, type RelayState } from '@throughline/event-log';
import { MongoConnection } from '@throughline/mongodb';
import { randomUUID } from 'node:crypto';
import { mongo } from 'mongoose';
import { MongoRelayCheckpoint } from './mongo-relay-checkpoint';

const url = process.env['MONGODB_URL'];
if (url === undefined) process.stderr.write('Skipped: the checkpoint of a relay in MongoDB needs MONGODB_URL, as mongodb://host:port.\n');

const first: RelayState = { version: 1, fence: 1, storeId: 'a store', position: 7n, partitions: [{ position: 7n, offset: 2n }] };

(url === undefined ? describe.skip : describe)('on a server of MongoDB’s protocol', () => {
  jest.setTimeout(60_000);
  let database = '';
  let connections: MongoConnection[] = [];

  beforeEach(() => {
    database = `spec_${randomUUID()}`;
    connections = [];
  });

  async function connect(): Promise<MongoConnection> {
    const connection = await MongoConnection.open({ url: url ?? '', name: 'spec' });
    connections.push(connection);
    return connection;
  }

  async function open(topic = 'throughline.events'): Promise<MongoRelayCheckpoint> {
    return new MongoRelayCheckpoint(await connect(), { database, topic });
  }

  async function dispose(): Promise<void> {
    await connections[0]?.database(database).dropDatabase();
    for (const connection of connections) await connection.close();
  }

  relayCheckpointContract('MongoDB', async () => ({ checkpoint: await open(), again: open, dispose }));

  describe('beside others', () => {
    afterEach(dispose);

    it('has a state for each topic', async () => {
      const [one, two] = [await open('one.$topic'), await open('another')];
      expect([await one.replace(first), await two.read()]).toEqual([true, null]);
      expect(await two.replace({ ...first, position: 9n })).toBe(true);
      expect(await one.read()).toEqual(first);
    });

    it('keeps positions and offsets as 64-bit integers', async () => {
      await (await open()).replace(first);
      const db = (await connect()).database(database);
      const row = await db.collection('relays').findOne({}, { useBigInt64: false, promoteLongs: false });
      expect([row?.['position'], row?.['partitions'][0].position, row?.['partitions'][0].offset].every((value) => value instanceof mongo.Long)).toBe(true);
    });
  });
});
