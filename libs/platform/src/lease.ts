import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';

/** What must be done by one process at a time is done under a lease. */
export interface Lease {
  release(): void;
}

export class LeaseTaken extends Error {}

/**
 * The lock of a data folder: an SQLite file held by an exclusive transaction, so that the operating system gives it back
 * when the process dies, by `kill -9` too. Throws `LeaseTaken` at once if another process has it.
 */
export function takeFolder(folder: string): Lease {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(folder, 'lock.sqlite'));
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!String(error).includes('locked')) throw error;
    throw new LeaseTaken(`another process is using the data folder ${folder}; stop it, or give this one a folder of its own with THROUGHLINE_DATA`);
  }
  return { release: () => lock.close() };
}
