import { Logger } from '@nestjs/common';
import { FolderBlobStore } from '@throughline/blob-store-folder';
import { LocalEventLog } from '@throughline/event-log-local';
import { Journal } from '@throughline/event-store';
import { SqliteEventStore } from '@throughline/event-store-sqlite';
import { ProcessEngine, systemClock } from '@throughline/processes';
import { ProjectionEngine } from '@throughline/projections';
import { SqliteReadStore } from '@throughline/read-store-sqlite';
import { loadMasterKey, SqliteVault } from '@throughline/vault-sqlite';
import { join } from 'node:path';
import type { Config } from './config';
import type { Appended, Engines, Parts } from './engines';
import { takeFolder } from './lease';
import { logParking } from './parking-log';

/** The default: SQLite files in one folder, everything in one process. The only place where their adapters are named. */
export async function openOneMachine({ dataFolder }: Config, { views, processes: running = [], clock = systemClock }: Parts, appended: Appended): Promise<Engines> {
  const lease = takeFolder(dataFolder);
  const warn = new Logger('event-store');
  const file = (name: string): string => join(dataFolder, name);
  const vault = await SqliteVault.open({ path: file('vault.sqlite'), masterKey: loadMasterKey(file('master.key'), process.env) });
  const blobs = await FolderBlobStore.open({ folder: file('blobs') });
  const store = await SqliteEventStore.open({ path: file('events.sqlite'), onWarning: (message: string) => warn.warn(message) });
  const journal = await Journal.open(store, vault, appended);
  const log = new LocalEventLog(store);
  const readStore = SqliteReadStore.open({ path: file('shelves.sqlite') });
  const projections = new ProjectionEngine({ log, store, readStore, open: journal.openEvents, views, parked: logParking });
  await projections.start();
  const processes = new ProcessEngine({ journal, readStore, clock, processes: running });
  await processes.start();
  const close = async (): Promise<void> => {
    await processes.stop();
    await projections.stop();
    await log.close();
    await readStore.close();
    await store.close();
    await blobs.close();
    await vault.close();
    lease.release();
  };
  return { vault, blobs, store, log, readStore, journal, projections, processes, close };
}
