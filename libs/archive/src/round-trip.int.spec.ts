// Real: folders, SQLite files, the client of EventStoreDB with the server at EVENTSTORE_URL or the stand-in of test/peers. People are made up.
import { Journal, MemoryEventStore } from '@throughline/event-store';
import { EventStoreDbEventStore } from '@throughline/event-store-eventstoredb';
import { SqliteEventStore } from '@throughline/event-store-sqlite';
import { SqliteVault } from '@throughline/vault-sqlite';
import { FolderBlobStore } from '@throughline/blob-store-folder';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freshNamespace, startServer, type TestServer } from '../../../test/peers/eventstore/server';
import type { Company } from './archive';
import { asSeen, companyThat, emptyCompany, everything, freshFolder, MASTER_KEY, quiet, type Act } from './archive-fixture';
import { exportCompany } from './export-company';
import { openArchive } from './open-archive';
import { restoreCompany } from './restore-company';

let server: TestServer;
const disposals: (() => Promise<unknown> | void)[] = [];

beforeAll(async () => {
  server = await startServer();
});
afterEach(async () => {
  for (const dispose of disposals.splice(0).toReversed()) await dispose();
});
afterAll(() => server.stop());

async function onFiles(): Promise<Company> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-archive-files-'));
  const store = await SqliteEventStore.open({ path: join(folder, 'events.sqlite') });
  const vault = await SqliteVault.open({ path: join(folder, 'vault.sqlite'), masterKey: Buffer.alloc(32, 99) });
  const blobs = await FolderBlobStore.open({ folder: join(folder, 'blobs') });
  disposals.push(() => rmSync(folder, { recursive: true }), () => Promise.all([store.close(), vault.close(), blobs.close()]));
  return { store, vault, blobs };
}

async function onEventStoreDb(): Promise<Company> {
  const store = await EventStoreDbEventStore.open({ url: server.url, namespace: freshNamespace() });
  disposals.push(() => store.close());
  return emptyCompany(store);
}

const places: readonly (readonly [string, () => Promise<Company>])[] = [
  ['memory', async () => emptyCompany(new MemoryEventStore())],
  ['files', onFiles],
  ['an EventStoreDB', onEventStoreDb],
];

const act = fc.record<Act>({
  kind: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('order' as const, 'lead' as const, 'seen' as const, 'inbox' as const) }, { weight: 2, arbitrary: fc.constantFrom('erased' as const, 'file' as const, 'key' as const) }),
  who: fc.nat(4),
  far: fc.nat(6),
});

async function expectSame(from: Company, to: Company): Promise<string> {
  const folder = freshFolder();
  disposals.push(() => rmSync(dirname(folder), { recursive: true }));
  const manifest = await exportCompany(from, MASTER_KEY, folder, quiet);
  const comparison = await restoreCompany(await openArchive(folder, MASTER_KEY), to, quiet);
  expect(comparison.map(({ part, difference }) => [part, difference])).toEqual([['events', null], ['vault', null], ['attachments', null]]);
  expect(comparison[0]?.found).toEqual({ count: (await everything(from.store.readAll())).length, digest: manifest.events.digest });
  expect(await asSeen(to)).toEqual(await asSeen(from));
  expect(await everything(to.blobs.list())).toEqual(await everything(from.blobs.list()));
  return manifest.events.digest;
}

describe.each(places)('a company in %s', (_from, begin) => {
  it.each(places)('is the same in %s, whatever it did', async (_to, end) => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
        await expectSame(await companyThat(acts, await begin()), await end());
      }),
      { numRuns: 8, seed: 20_260_301 },
    );
  }, 120_000);
});

it('is the same after two moves, and goes on from there', async () => {
  const acts = Array.from({ length: 60 }, (_, n): Act => ({ kind: (['order', 'seen', 'inbox', 'lead'] as const)[n % 4] ?? 'order', who: n % 3, far: n % 7 }));
  const first = await companyThat(acts, await onFiles());
  const [second, third, fourth] = [await onEventStoreDb(), await onEventStoreDb(), await onFiles()];
  const digests = [await expectSame(first, second), await expectSame(second, third), await expectSame(third, fourth)];
  expect(new Set(digests).size).toBe(1);
  for (const company of [third, fourth]) await companyThat(acts.slice(0, 12), company);
  await expectSame(third, await onEventStoreDb());
  await expectSame(fourth, await onEventStoreDb());
}, 60_000);

it('has marks that mean what they meant: who had seen what, and who had not', async () => {
  const [from, to] = [await onFiles(), await onEventStoreDb()];
  await companyThat([{ kind: 'order', who: 1, far: 0 }, { kind: 'order', who: 1, far: 1 }, { kind: 'seen', who: 1, far: 0 }, { kind: 'order', who: 1, far: 2 }], from);
  await expectSame(from, to);
  const stored = await everything(to.store.readAll());
  const [mark] = (await (await Journal.open(to.store, to.vault)).openEvents(stored.slice(2, 3))).map(({ event }) => event.data as { readonly position: string });
  expect(mark?.position).toBe(String(stored[1]?.position));
  expect(stored[2]?.data).toMatchObject({ position: '2' });
});
