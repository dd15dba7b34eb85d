// Real: SQLite files in a temporary folder, several connections, files copied in the middle of a write.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStoreContract } from '@throughline/read-store';
import { SqliteReadStore } from './sqlite-read-store';

const folder = mkdtempSync(join(tmpdir(), 'read-store-'));
let files = 0;
const nextPath = () => join(folder, `shelves-${(files += 1)}.db`);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

readStoreContract('shelves in SQLite', async () => SqliteReadStore.open({ path: nextPath() }));
