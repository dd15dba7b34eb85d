// Real: the product as users run it, a built process with files of its own, stopped and killed while it works.
import { setTimeout as pause } from 'node:timers/promises';
import { shopEvent } from './product';
import { ServerProcess } from './server-process';

const server = new ServerProcess();
afterEach(() => server.stop('SIGKILL'));
afterAll(() => server.end());

interface Sending {
  readonly answer: Promise<string>;
  end(): void;
}

/** An import whose sender is in no hurry. */
function slowly(lines: readonly string[]): Sending {
  let end: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(Buffer.from(`${lines.join('\n')}\n`));
      end = () => controller.close();
    },
  });
  const answer = fetch(`${server.url}/import`, { method: 'POST', body, duplex: 'half', headers: { ...server.authorization, 'content-type': 'application/x-ndjson' } }).then((response) => response.text(), () => 'cut');
  return { answer, end: () => end() };
}

const lines = (from: number, count: number): readonly string[] => Array.from({ length: count }, (_, index) => JSON.stringify(shopEvent(`s-${from + index}`, { subject: `email:stop-${(from + index) % 20}@example.com` })));
/** Entries of all of them; a page holds more than one has. */
async function counted(): Promise<number> {
  let entries = 0;
  for (let who = 0; who < 20; who += 1) entries += (JSON.parse(await server.get(`/customers/stop-${who}@example.com/timeline?limit=200`)) as { entries: unknown[] }).entries.length;
  return entries;
}

it('stops in under five seconds with 0 while files come in, views are rebuilt and pages are open', async () => {
  await server.start();
  await server.post('/import', null, 'application/x-ndjson');
  const done = slowly(lines(0, 1_500));
  done.end();
  expect(JSON.parse(await done.answer)).toMatchObject({ done: true, recorded: 1_500 });
  const unfinished = slowly(lines(1_500, 1_500));
  const pages = [1, 2, 3].map((who) => fetch(`${server.url}/customers/stop-${who}@example.com/timeline/live`, { headers: server.authorization }).then((response) => response.text()).catch(() => 'cut'));
  await server.post('/ops/projections/timeline/rebuild', {});
  await pause(150);
  const begun = Date.now();
  expect(await server.stop('SIGTERM')).toBe(0);
  expect(Date.now() - begun).toBeLessThan(5_000);
  unfinished.end();
  await Promise.all([unfinished.answer, ...pages]);
  expect(server.output.split('\n').filter((line) => line.includes('"level":"error"') || line.includes('"level":"fatal"'))).toEqual([]);
}, 120_000);

it('finds all of it again, and the file sent once more is recorded to its end without doubling', async () => {
  await server.start();
  await server.settled();
  const before = await counted();
  const again = slowly(lines(0, 3_000));
  again.end();
  const { recorded, repeated } = JSON.parse(await again.answer) as { recorded: number; repeated: number };
  expect([recorded + repeated, repeated >= 1_500]).toEqual([3_000, true]);
  await server.settled();
  expect(await counted()).toBe(before + recorded);
}, 120_000);

it('killed in the middle of a file, it has a beginning of that file and nothing behind it', async () => {
  await server.start();
  const sending = slowly(lines(10_000, 2_500));
  await pause(120);
  await server.stop('SIGKILL');
  sending.end();
  await sending.answer;
  await server.start();
  await server.settled();
  const again = slowly(lines(10_000, 2_500));
  again.end();
  const { recorded, repeated } = JSON.parse(await again.answer) as { recorded: number; repeated: number };
  expect(recorded + repeated).toBe(2_500);
  await server.settled();
  const { entries } = JSON.parse(await server.get('/customers/stop-7@example.com/timeline?limit=200')) as { entries: { sender: { id: string } }[] };
  const numbers = entries.map(({ sender }) => Number(sender.id.slice(2))).filter((number) => number >= 10_000);
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
}, 120_000);
