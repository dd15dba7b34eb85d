// Real: the server at MONGODB_URL, through the driver; a database of its own for each case, and a connection of its own for each process.
import { leaseBookContract } from '@throughline/lease';
import { MongoConnection } from '@throughline/mongodb';
import { randomUUID } from 'node:crypto';
import { MongoLeaseBook } from './mongo-lease-book';

const url = process.env['MONGODB_URL'];
if (url === undefined) process.stderr.write('Skipped: leases in MongoDB need MONGODB_URL, as mongodb://host:port.\n');

(url === undefined ? describe.skip : describe)('on a server of MongoDB’s protocol', () => {
  jest.setTimeout(60_000);

  leaseBookContract('MongoDB', async () => {
    const connections: MongoConnection[] = [];
    const database = `spec_${randomUUID()}`;
    const open = async (): Promise<MongoLeaseBook> => {
      const connection = await MongoConnection.open({ url: url ?? '', name: 'spec' });
      connections.push(connection);
      return new MongoLeaseBook(connection, database);
    };
    const dispose = async (): Promise<void> => {
      await connections[0]?.database(database).dropDatabase();
      for (const connection of connections) await connection.close();
    };
    return { book: await open(), again: open, dispose };
  });
});
