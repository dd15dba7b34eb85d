// Real: a store and a vault written by the program when sales.opportunity-lost had its first version, opened by today's adapters on a copy.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '@throughline/event-store';
import { SqliteEventStore } from '@throughline/event-store-sqlite';
import { loadMasterKey, SqliteVault } from '@throughline/vault-sqlite';

const folder = mkdtempSync(join(tmpdir(), 'throughline-old-store-'));

afterAll(() => rmSync(folder, { recursive: true }));

it('a store of the first version is read as today, and goes on', async () => {
  cpSync(join(__dirname, 'stores', 'lost-v1'), folder, { recursive: true });
  const vault = await SqliteVault.open({ path: join(folder, 'vault.sqlite'), masterKey: loadMasterKey(join(folder, 'master.key'), {}) });
  const store = await SqliteEventStore.open({ path: join(folder, 'events.sqlite') });
  const journal = await Journal.open(store, vault);

  const stored = [];
  for await (const event of store.readAll()) stored.push(event);
  expect(stored.filter(({ type }) => type === 'sales.opportunity-lost').map(({ schemaVersion }) => schemaVersion)).toEqual([1, 1]);

  const [first, second] = await Promise.all(['first', 'second'].map((id) => journal.load(`opportunity-${id}`)));
  expect(first?.notUnderstood).toBeNull();
  expect(first?.events.at(-1)).toMatchObject({ schemaVersion: 3, data: { opportunityId: 'first', reason: 'other', explanation: 'the competitor was cheaper (simulated)' } });
  expect(second?.events.at(-1)).toMatchObject({ schemaVersion: 3, data: { opportunityId: 'second' } });

  await store.close();
  await vault.close();
});
