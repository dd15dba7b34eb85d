import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { masterKeyIn } from '@throughline/vault';
import { syncFolder } from './schema';

const VARIABLE = 'THROUGHLINE_MASTER_KEY';

/**
 * The 32 bytes that wrap all keys: from the environment (base64), else from `file`, which the first start makes, readable by
 * its owner only and durable before it is used. Whoever loses it has lost every personal field; whoever steals it and the
 * vault can read them: keep a copy, elsewhere than the backups of the vault.
 */
export function loadMasterKey(file: string, env: NodeJS.ProcessEnv = process.env): Buffer {
  const given = env[VARIABLE];
  if (given !== undefined && given !== '') return masterKeyIn(given, `the variable ${VARIABLE}`);
  return create(file) ?? masterKeyIn(readFileSync(file, 'utf8'), file);
}

/** `null` = it is there already. */
function create(file: string): Buffer | null {
  const handle = openNew(file);
  if (handle === null) return null;
  const key = randomBytes(32);
  try {
    writeSync(handle, `${key.toString('base64')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  syncFolder(dirname(file));
  return key;
}

function openNew(file: string): number | null {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
}
