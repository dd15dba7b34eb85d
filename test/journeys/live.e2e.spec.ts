// Real: the whole product in this process over SQLite files, spoken to over HTTP and server-sent events.
import { Product, shopEvent } from './product';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly id: string; readonly sender: { readonly id: string } | null };
}

/** Listens until `enough` events came; a browser's EventSource cannot send a key, so this reads the stream as the page does. */
async function listen(route: string, enough: number, during: () => Promise<unknown> = async () => undefined, headers: Record<string, string> = {}): Promise<readonly Told[]> {
  const stop = new AbortController();
  const response = await fetch(product.url + route, { headers: { authorization: `Bearer ${product.keys.staff}`, ...headers }, signal: stop.signal });
  if (response.body === null) throw new Error('no stream');
  const told: Told[] = [];
  const acting = during();
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
      if (fields['event'] !== undefined) told.push({ id: fields['id'] ?? '', event: fields['event'], data: JSON.parse(fields['data'] ?? '') });
    }
    if (told.length >= enough) break;
  }
  stop.abort();
  await acting;
  return told;
}

const send = (who: string, ...ids: readonly string[]) => product.events(ids.map((id) => shopEvent(`${who}-${id}`, { subject: `email:${who}@example.com` })));
const senderIds = (told: readonly Told[]) => told.map(({ data }) => data.sender?.id);

/** A page from before that is known repeats what it shows; where partitions are told of each other once a second, that takes one. */
async function caughtUp(route: string): Promise<Awaited<ReturnType<Product['get']>>> {
  for (let patience = 0; patience < 500; patience += 1) {
    const page = await product.get(route);
    if (BigInt(page.body.live.split(':')[1]) >= BigInt(page.body.entries[0].position)) return page;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the page is not known to be complete');
}

it('tells an open page what others record about its customer, and nothing else', async () => {
  const told = await listen('/customers/live@example.com/timeline/live', 2, async () => {
    await send('somebody-else', '1');
    await send('live', '1');
    await send('live', '2');
  });
  expect(senderIds(told)).toEqual(['live-1', 'live-2']);
  expect(told.every(({ event }) => event === 'entry')).toBe(true);
});

it('begins where the page ended, and goes on after the last event id: nothing missed, nothing twice', async () => {
  await send('mark', '1', '2');
  await product.settled();
  const page = await caughtUp('/customers/mark@example.com/timeline');
  await send('mark', '3', '4', '5');
  const first = await listen('/customers/mark@example.com/timeline/live', 3, undefined, { 'last-event-id': page.body.live });
  expect(senderIds(first)).toEqual(['mark-3', 'mark-4', 'mark-5']);
  const second = await listen(`/customers/mark@example.com/timeline/live?lastEventId=${first[0]?.id}`, 4, () => send('mark', '6', '7'));
  expect(senderIds(second)).toEqual(['mark-4', 'mark-5', 'mark-6', 'mark-7']);
});

it('is complete while many write and pages come and go', async () => {
  await send('busy', '0');
  await product.settled();
  const { body } = await product.get('/customers/busy@example.com/timeline');
  const ids = Array.from({ length: 60 }, (_, i) => String(i + 1));
  const writing = Promise.all(ids.map((id) => send('busy', id)));
  const seen: string[] = [];
  let mark = body.live as string;
  while (seen.length < 60) {
    const told = await listen('/customers/busy@example.com/timeline/live', Math.min(7, 60 - seen.length), undefined, { 'last-event-id': mark });
    seen.push(...told.map(({ data }) => data.sender?.id ?? ''));
    mark = told.at(-1)?.id ?? mark;
  }
  await writing;
  expect([seen.length, new Set(seen).size]).toEqual([60, 60]);
});

it('says when it has become clear that two are one', async () => {
  const told = await listen('/customers/one@example.com/timeline/live', 2, () => product.post('/customers/links', { a: { type: 'email', value: 'one@example.com' }, b: { type: 'user', value: 'two' } }));
  expect(told.map(({ event }) => event)).toEqual(['entry', 'identity']);
});

it('refuses marks that are damaged or of another store', async () => {
  const ask = async (mark: string) => product.get('/customers/x@example.com/timeline/live', { headers: { 'last-event-id': mark } });
  expect(await ask('what')).toMatchObject({ status: 400, body: { code: 'LAST_EVENT_ID_INVALID' } });
  expect(await ask('00000000-0000-7000-8000-000000000000:5')).toMatchObject({ status: 409, body: { code: 'STORE_CHANGED' } });
});
