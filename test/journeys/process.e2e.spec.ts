// Real: the product as users run it, a built process with files of its own.
import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { ServerProcess } from './server-process';
import { environmentFor, IS_DISTRIBUTED } from './servers';

const MAIN = path.join(__dirname, '../../dist/apps/all-in-one/src/main.js');
const server = new ServerProcess();
let greeting = '';

beforeAll(async () => {
  greeting = await server.start();
});
afterAll(() => server.end());

/** Runs the program to its end. */
async function ran(env: Record<string, string>, ...args: string[]): Promise<{ code: number; out: string; said: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [MAIN, ...args], { env: { ...environmentFor(server.folder), PORT: '0', ...env }, timeout: 20_000 });
    return { code: 0, out: stdout, said: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, said: stderr };
  }
}

it('greets with a line that works as it is', async () => {
  const command = greeting.slice(greeting.indexOf('curl'), greeting.indexOf('or in the browser')).trim();
  const { stdout } = await promisify(execFile)('bash', ['-c', command]);
  expect(stdout).toContain('"status":"recorded"');
  expect(stdout).toContain('"type":"shop.order-placed"');
});

it('finds everything again after it was killed, and greets without a key', async () => {
  const before = await server.get('/customers/jane@example.com/timeline');
  const answer = JSON.parse(await server.post('/customers/jane@example.com/notes', { text: 'acknowledged' })) as { events: { id: string }[] };
  expect(await server.stop('SIGKILL')).toBe('SIGKILL');
  const again = await server.start();
  expect(again).not.toContain('tl_staff_');
  await server.settled();
  const { entries } = JSON.parse(await server.get('/customers/jane@example.com/timeline')) as { entries: { id: string }[] };
  expect(entries.map(({ id }) => id)).toEqual([answer.events[0]?.id, ...(JSON.parse(before) as { entries: { id: string }[] }).entries.map(({ id }) => id)]);
});

(IS_DISTRIBUTED ? it.skip : it)('is alone on its folder: a second process gets one clear sentence', async () => {
  const { code, said, out } = await ran({ THROUGHLINE_DATA: server.folder });
  expect([code, said.trim().split('\n').length]).toEqual([1, 1]);
  expect(said).toContain('another process is using the data folder');
  expect(out).toBe('');
});

it.each([
  [{ PORT: 'many' }, 'PORT is a number'],
  [{ THROUGHLINE_HOST: '192.0.2.1' }, 'THROUGHLINE_HOST is one of'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is one of'],
])('refuses %j in one sentence', async (env, sentence) => {
  const { code, said } = await ran({ THROUGHLINE_DATA: path.join(server.folder, 'other'), ...env });
  expect([code, said.trim().split('\n').length, said.includes(sentence)]).toEqual([1, 1, true]);
});

it('says when its port is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const { code, said } = await ran({ PORT: String(port), THROUGHLINE_DATA: path.join(server.folder, 'port') });
  taken.close();
  expect([code, said.trim()]).toEqual([1, `Throughline cannot start: port ${port} is in use; stop the other program, or choose another port with PORT`]);
});

it('has help', async () => {
  const { code, out } = await ran({}, '--help');
  expect([code, out.includes('THROUGHLINE_DATA')]).toEqual([0, true]);
});

it('stops within five seconds with a live page open, and leaves nothing half-written', async () => {
  const live = await fetch(`${server.url}/customers/jane@example.com/timeline/live`, { headers: server.authorization });
  const reading = live.text().catch(() => 'cut');
  const begun = Date.now();
  expect(await server.stop('SIGTERM')).toBe(0);
  expect(Date.now() - begun).toBeLessThan(5_000);
  expect(await reading).toContain(': connected');
  await server.start();
  expect(await server.get('/health')).toContain('ready');
});
