import { randomBytes } from 'node:crypto';
import { missingRows } from './rows';
import { VaultError, type Credential, type Vault, type VaultRow } from './vault';

/** What a memory vault remembers. Handing the same contents to a second vault is what reopening a file is elsewhere. */
export interface VaultContents {
  readonly secrets: Map<string, Buffer>;
  /** `null` = destroyed. */
  readonly keys: Map<string, Buffer | null>;
  readonly credentials: Map<string, Credential>;
}

export function emptyVaultContents(): VaultContents {
  return { secrets: new Map(), keys: new Map(), credentials: new Map() };
}

/** The vault of tests: everything in memory, nothing wrapped, gone with the process. */
export class MemoryVault implements Vault {
  #open = true;

  constructor(private readonly contents: VaultContents = emptyVaultContents()) {}

  async secret(name: string): Promise<Buffer> {
    this.#check();
    const known = this.contents.secrets.get(name);
    if (known !== undefined) return Buffer.from(known);
    const made = randomBytes(32);
    this.contents.secrets.set(name, made);
    return Buffer.from(made);
  }

  async keys(owners: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    this.#check();
    for (const owner of owners) if (!this.contents.keys.has(owner)) this.contents.keys.set(owner, randomBytes(32));
    return this.#known(owners);
  }

  async knownKeys(owners: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    this.#check();
    return this.#known(owners);
  }

  async destroyKey(owner: string): Promise<void> {
    this.#check();
    this.contents.keys.set(owner, null);
  }

  async putCredential(credential: Credential): Promise<void> {
    this.#check();
    this.contents.credentials.set(credential.hash, { ...credential });
  }

  async credential(hash: string): Promise<Credential | null> {
    this.#check();
    const found = this.contents.credentials.get(hash);
    return found === undefined ? null : { ...found };
  }

  async credentials(): Promise<readonly Credential[]> {
    this.#check();
    return [...this.contents.credentials.values()].map((credential) => ({ ...credential }));
  }

  async *rows(): AsyncGenerator<VaultRow> {
    this.#check();
    const { secrets, keys, credentials } = this.contents;
    for (const [name, bytes] of secrets) yield { kind: 'secret', name, bytes: Buffer.from(bytes) };
    for (const [name, bytes] of keys) yield { kind: 'key', name, bytes: bytes && Buffer.from(bytes) };
    for (const [name, credential] of credentials) yield { kind: 'credential', name, credential: { ...credential } };
  }

  async restore(rows: readonly VaultRow[]): Promise<void> {
    this.#check();
    for (const row of missingRows(rows, (one) => this.#row(one))) {
      if (row.kind === 'secret') this.contents.secrets.set(row.name, Buffer.from(row.bytes));
      else if (row.kind === 'key') this.contents.keys.set(row.name, row.bytes && Buffer.from(row.bytes));
      else this.contents.credentials.set(row.name, { ...row.credential });
    }
  }

  async close(): Promise<void> {
    this.#open = false;
  }

  #row({ kind, name }: VaultRow): VaultRow | undefined {
    const { secrets, keys, credentials } = this.contents;
    const [secret, key, credential] = [secrets.get(name), keys.get(name), credentials.get(name)];
    if (kind === 'secret') return secret && { kind, name, bytes: secret };
    if (kind === 'key') return key === undefined ? undefined : { kind, name, bytes: key };
    return credential && { kind, name, credential };
  }

  #known(owners: readonly string[]): ReadonlyMap<string, Buffer | null> {
    const found = new Map<string, Buffer | null>();
    for (const owner of owners) {
      const key = this.contents.keys.get(owner);
      if (key !== undefined) found.set(owner, key);
    }
    return found;
  }

  #check(): void {
    if (!this.#open) throw new VaultError('VAULT_CLOSED', 'the vault is closed');
  }
}
