// Real: the driver, sockets of the loopback, and the server at MONGODB_URL where a case needs one.
import { inspect } from 'node:util';
import { MongoConnection, type MongoSettings } from './mongo-connection';

const url = process.env['MONGODB_URL'];
if (url === undefined) process.stderr.write('Skipped: a connection to MongoDB needs MONGODB_URL, as mongodb://host:port.\n');

async function failure(settings: MongoSettings): Promise<unknown> {
  try {
    await (await MongoConnection.open(settings)).close();
    return null;
  } catch (error) {
    return error;
  }
}

describe('a connection that cannot be made', () => {
  it.each(['', '127.0.0.1:27017', 'mongodb://jen:sec:ret@127.0.0.1', 'mongodb://jen:secret@127.0.0.1:99999', 'mongodb://jen:secret@127.0.0.1/?noSuchOption=1'])('says how the URL is written, and not what was in it: %s', async (wrong) => {
    const error = await failure({ url: wrong, name: 'spec' });
    expect(error).toMatchObject({ name: 'MongoStartError', message: expect.stringContaining('mongodb://[user:password@]host:port') as string });
    expect(inspect(error)).not.toMatch(/secret|sec:ret/);
  });

  it('says where nobody answers, without the password, and leaves nothing open', async () => {
    const error = await failure({ url: 'mongodb://jen:secret@127.0.0.1:1/?w=1', name: 'spec', findWithin: 200 });
    expect(error).toMatchObject({ name: 'MongoStartError', message: expect.stringMatching(/^MongoDB at 127\.0\.0\.1:1 does not answer: /) as string });
    expect(inspect(error)).not.toContain('secret');
  });
});

(url === undefined ? describe.skip : describe)('on a server of MongoDB’s protocol', () => {
  const asked = { w: 1, journal: false, wtimeoutMS: 5, readPreference: 'secondaryPreferred', readConcernLevel: 'available' };

  it('writes to the journals of a majority and reads from the primary, whatever the URL says', async () => {
    const loose = new URL(url ?? '');
    for (const [option, value] of Object.entries(asked)) loose.searchParams.set(option, String(value));
    if (loose.pathname === '') loose.pathname = '/';
    const connection = await MongoConnection.open({ url: loose.href, name: 'spec' });
    for (const reads of ['newest', 'majority'] as const) {
      const { writeConcern, readPreference, readConcern } = connection.database('spec', reads).collection('any');
      expect(writeConcern).toMatchObject({ w: 'majority', j: true, wtimeoutMS: 30_000 });
      expect([readPreference?.mode, readConcern?.level]).toEqual(['primary', reads === 'majority' ? 'majority' : 'local']);
    }
    await connection.close();
  });

  it('knows the server’s version', async () => {
    const connection = await MongoConnection.open({ url: url ?? '', name: 'spec' });
    expect(await connection.serverVersion()).toMatch(/^\d+\.\d+/);
    await connection.close();
  });
});
