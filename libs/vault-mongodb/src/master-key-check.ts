import { isDuplicate, repeating } from '@throughline/mongodb';
import { VaultError, type Wrapping } from '@throughline/vault';
import { wrapped, type Rows, type WrappedRow } from './rows';

const CHECK_NAME = 'check';
const CHECK = Buffer.from('throughline vault');

/** A known text, wrapped when the vault was made, by one of all that made it at once: what cannot open it has another master key. */
export async function checkMasterKey(rows: Rows, wrapping: Wrapping): Promise<void> {
  const row = await repeating(() => findOrMake(rows, wrapping), () => new VaultError('VAULT_FAILED', 'the check of the master key does not reach a majority of the servers'));
  if (row.wrapped !== null && wrapping.unwrap(row.wrapped.buffer.subarray(0, row.wrapped.position), CHECK_NAME) !== null) return;
  throw new VaultError('VAULT_WRONG_MASTER_KEY', 'the vault was made with another master key: put back the key it was made with; without it no personal data can be read');
}

async function findOrMake({ checks, secrets, keys }: Rows, wrapping: Wrapping): Promise<WrappedRow | undefined> {
  const holds = (await secrets.findOne()) !== null || (await keys.findOne()) !== null;
  const there = await checks.findOne({ _id: CHECK_NAME });
  if (there !== null) return there;
  // It is looked at after the keys, and is there before the first of them.
  if (holds) throw new VaultError('VAULT_FAILED', 'the vault is damaged, it has lost the check of its master key: restore it from a backup');
  const made = { _id: CHECK_NAME, wrapped: wrapped(wrapping, CHECK, CHECK_NAME) };
  try {
    await checks.insertOne(made);
    return made;
  } catch (error) {
    if (isDuplicate(error)) return undefined;
    throw error;
  }
}
