import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { VaultError } from '@throughline/vault';
import { syncFolder } from './schema';

const VARIABLE = 'THROUGHLINE_MASTER_KEY';

/**
 * The 32 bytes that wrap all keys: from the environment (base64), else from `file`, which the first start makes, readable by
 * its owner only and durable before it is used. Whoever loses it has lost every personal field; whoever steals it and the
 * vault can read them: keep a copy, elsewhere than the backups of the vault.
 */
export function loadMasterKey(file: string, env: NodeJS.ProcessEnv = process.env): Buffer {
  const given = env[VARIABLE];
  if (given !== undefined && given !== '') return decode(given, `the variable ${VARIABLE}`);
  return create(file) ?? decode(readFileSync(file, 'utf8'), file);
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

/** base64 or base64url, with or without `=` at the end; nothing is guessed from what is neither. */
function decode(text: string, where: string): Buffer {
  const given = text.trim();
  const key = Buffer.from(given, 'base64');
  if (/^[\w+/-]{43}=?$/.test(given) && key.length === 32) return key;
  const cutShort = given === '' ? '; if the first start was cut short and there is no vault yet, delete it and start again' : '';
  throw new VaultError('VAULT_WRONG_MASTER_KEY', `${where} holds no master key, which is 32 bytes in base64${cutShort}`);
}
