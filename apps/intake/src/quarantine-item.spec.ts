// Real: keeping refused items, with decider, journal, vault and event store in memory, and the view that shows them.
import { Journal, MemoryEventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { MemoryVault } from '@throughline/vault';
import { quarantineItem, type RefusedItem } from './quarantine-item';
import { quarantineView, type QuarantinedItem } from './quarantine.view';
import type { Bearer } from './receive';

const bearer: Bearer = { actor: 'source:shop', source: 'shop', receivedAt: '2026-01-15T09:00:00.000Z' };
const words = '{"customer":"jane.doe@example.com"';
const item: RefusedItem = { door: 'import', body: words, code: 'NOT_JSON', message: 'the line is not valid JSON', line: 7 };

let store: MemoryEventStore;
let vault: MemoryVault;
let journal: Journal;

beforeEach(async () => {
  [store, vault] = [new MemoryEventStore(), new MemoryVault()];
  journal = await Journal.open(store, vault);
});

async function stored(): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
}

async function shown(): Promise<readonly QuarantinedItem[]> {
  const opened = await journal.openEvents(await stored());
  return [...foldView(quarantineView, opened.map(({ event }) => event)).documents.values()] as unknown as readonly QuarantinedItem[];
}

it('keeps an item with its words, its place and why it was refused', async () => {
  const itemId = await quarantineItem(journal, item, bearer);
  expect(await shown()).toEqual([expect.objectContaining({ itemId, status: 'waiting', door: 'import', source: 'shop', actor: 'source:shop', code: 'NOT_JSON', message: 'the line is not valid JSON', line: 7, bytes: words.length, body: words, attempts: 0, eventId: null })]);
});

it('keeps the same item once, however often it comes and whenever', async () => {
  const ids = new Set<string>();
  for (const receivedAt of [bearer.receivedAt, '2026-01-16T09:00:00.000Z']) ids.add(await quarantineItem(journal, item, { ...bearer, receivedAt }));
  await Promise.all([1, 2, 3].map(async () => ids.add(await quarantineItem(journal, item, bearer))));
  expect(ids.size).toBe(1);
  expect((await stored()).length).toBe(1);
});

it('keeps the same item once when it is refused for another reason by then', async () => {
  const first = await quarantineItem(journal, item, bearer);
  expect(await quarantineItem(journal, { ...item, code: 'DATA_INVALID', message: 'another version says so' }, bearer)).toBe(first);
  expect((await stored()).length).toBe(1);
});

it.each<[string, Partial<RefusedItem>, Partial<Bearer>]>([
  ['words', { body: 'other words' }, {}],
  ['line', { line: 8 }, {}],
  ['door', { door: 'events' }, {}],
  ['source', {}, { source: 'other' }],
])('tells items of another %s apart', async (_what, other, from) => {
  await quarantineItem(journal, item, bearer);
  await quarantineItem(journal, { ...item, ...other }, { ...bearer, ...from });
  expect((await shown()).length).toBe(2);
});

it('holds nothing of the body in clear, and seals it with a key of its own', async () => {
  const itemId = await quarantineItem(journal, item, bearer);
  const [event] = await stored() as [StoredEvent];
  expect(JSON.stringify({ ...event, position: 0 })).not.toContain('jane');
  await vault.destroyKey(`stream:quarantine-${itemId}`);
  journal = await Journal.open(store, vault);
  expect(await shown()).toEqual([expect.objectContaining({ body: null, message: null, code: 'NOT_JSON' })]);
});

it('recognises an item whose key was destroyed, and keeps it erased', async () => {
  const itemId = await quarantineItem(journal, item, bearer);
  await vault.destroyKey(`stream:quarantine-${itemId}`);
  journal = await Journal.open(store, vault);
  expect(await quarantineItem(journal, item, bearer)).toBe(itemId);
  expect((await stored()).length).toBe(1);
});

it.each([
  ['long', 'x'.repeat(170 * 1024)],
  ['short, but long once it is written as JSON', '\u0001'.repeat(40_000)],
])('of a body that is %s keeps length and digest only', async (_what, body) => {
  await quarantineItem(journal, { ...item, body }, bearer);
  expect(await shown()).toEqual([expect.objectContaining({ body: null, bytes: body.length })]);
});

it.each([
  ['ASCII', 'x'.repeat(160 * 1024 - 2)],
  ['wide', 'ä'.repeat(80 * 1024 - 1)],
  ['quotes', '"'.repeat(80 * 1024 - 1)],
  ['half characters', '\ud800'.repeat(10_000)],
])('keeps a body of %s just below the limit', async (_what, body) => {
  await quarantineItem(journal, { ...item, body }, bearer);
  expect((await shown())[0]?.body).toBe(body);
});

it('keeps of a body that was never held its length, and knows it again', async () => {
  const tooLong = { ...item, body: { bytes: 5_000_000, sha256: 'ab'.repeat(32) } };
  const itemId = await quarantineItem(journal, tooLong, bearer);
  expect(await quarantineItem(journal, tooLong, bearer)).toBe(itemId);
  expect(await shown()).toEqual([expect.objectContaining({ body: null, bytes: 5_000_000 })]);
});

it('takes a message as long as a validator may write it', async () => {
  await quarantineItem(journal, { ...item, message: `/data${'/x'.repeat(5_000)} is wrong` }, bearer);
  expect((await shown()).length).toBe(1);
});
