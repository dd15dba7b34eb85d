import { Logger } from '@nestjs/common';
import { LocalEventLog } from '@throughline/event-log-local';
import { Journal } from '@throughline/event-store';
import { ProcessEngine, systemClock } from '@throughline/processes';
import { ProjectionEngine } from '@throughline/projections';
import { SqliteReadStore } from '@throughline/read-store-sqlite';
import { join } from 'node:path';
import type { Config } from './config';
import { openFolder, refuseHalfRestored } from './durable.module';
import type { Appended, Engines, Parts } from './engines';
import { Opened } from './opened';
import { logParking } from './parking-log';

/** The default: SQLite files in one folder, everything in one process. */
export function openOneMachine({ dataFolder }: Config, { views, processes: running = [], clock = systemClock }: Parts, appended: Appended): Promise<Engines> {
  return Opened.by(async (opened) => {
    refuseHalfRestored(dataFolder);
    const warn = new Logger('event-store');
    const { vault, blobs, store } = await openFolder(dataFolder, opened, (message) => warn.warn(message));
    const journal = await Journal.open(store, vault, appended);
    const log = opened.with(new LocalEventLog(store), (it) => it.close());
    const readStore = opened.with(SqliteReadStore.open({ path: join(dataFolder, 'shelves.sqlite') }), (it) => it.close());
    const projections = opened.with(new ProjectionEngine({ log, store, readStore, open: journal.openEvents, views, parked: logParking }), (it) => it.stop());
    await projections.start();
    const processes = opened.with(new ProcessEngine({ journal, readStore, clock, processes: running }), (it) => it.stop());
    await processes.start();
    return { vault, blobs, store, log, readStore, journal, projections, processes, close: () => opened.close() };
  });
}
