// Real: SQLite files in a folder of their own, for each case a new one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract } from '@throughline/event-store';
import { SqliteEventStore } from './sqlite-event-store';

eventStoreContract('an event store in a SQLite file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-store-'));
  const path = join(folder, 'events.sqlite');
  const store = await SqliteEventStore.open({ path });
  return {
    store,
    reopen: async () => {
      await store.close();
      return SqliteEventStore.open({ path });
    },
    dispose: async () => rmSync(folder, { recursive: true }),
  };
});
