import { Calls, isDuplicate, repeating, upserting, type MongoConnection } from '@throughline/mongodb';
import { VaultError, Wrapping, type Credential, type Vault, type VaultRow } from '@throughline/vault';
import { randomBytes } from 'node:crypto';
import { KeyRing } from './key-ring';
import { checkMasterKey } from './master-key-check';
import { everyRow, restoreRows } from './moving';
import { credentialOf, rowsOf, unwrapped, wrapped, type Rows } from './rows';

export interface MongoVaultOptions {
  /** Of the vault alone, with a user of its own where it can be: whoever reads it and has the master key reads everything. */
  readonly database: string;
  /** 32 bytes, the same for all processes. */
  readonly masterKey: Buffer;
  /** How many unwrapped keys stay in memory. Default 100,000, about 30 MB. */
  readonly cacheSize?: number;
}

/**
 * The vault in a database of its own, for many processes at once. A new key is in the journals of a majority before anybody is given
 * it, and of all who make one for the same owner at once, one has made it.
 *
 * Destroying a key takes it out of every process and leaves nothing of it in the collection. MongoDB's own log and journal keep the
 * wrapped bytes until they roll over, as do backups: they open with the master key only.
 */
export class MongoVault implements Vault {
  private readonly ring: KeyRing;

  private constructor(
    private readonly stored: Rows,
    private readonly wrapping: Wrapping,
    private readonly calls: Calls,
    cacheSize: number,
  ) {
    this.ring = new KeyRing(stored, wrapping, cacheSize);
  }

  /** Throws `VaultError`: `VAULT_WRONG_MASTER_KEY` if the vault was made with another one, `VAULT_FAILED` if it cannot be used. */
  static async open(connection: MongoConnection, { database, masterKey, cacheSize = 100_000 }: MongoVaultOptions): Promise<MongoVault> {
    if (masterKey.length !== 32) throw new VaultError('VAULT_WRONG_MASTER_KEY', `a master key has 32 bytes, this one has ${masterKey.length}`);
    const [rows, wrapping] = [rowsOf(connection, database), new Wrapping(masterKey)];
    const calls = new Calls({
      closed: () => new VaultError('VAULT_CLOSED', 'the vault is closed'),
      failed: (reason) => new VaultError('VAULT_FAILED', `the vault's database has not done it, or not answered: ${reason}`),
    });
    await calls.run(() => checkMasterKey(rows, wrapping));
    return new MongoVault(rows, wrapping, calls, cacheSize);
  }

  secret(name: string): Promise<Buffer> {
    return this.calls.run(() => repeating(() => this.findOrMakeSecret(name), () => new VaultError('VAULT_FAILED', `the secret ${name} does not reach a majority of the servers`)));
  }

  keys(owners: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    return this.calls.run(async () => {
      const found = await this.ring.find(owners);
      const missing = owners.filter((owner) => !found.has(owner));
      const made = missing.length === 0 ? found : await this.ring.make(missing);
      return new Map(owners.map((owner) => [owner, found.get(owner) ?? made.get(owner) ?? null]));
    });
  }

  knownKeys(owners: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    return this.calls.run(async () => {
      const found = await this.ring.find(owners);
      return new Map(owners.filter((owner) => found.has(owner)).map((owner) => [owner, found.get(owner) ?? null]));
    });
  }

  destroyKey(owner: string): Promise<void> {
    return this.calls.run(() => this.ring.destroy(owner));
  }

  putCredential({ hash, id, kind, actor, source, createdAt, disabled }: Credential): Promise<void> {
    const row = { id, kind, actor, source, createdAt, disabled };
    return this.calls.run(() => upserting(() => this.stored.credentials.replaceOne({ _id: hash }, row, { upsert: true })));
  }

  credential(hash: string): Promise<Credential | null> {
    return this.calls.run(async () => {
      const row = await this.stored.credentials.findOne({ _id: hash });
      return row && credentialOf(row);
    });
  }

  credentials(): Promise<readonly Credential[]> {
    return this.calls.run(async () => (await this.stored.credentials.find({}, { sort: { createdAt: 1, _id: 1 } }).toArray()).map(credentialOf));
  }

  rows(): AsyncIterable<VaultRow> {
    return this.calls.each(everyRow(this.stored, this.wrapping));
  }

  restore(rows: readonly VaultRow[]): Promise<void> {
    return this.calls.run(() => restoreRows(this.stored, this.wrapping, rows));
  }

  close(): Promise<void> {
    return this.calls.close();
  }

  private async findOrMakeSecret(name: string): Promise<Buffer | undefined> {
    const known = await this.stored.secrets.findOne({ _id: name });
    if (known?.wrapped) return unwrapped(this.wrapping, known.wrapped, `secret:${name}`);
    const made = randomBytes(32);
    try {
      await this.stored.secrets.insertOne({ _id: name, wrapped: wrapped(this.wrapping, made, `secret:${name}`) });
      return made;
    } catch (error) {
      if (isDuplicate(error)) return undefined;
      throw error;
    }
  }
}
