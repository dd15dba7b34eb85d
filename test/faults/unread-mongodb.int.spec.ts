// Real: the driver and the server at MONGODB_URL. The line between them takes nothing more, as of a machine that hangs.
import { MongoConnection } from '@throughline/mongodb';
import { randomUUID } from 'node:crypto';
import { proxyMongodb } from '../peers/mongodb-proxy';

const url = process.env['MONGODB_URL'];
if (url === undefined) process.stderr.write('Skipped: a MongoDB that reads nothing needs MONGODB_URL, as mongodb://host:port.\n');

(url === undefined ? it.skip : it)('a write that nobody reads fails in time, and the next one is made', async () => {
  const { proxy, url: proxied } = await proxyMongodb(url ?? '');
  const connection = await MongoConnection.open({ url: proxied, name: 'spec', answerWithin: 1_500, findWithin: 20_000 });
  const database = connection.database(`spec_${randomUUID()}`);
  const written = database.collection<{ _id: number; text: string }>('large');
  await written.insertOne({ _id: 0, text: 'x' });
  proxy.pause('requests');
  const large = Array.from({ length: 12 }, (_, _id) => ({ _id: _id + 1, text: 'x'.repeat(1_000_000) }));
  await expect(written.insertMany(large, { ordered: false })).rejects.toThrow(/timed out|closed/);
  proxy.resume();
  await written.insertOne({ _id: 99, text: 'x' });
  await database.dropDatabase();
  await connection.close();
  await proxy.close();
}, 60_000);
