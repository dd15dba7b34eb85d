// Real: SQLite files in a temporary folder.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { vaultContract, wrappedVaultContract, type WrappedVaultPlace } from '@throughline/vault';
import { SqliteVault } from './sqlite-vault';

const masterKey = randomBytes(32);

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'throughline-vault-'));
}

async function place(): Promise<WrappedVaultPlace> {
  const folder = newFolder();
  const path = join(folder, 'vault.sqlite');
  return {
    open: async () => SqliteVault.open({ path, masterKey }),
    openWithOtherMasterKey: async () => SqliteVault.open({ path, masterKey: randomBytes(32) }),
    clear: async () => rmSync(folder, { recursive: true }),
  };
}

vaultContract('SqliteVault', place);
wrappedVaultContract('SqliteVault', place);

describe('the vault in a file', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = newFolder();
    path = join(folder, 'vault.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The file and all that lies beside it. */
  const everything = (): Buffer => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));

  it('has no key, secret or master key in clear', async () => {
    const vault = await SqliteVault.open({ path, masterKey });
    const keys = [...(await vault.keys(['email:1.jen', 'email:1.tom'])).values(), await vault.secret('nodes'), masterKey];
    const inUse = everything();
    await vault.close();
    const closed = everything();
    for (const key of keys as Buffer[])
      for (const bytes of [inUse, closed]) {
        expect(bytes.includes(key)).toBe(false);
        expect(bytes.includes(key.toString('base64'))).toBe(false);
        expect(bytes.includes(key.toString('hex'))).toBe(false);
      }
  });

  it('keeps nothing of a destroyed key, not even wrapped, among thousands in any order', async () => {
    const owners = Array.from({ length: 3000 }, () => `user:1.${randomBytes(32).toString('base64url')}`);
    const filled = await SqliteVault.open({ path, masterKey });
    for (let at = 0; at < owners.length; at += 100) await filled.keys(owners.slice(at, at + 100));
    await filled.close();
    const db = new DatabaseSync(path, { readOnly: true });
    const wrapped = owners.map((owner) => Buffer.from((db.prepare('SELECT wrapped FROM keys WHERE owner = ?').get(owner) as { wrapped: Uint8Array }).wrapped));
    db.close();
    const before = everything();
    const vault = await SqliteVault.open({ path, masterKey });
    const destroyed = owners.map((owner, index) => ({ owner, wrapped: wrapped[index] ?? Buffer.alloc(0) })).filter((_, index) => index % 30 === 0);
    for (const { owner } of destroyed) await vault.destroyKey(owner);
    const after = everything();
    await vault.close();
    expect(destroyed.every((key) => before.includes(key.wrapped))).toBe(true);
    expect(destroyed.filter((key) => after.includes(key.wrapped))).toEqual([]);
    expect(wrapped.filter((bytes) => after.includes(bytes))).toHaveLength(owners.length - destroyed.length);
  });

  it('finds keys again that it no longer remembers', async () => {
    const vault = await SqliteVault.open({ path, masterKey, cacheSize: 10 });
    const owners = Array.from({ length: 500 }, (_, index) => `user:1.${index}`);
    const keys = await vault.keys(owners);
    expect([...(await vault.keys(owners))]).toEqual([...keys]);
    await vault.destroyKey('user:1.7');
    expect((await vault.keys(owners)).get('user:1.7')).toBeNull();
    await vault.close();
  });

  it('commits the keys of concurrent calls together', async () => {
    const vault = await SqliteVault.open({ path, masterKey });
    const calls = Array.from({ length: 200 }, async (_, index) => vault.keys([`user:1.${index}`]));
    await Promise.all(calls);
    // One page or a few once each, not 200 commits of at least two pages.
    expect(statSync(`${path}-wal`).size).toBeLessThan(200_000);
    await vault.close();
  });

  it('keeps the keys of ten thousand new owners from a hundred calls', async () => {
    const vault = await SqliteVault.open({ path, masterKey });
    const batches = Array.from({ length: 100 }, (_, batch) => Array.from({ length: 100 }, (__, index) => `user:1.${batch}-${index}`));
    const made = await Promise.all(batches.map(async (owners) => vault.keys(owners)));
    await vault.close();
    const again = await SqliteVault.open({ path, masterKey });
    expect([...(await again.knownKeys(batches.flat()))]).toEqual(made.flatMap((keys) => [...keys]));
    await again.close();
  });

  it('is readable by its owner only', async () => {
    const vault = await SqliteVault.open({ path, masterKey });
    await vault.secret('nodes');
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o077)).toEqual([0, 0, 0]);
    await vault.close();
  });

  it('says in a sentence that the master key is another one', async () => {
    await (await SqliteVault.open({ path, masterKey })).close();
    await expect(SqliteVault.open({ path, masterKey: randomBytes(32) })).rejects.toThrow(/was made with another master key: put back the key/);
    await expect(SqliteVault.open({ path, masterKey: randomBytes(16) })).rejects.toThrow('a master key has 32 bytes, this one has 16');
  });

  it('notices a row that was put in the place of another', async () => {
    const filled = await SqliteVault.open({ path, masterKey });
    await filled.keys(['email:1.jen', 'email:1.tom']);
    await filled.close();
    const db = new DatabaseSync(path);
    db.exec("UPDATE keys SET wrapped = (SELECT wrapped FROM keys WHERE owner = 'email:1.tom') WHERE owner = 'email:1.jen'");
    db.close();
    const vault = await SqliteVault.open({ path, masterKey });
    await expect(vault.keys(['email:1.jen'])).rejects.toEqual(expect.objectContaining({ code: 'VAULT_FAILED', message: expect.stringContaining('damaged at key:email:1.jen') as string }));
    await vault.close();
  });

  it('refuses a file that is no vault, or a newer one', async () => {
    const db = new DatabaseSync(path);
    db.exec('PRAGMA user_version = 99');
    db.close();
    await expect(SqliteVault.open({ path, masterKey })).rejects.toThrow(/newer version of Throughline/);
    await expect(SqliteVault.open({ path: folder, masterKey })).rejects.toEqual(expect.objectContaining({ code: 'VAULT_FAILED' }));
  });
});
