import { randomBytes } from 'node:crypto';
import { VaultError, type Credential, type Vault } from './vault';

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

  async close(): Promise<void> {
    this.#open = false;
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
