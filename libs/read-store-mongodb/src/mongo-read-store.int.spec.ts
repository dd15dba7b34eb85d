// Real: the server at MONGODB_URL, through the driver; a database of its own for each case.
import { MongoConnection } from '@throughline/mongodb';
import { readStoreContract } from '@throughline/read-store';
import { randomUUID } from 'node:crypto';
import { MongoReadStore } from './mongo-read-store';

const url = process.env['MONGODB_URL'];
if (url === undefined) process.stderr.write('Skipped: shelves in MongoDB need MONGODB_URL, as mongodb://host:port.\n');

(url === undefined ? describe.skip : describe)('on a server of MongoDB’s protocol', () => {
  jest.setTimeout(60_000);
  let connection: MongoConnection;
  let database = '';

  beforeAll(async () => {
    connection = await MongoConnection.open({ url: url ?? '', name: 'spec' });
  });
  beforeEach(() => {
    database = `spec_${randomUUID()}`;
  });
  afterEach(() => connection.database(database).dropDatabase());
  afterAll(() => connection.close());

  readStoreContract('shelves in MongoDB', () => MongoReadStore.open(connection, { database }), { transactions: false });
});
