// Real: the whole product in this process over files of its own, spoken to over HTTP; for the last one the built product in a process of its own. Files are made up, byte by byte.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Product } from './product';
import { hangUpAfter, hashOf, pieces, received, upload, type Answered } from './sending-files';
import { ServerProcess } from './server-process';
import { IS_DISTRIBUTED } from './servers';

/** Looks into the folder of files; what GridFS holds is looked into by the spec of that adapter. */
const onDisk = IS_DISTRIBUTED ? it.skip : it;
const CUSTOMER = '/customers/simulated@example.com';
const small = Buffer.from('Simulated letter. '.repeat(20));

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

const key = (): { readonly authorization: string } => ({ authorization: `Bearer ${product.keys.staff}` });
const send = (content: readonly Buffer[], query: string, headers: Record<string, string> = {}, customer = CUSTOMER): Promise<Answered> => upload(`${product.url}${customer}/attachments?${query}`, content, { ...key(), ...headers });
const download = (id: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> => fetch(`${product.url}/customers/attachments/${id}`, { method, headers: { ...key(), ...headers } });

const filesIn = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name, parentPath }) => path.join(parentPath, name));
const blobs = (folder = product.folder): readonly string[] => filesIn(path.join(folder, 'blobs')).filter((file) => /[0-9a-f]{64}$/.test(file)).toSorted();
const unfinished = (folder = product.folder): readonly string[] => readdirSync(path.join(folder, 'blobs', 'unfinished'));

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let patience = 0; patience < 250; patience += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it does not come to that');
}

describe('an attachment', () => {
  it('comes back as it was, to be saved and never to be run', async () => {
    const added = await send([small], `name=${encodeURIComponent('../Angebot für "Sie".html')}&about=ticket-4711`, { 'content-type': 'text/html; charset=utf-8' });
    expect(added).toMatchObject({ status: 201, body: { events: [{ type: 'customer.attachment-added' }] } });
    await product.settled();
    const answer = await download(added.body.id);
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(small)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html', 'content-length': String(small.length), 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': `attachment; filename="Angebot fur _Sie_.html"; filename*=UTF-8''Angebot%20f%C3%BCr%20_Sie_.html`, etag: `"${hashOf(small)}"`,
    });
    const { body } = await product.get(`${CUSTOMER}/attachments?about=ticket-4711`);
    expect(body.attachments).toMatchObject([{ attachmentId: added.body.id, name: 'Angebot für _Sie_.html', bytes: small.length, hash: hashOf(small), customer: { value: 'simulated@example.com' } }]);
    expect(Object.keys(body.attachments[0])).not.toContain('blob');
  });

  it('is asked for in part, again, or only its head', async () => {
    const { body } = await send([small], 'name=part.txt&mediaType=text/plain');
    await product.settled();
    const part = await download(body.id, { range: 'bytes=10-19' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, `bytes 10-19/${small.length}`, small.subarray(10, 20).toString()]);
    const etag = `"${hashOf(small)}"`;
    expect((await download(body.id, { 'if-none-match': `W/${etag}` })).status).toBe(304);
    expect((await download(body.id, { range: 'bytes=10-19', 'if-range': '"another"' })).status).toBe(200);
    expect((await download(body.id, { range: 'bytes=100000-' })).status).toBe(416);
    const head = await download(body.id, {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), head.headers.get('content-type'), await head.text()]).toEqual([200, String(small.length), 'text/plain', '']);
  });

  it('is a file of any type, JSON and forms too, and without any type', async () => {
    for (const [type, kept] of [['application/json', 'application/json'], ['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded'], ['application/x-ndjson', 'application/x-ndjson'], ['no type at all', 'application/octet-stream'], ['', 'application/octet-stream']] as const) {
      const { status, body } = await send([Buffer.from('{"cut')], 'name=any', type === '' ? {} : { 'content-type': type });
      expect([type, status]).toEqual([type, 201]);
      await product.settled();
      const answer = await download(body.id);
      expect([answer.headers.get('content-type'), await answer.text()]).toEqual([kept, '{"cut']);
    }
  });

  it('sent again with its key is added once; other content under the key is refused', async () => {
    const again = { 'idempotency-key': 'one-letter' };
    const first = await send([small], 'name=once.txt', again);
    expect(await send([small], 'name=once.txt', again)).toMatchObject({ status: 201, body: { id: first.body.id, repeated: true } });
    expect(await send([Buffer.from('another')], 'name=once.txt', again)).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(await send([small], 'name=other.txt', again)).toMatchObject({ status: 422 });
    expect(await send([small], 'name=twice.txt&attachmentId=mine')).toMatchObject({ status: 201 });
    expect(await send([small], 'name=another.txt&attachmentId=mine')).toMatchObject({ status: 409, body: { code: 'ATTACHMENT_EXISTS' } });
  });

  onDisk('of which several are the same file lies on the disk once, and not in clear', async () => {
    const secret = Buffer.from('a simulated secret that is long enough to be found '.repeat(30));
    const before = blobs().length;
    await send([secret], 'name=a.txt');
    await send([secret], 'name=b.txt');
    await send([secret], 'name=a.txt', {}, '/customers/other@example.com');
    expect(blobs()).toHaveLength(before + 2);
    for (const file of filesIn(product.folder)) expect([file, readFileSync(file).includes('simulated secret')]).toEqual([file, false]);
  });

  it('that was withdrawn is neither listed nor given out, and says so', async () => {
    const { body } = await send([small], 'name=mistake.txt&about=ticket-410');
    expect((await product.post(`/customers/records/attachment-${body.id}/withdraw`, { reason: 'Simulated: the wrong file' })).status).toBe(200);
    await product.settled();
    const answer = await download(body.id);
    expect([answer.status, await answer.json()]).toMatchObject([410, { code: 'ATTACHMENT_WITHDRAWN' }]);
    expect((await product.get(`${CUSTOMER}/attachments?about=ticket-410`)).body.attachments).toEqual([]);
  });

  onDisk('that is wrong says how, and leaves nothing', async () => {
    const before = blobs();
    expect(await send([small], '')).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED', errors: expect.arrayContaining([expect.objectContaining({ path: '/name' })]) } });
    expect(await send([small], 'name=..')).toMatchObject({ status: 400, body: { code: 'FILE_NAME_INVALID' } });
    expect(await send([small], 'name=a&mediaType=Text')).toMatchObject({ status: 400, body: { code: 'MEDIA_TYPE_INVALID' } });
    expect(await send([small], 'name=a&about=nothing')).toMatchObject({ status: 400, body: { errors: [{ path: '/about' }] } });
    expect(await send([], 'name=a')).toMatchObject({ status: 400, body: { code: 'BLOB_EMPTY' } });
    expect(await send([small], 'name=a', {}, `/customers/${encodeURIComponent(' ')}`)).toMatchObject({ status: 400, body: { code: 'IDENTIFIER_INVALID' } });
    expect(await download('nothing').then((answer) => answer.json())).toMatchObject({ status: 404, code: 'ATTACHMENT_NOT_FOUND' });
    expect(await send([small], 'name=a', { authorization: `Bearer ${product.keys.source}` })).toMatchObject({ status: 403 });
    expect([blobs(), unfinished()]).toEqual([before, []]);
  });

  onDisk('too long is refused, announced or not, and leaves nothing', async () => {
    const before = blobs();
    const tooLong = pieces(25_000_001);
    expect(await send(tooLong, 'name=a')).toMatchObject({ status: 413, body: { code: 'BLOB_TOO_LARGE' } });
    expect(await send(tooLong, 'name=a', { 'content-length': '25000001' })).toMatchObject({ status: 413, body: { code: 'BLOB_TOO_LARGE' } });
    expect([blobs(), unfinished()]).toEqual([before, []]);
  });

  onDisk('that breaks off on its way leaves nothing', async () => {
    const before = blobs();
    const left = hangUpAfter(`${product.url}${CUSTOMER}/attachments?name=a`, pieces(3_000_000), key());
    await until(() => unfinished().length === 1);
    await left;
    await until(() => unfinished().length === 0);
    expect(blobs()).toEqual(before);
  });

  onDisk('of 25 MB comes back as it was; what has come is on the disk while the rest is still on its way', async () => {
    const content = pieces(25_000_000);
    let written = 0;
    async function* withRest(): AsyncGenerator<Buffer> {
      yield* content.slice(0, -1);
      const enough = 25_000_000 - 3 * 65_536 - 60_000;
      await until(() => (written = Math.max(0, ...unfinished().map((name) => statSync(path.join(product.folder, 'blobs/unfinished', name)).size))) >= enough);
      yield* content.slice(-1);
    }
    const added = await upload(`${product.url}${CUSTOMER}/attachments?name=large.bin`, withRest(), { ...key(), 'content-length': '25000000' });
    expect([added.status, written > 24_000_000]).toEqual([201, true]);
    await product.settled();
    const { hash, chunks } = await received(await download(added.body.id));
    expect([hash, chunks > 100]).toEqual([hashOf(...content), true]);
  }, 60_000);

  onDisk('damaged on the disk is not passed off as whole', async () => {
    const { body } = await send(pieces(300_000), 'name=damaged.bin');
    await product.settled();
    const [newest = ''] = blobs().map((file) => [file, readFileSync(file)] as const).filter(([, sealed]) => sealed.length === 300_000 + 36 + 5 * 16).map(([file]) => file);
    const whole = readFileSync(newest);
    writeFileSync(newest, flipped(whole, 100_000));
    await expect(download(body.id).then((answer) => answer.arrayBuffer())).rejects.toThrow('terminated');
    writeFileSync(newest, whole.subarray(0, 200_000));
    expect(await download(body.id).then((answer) => answer.json())).toMatchObject({ status: 500, code: 'BLOB_DAMAGED' });
    await send(pieces(300_000), 'name=again.bin');
    expect((await received(await download(body.id))).hash).toBe(hashOf(...pieces(300_000)));
  });
});

function flipped(content: Buffer, index: number): Buffer {
  const copy = Buffer.from(content);
  copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
  return copy;
}

describe('a server that is killed while a file comes in', () => {
  const server = new ServerProcess();
  afterAll(() => server.end());

  onDisk('shows nothing of it afterwards, and has what was acknowledged before', async () => {
    await server.start();
    const attachments = `${server.url}${CUSTOMER}/attachments`;
    const added = await upload(`${attachments}?name=whole.bin`, pieces(500_000), server.authorization);
    const left = upload(`${attachments}?name=half.bin`, unendingly(), server.authorization).catch(() => 'cut');
    await until(() => unfinished(server.folder).some((name) => readFileSync(path.join(server.folder, 'blobs/unfinished', name)).length > 1_000_000));
    await server.stop('SIGKILL');
    await left;
    expect([blobs(server.folder).length, unfinished(server.folder).length]).toEqual([1, 1]);
    await server.start();
    expect([blobs(server.folder).length, unfinished(server.folder).length]).toEqual([1, 0]);
    await server.settled();
    expect(JSON.parse(await server.get(`${CUSTOMER}/attachments`))).toMatchObject({ attachments: [{ attachmentId: added.body.id, name: 'whole.bin' }] });
    expect((await received(await fetch(`${server.url}/customers/attachments/${added.body.id}`, { headers: server.authorization }))).hash).toBe(hashOf(...pieces(500_000)));
  }, 60_000);

  /** Slow enough to be killed before it is too long. */
  async function* unendingly(): AsyncGenerator<Buffer> {
    for (;;) {
      yield* pieces(60_000);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
});
