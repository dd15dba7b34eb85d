import { VaultError } from './vault';

/**
 * The 32 bytes that wrap all keys: base64 or base64url, with or without `=` at the end; nothing is guessed from what is neither.
 * `where` is for the message. Throws `VaultError` (`VAULT_WRONG_MASTER_KEY`).
 */
export function masterKeyIn(text: string, where: string): Buffer {
  const given = text.trim();
  const key = Buffer.from(given, 'base64');
  if (/^[\w+/-]{43}=?$/.test(given) && key.length === 32) return key;
  const cutShort = given === '' ? '; if the first start was cut short and there is no vault yet, delete it and start again' : '';
  throw new VaultError('VAULT_WRONG_MASTER_KEY', `${where} holds no master key, which is 32 bytes in base64${cutShort}`);
}
