// Real: the built command line as a process of its own, the whole product over files in temporary folders, and over the three servers
// where they are named. What is imported are the made-up files in examples/samples.
import type { Config } from '@throughline/platform';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { AllInOneModule } from '../../apps/all-in-one/src/all-in-one.module';
import { bankCampaign } from '../../examples/bank-campaign';
import { cdnow } from '../../examples/cdnow';
import type { CloudEvent } from '../../examples/cloud-events';
import { crmSales } from '../../examples/crm-sales';
import { xesToCloudEvents } from '../../examples/xes';
import { Product } from './product';
import { upload } from './sending-files';
import { cleanUp, configFor, environmentFor, IS_DISTRIBUTED } from './servers';

const MINUTES = 60_000;
const CLI = path.join(__dirname, '../../dist/apps/cli/src/main.js');
const samples = path.join(__dirname, '../../examples/samples');
const home = mkdtempSync(path.join(os.tmpdir(), 'throughline-moving-'));
const at = (name: string): string => path.join(home, name);
const LETTER = Buffer.from('a letter of many pages. '.repeat(9_000));

if (!IS_DISTRIBUTED) process.stderr.write('Skipped: bringing a company over to the distributed set-up needs EVENTSTORE_URL, KAFKA_BROKERS and MONGODB_URL.\n');

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

async function throughline(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ran> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [CLI, ...args], { env, timeout: 2 * MINUTES });
    return { code: 0, out: stdout, said: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { readonly code: number; readonly stdout: string; readonly stderr: string };
    return { code, out: stdout, said: stderr };
  }
}

const digestIn = ({ out }: Ran): string | undefined => /[0-9a-f]{64}/.exec(out)?.[0];

/** On this machine, whatever servers are named. */
const onOneMachine = (folder: string): Promise<Product> => Product.start(folder, ({ distributed: _servers, ...config }: Config) => AllInOneModule.forRoot(config));

async function imported(): Promise<readonly CloudEvent[]> {
  const events: CloudEvent[] = [];
  const sources = [crmSales(path.join(samples, 'crm-sales')), xesToCloudEvents(path.join(samples, 'desk.xes')), bankCampaign(path.join(samples, 'bank-campaign.csv')), cdnow(path.join(samples, 'purchases.txt'))];
  for (const source of sources) for await (const event of source) events.push(event);
  return events;
}

/** Everybody an import names, as `type:value`. */
function namedIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { type, value: name } = value as { readonly type?: unknown; readonly value?: unknown };
  const own = typeof type === 'string' && typeof name === 'string' ? [`${type}:${name}`] : [];
  return [...own, ...Object.values(value).flatMap(namedIn)];
}

/** What people see of everybody and everything, asked with a key the company was exported with. */
async function pagesOf(product: Product, key: string, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const perPerson = people.flatMap((person) => ['timeline?limit=200', 'news?limit=200', 'notes', 'attachments'].map((page) => `/customers/${encodeURIComponent(person)}/${page}`));
  const routes = ['/sales/pipeline', '/service/tickets', '/team/members', '/team/inbox', '/team/work', ...perPerson];
  const pages = new Map<string, string>();
  for (const route of routes) {
    const { status, text } = await product.get(route, { key });
    // Where a live page goes on: the id of this store, and its head.
    pages.set(route, `${status} ${text.replace(/"live":"[^"]*"/, '')}`);
  }
  return pages;
}

/** Where it stands is another place there, and how old it is another moment; what is told is the same. */
const unplaced = (pages: ReadonlyMap<string, string>): ReadonlyMap<string, string> => new Map([...pages].map(([route, text]) => [route, text.replaceAll(/"(position|seen|upTo)":"\d+"/g, '"$1":"…"')]));

describe('a company is brought over', () => {
  let people: readonly string[];
  let key: string;
  let letter: string;
  let exported: Ran;
  let pages: ReadonlyMap<string, string>;

  beforeAll(async () => {
    const product = await onOneMachine(at('first'));
    const events = await imported();
    people = [...new Set([...namedIn(events), 'email:jane@example.com'])].toSorted();
    key = product.keys.staff;
    expect((await product.import(events.map((event) => JSON.stringify(event)))).text).toContain(`"recorded":${events.length}`);
    await product.post('/customers/jane@example.com/notes', { text: 'wants to be called on Monday' });
    letter = (await upload(`${product.url}/customers/jane@example.com/attachments?name=letter.txt`, [LETTER], { authorization: `Bearer ${key}`, 'content-type': 'text/plain' })).body.id as string;
    await product.settled();
    const { entries } = (await product.get('/customers/jane@example.com/timeline')).body as { readonly entries: readonly { readonly position: string }[] };
    expect((await product.ask('PUT', '/customers/jane@example.com/seen', { key, body: { position: entries[0]?.position } })).status).toBe(201);
    await product.post('/customers/jane@example.com/notes', { text: 'called on Monday' });
    await product.settled();
    pages = await pagesOf(product, key, people);
    expect((await throughline(['export', '--data', at('first'), '--out', at('too-early')])).said).toContain('another process is using the data folder');
    await product.stop();
    exported = await throughline(['export', '--data', at('first'), '--out', at('archive')]);
  }, 3 * MINUTES);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('was exported, and there is something to compare', () => {
    expect([exported.code, exported.out]).toEqual([0, expect.stringContaining('1 attachments')]);
    expect(pages.size).toBeGreaterThan(40);
    expect([...pages.values()].every((page) => page.startsWith('200 '))).toBe(true);
    expect(pages.get(`/customers/${encodeURIComponent('email:jane@example.com')}/news?limit=200`)).toContain('"count":1');
  });

  it('into a second folder: every timeline is the same, byte for byte, and the old keys open it', async () => {
    const restored = await throughline(['restore', '--from', at('archive'), '--data', at('second'), '--master-key', at('first/master.key')]);
    expect([restored.code, restored.out]).toEqual([0, expect.stringContaining('what was restored is what was exported')]);
    expect(digestIn(restored)).toBe(digestIn(exported));
    const again = await throughline(['export', '--data', at('second'), '--out', at('archive-of-second')]);
    expect(digestIn(again)).toBe(digestIn(exported));
    const product = await onOneMachine(at('second'));
    await product.settled();
    expect(await pagesOf(product, key, people)).toEqual(pages);
    expect(await letterOf(product)).toEqual(LETTER);
    expect((await product.post('/customers/jane@example.com/notes', { text: 'life goes on' })).status).toBe(201);
    await product.stop();
    const refused = await throughline(['restore', '--from', at('archive'), '--data', at('second')]);
    expect([refused.code, refused.said]).toEqual([1, expect.stringContaining('the target holds more events than the archive')]);
  }, 3 * MINUTES);

  it('not with another master key, not without one, not from a damaged archive; nothing is begun', async () => {
    writeFileSync(at('other.key'), `${Buffer.alloc(32, 5).toString('base64')}\n`);
    const into = ['restore', '--from', at('archive'), '--data', at('third')];
    expect(await throughline([...into, '--master-key', at('other.key')])).toMatchObject({ code: 1, said: expect.stringContaining('made with another master key') as string });
    expect(await throughline(into)).toMatchObject({ code: 1, said: expect.stringContaining('--master-key') as string });
    const segment = path.join(at('archive'), 'events/000001.ndjson.gz');
    const bytes = readFileSync(segment);
    writeFileSync(segment, bytes.subarray(0, -3));
    expect(await throughline([...into, '--master-key', at('first/master.key')])).toMatchObject({ code: 1, said: expect.stringContaining('events/000001.ndjson.gz has') as string });
    writeFileSync(segment, bytes);
    expect(readdirSync(home)).not.toContain('third');
    expect(await throughline(['export', '--data', at('nowhere'), '--out', at('nothing')])).toMatchObject({ code: 1, said: expect.stringContaining('there is no company in') as string });
  }, MINUTES);

  it('and nothing starts where that has not ended', async () => {
    await throughline(['restore', '--from', at('archive'), '--data', at('half'), '--master-key', at('first/master.key')]);
    writeFileSync(at('half/restoring'), '');
    await expect(onOneMachine(at('half'))).rejects.toThrow('has not ended');
    expect((await throughline(['restore', '--from', at('archive'), '--data', at('half')])).code).toBe(0);
    await (await onOneMachine(at('half'))).stop();
  }, MINUTES);

  (IS_DISTRIBUTED ? it : it.skip)('to the distributed set-up, and back: the digest stays, and everybody sees the same', async () => {
    const folder = at('distributed');
    const env = environmentFor(folder);
    const restored = await throughline(['restore', '--from', at('archive'), '--master-key', at('first/master.key')], env);
    expect([restored.code, restored.out, restored.said]).toEqual([0, expect.stringContaining('what was restored is what was exported'), expect.anything()]);
    const back = await throughline(['export', '--out', at('archive-of-servers')], env);
    expect([digestIn(restored), digestIn(back)]).toEqual([digestIn(exported), digestIn(exported)]);
    const product = await Product.start(folder);
    try {
      expect(configFor(folder).distributed).toBeDefined();
      await product.settled();
      expect(unplaced(await pagesOf(product, key, people))).toEqual(unplaced(pages));
      expect(await letterOf(product)).toEqual(LETTER);
    } finally {
      await product.stop();
      await cleanUp(folder);
    }
    writeFileSync(at('servers.key'), `${env['THROUGHLINE_MASTER_KEY']}\n`);
    expect((await throughline(['restore', '--from', at('archive-of-servers'), '--data', at('home-again'), '--master-key', at('servers.key')])).code).toBe(0);
    const again = await onOneMachine(at('home-again'));
    await again.settled();
    expect(unplaced(await pagesOf(again, key, people))).toEqual(unplaced(pages));
    await again.stop();
  }, 5 * MINUTES);

  async function letterOf(product: Product): Promise<Buffer> {
    const { text } = await product.get('/customers/jane@example.com/attachments', { key });
    expect(text).toContain(letter);
    const response = await fetch(`${product.url}/customers/attachments/${letter}`, { headers: { authorization: `Bearer ${key}` } });
    return Buffer.from(await response.arrayBuffer());
  }
});
