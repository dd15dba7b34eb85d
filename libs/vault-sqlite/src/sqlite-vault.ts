import { randomBytes } from 'node:crypto';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { missingRows, Recent, VaultError, Wrapping, type Credential, type Vault, type VaultRow } from '@throughline/vault';
import { Group } from './group';
import { SQL, openFile } from './schema';

export interface SqliteVaultOptions {
  readonly path: string;
  /** 32 bytes; see `loadMasterKey`. */
  readonly masterKey: Buffer;
  /** How many unwrapped keys stay in memory. Default 100,000, about 30 MB. */
  readonly cacheSize?: number;
}

/** Rows read at once. */
const PAGE = 1_000;
const CHECK_NAME = 'check';
const CHECK = Buffer.from('throughline vault');

/**
 * The vault in a file of its own. New keys are on the disk (WAL, `synchronous = FULL`) before anybody is given them.
 * A failed write stops all writing until the vault is opened anew, because after a failed fsync nobody knows what is on the
 * disk; reading goes on.
 *
 * One process at a time, which the data folder's lock sees to: another one would go on using a key that is destroyed here.
 *
 * Destroying a key leaves it nowhere in the file or its log. What a disk or file system keeps beneath is beyond reach, but
 * is wrapped: it opens with the master key only.
 */
export class SqliteVault implements Vault {
  readonly #statements;
  readonly #cache: Recent<string, Buffer | null>;
  #group: Group | null = null;
  #failed: VaultError | null = null;
  #open = true;

  /**
   * Creates the file if there is none. Throws `VaultError`: `VAULT_WRONG_MASTER_KEY` if the file was made with another one,
   * `VAULT_FAILED` if it cannot be read, or another process is writing to it.
   */
  static async open({ path, masterKey, cacheSize = 100_000 }: SqliteVaultOptions): Promise<SqliteVault> {
    if (masterKey.length !== 32) throw new VaultError('VAULT_WRONG_MASTER_KEY', `a master key has 32 bytes, this one has ${masterKey.length}`);
    const wrapping = new Wrapping(masterKey);
    const db = attempt(() => openFile(path), `the vault ${path} cannot be opened`);
    try {
      return attempt(() => {
        checkMasterKey(db, wrapping, path);
        return new SqliteVault(db, wrapping, cacheSize);
      }, `the vault ${path} cannot be read`);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  private constructor(
    private readonly db: DatabaseSyncInstance,
    private readonly wrapping: Wrapping,
    cacheSize: number,
  ) {
    this.#cache = new Recent(cacheSize);
    this.#statements = {
      secret: db.prepare(SQL.secret),
      putSecret: db.prepare(SQL.putSecret),
      key: db.prepare(SQL.key),
      putKey: db.prepare(SQL.putKey),
      destroyKey: db.prepare(SQL.destroyKey),
      credential: db.prepare(SQL.credential),
      credentials: db.prepare(SQL.credentials),
      putCredential: db.prepare(SQL.putCredential),
    };
  }

  async secret(name: string): Promise<Buffer> {
    this.#check();
    const known = this.#secret(name);
    if (known !== undefined) return known;
    const made = randomBytes(32);
    this.#write(() => this.#put({ kind: 'secret', name, bytes: made }));
    return made;
  }

  async keys(owners: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    this.#check();
    const found = new Map<string, Buffer | null>();
    const missing: string[] = [];
    for (const owner of owners) {
      const key = this.#find(owner);
      found.set(owner, key ?? null);
      if (key === undefined) missing.push(owner);
    }
    if (missing.length === 0) return found;
    const group = (this.#group ??= this.#newGroup());
    for (const owner of missing) group.made.set(owner, null);
    await group.committed;
    for (const owner of missing) found.set(owner, group.made.get(owner) ?? null);
    return found;
  }

  async knownKeys(owners: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    this.#check();
    const found = new Map<string, Buffer | null>();
    for (const owner of owners) {
      const key = this.#find(owner);
      if (key !== undefined) found.set(owner, key);
    }
    return found;
  }

  async destroyKey(owner: string): Promise<void> {
    this.#check();
    this.#write(() => this.#statements.destroyKey.run(owner));
    this.#cache.set(owner, null);
    const { busy } = this.#guard(() => this.db.prepare(SQL.emptyLog).get()) as { readonly busy: number };
    if (busy !== 0) throw this.#fail(new Error('its log could not be emptied'));
  }

  async putCredential(credential: Credential): Promise<void> {
    this.#check();
    this.#write(() => this.#put({ kind: 'credential', name: credential.hash, credential }));
  }

  async credential(hash: string): Promise<Credential | null> {
    this.#check();
    return this.#credential(hash);
  }

  async credentials(): Promise<readonly Credential[]> {
    this.#check();
    return this.#read(() => this.#statements.credentials.all()).map(credentialOf);
  }

  async *rows(): AsyncGenerator<VaultRow> {
    for (const { name, wrapped } of this.#paged(SQL.secretsAfter)) yield { kind: 'secret', name, bytes: this.#unwrap(wrapped ?? new Uint8Array(), `secret:${name}`) };
    for (const { name, wrapped } of this.#paged(SQL.keysAfter)) yield { kind: 'key', name, bytes: wrapped && this.#unwrap(wrapped, `key:${name}`) };
    for (const credential of await this.credentials()) yield { kind: 'credential', name: credential.hash, credential };
  }

  async restore(rows: readonly VaultRow[]): Promise<void> {
    this.#check();
    this.#commitGroup();
    const missing = missingRows(rows, (row) => this.#row(row));
    this.#write(() => {
      for (const row of missing) this.#put(row);
    });
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#commitGroup();
    this.#open = false;
    try {
      // The driver lets go of the file only when its statements are collected, so its log is emptied here and not by closing.
      this.db.exec(SQL.emptyLog);
    } catch {
      // What could not be moved is safe in the log and is moved when the file is opened again.
    }
    this.db.close();
  }

  #row({ kind, name }: VaultRow): VaultRow | undefined {
    if (kind === 'credential') {
      const credential = this.#credential(name);
      return credential === null ? undefined : { kind, name, credential };
    }
    const bytes = kind === 'secret' ? this.#secret(name) : this.#find(name);
    if (kind === 'key') return bytes === undefined ? undefined : { kind, name, bytes };
    return bytes === undefined || bytes === null ? undefined : { kind, name, bytes };
  }

  /** In a transaction. */
  #put(row: VaultRow): void {
    const { putSecret, putKey, putCredential } = this.#statements;
    if (row.kind === 'secret') putSecret.run(row.name, this.wrapping.wrap(row.bytes, `secret:${row.name}`));
    else if (row.kind === 'key') putKey.run(row.name, row.bytes && this.wrapping.wrap(row.bytes, `key:${row.name}`));
    else {
      const { hash, id, kind, actor, source, createdAt, disabled } = row.credential;
      putCredential.run(hash, id, kind, actor, source, createdAt, disabled ? 1 : 0);
    }
  }

  /** In pages, so that a large vault never stands in memory and a slow reader holds nothing open. */
  *#paged(sql: string): Generator<{ readonly name: string; readonly wrapped: Uint8Array | null }> {
    for (let last: string | undefined = ''; last !== undefined; ) {
      this.#check();
      const after: string = last;
      const page = this.#read(() => this.db.prepare(sql).all(after, PAGE)) as { readonly name: string; readonly wrapped: Uint8Array | null }[];
      yield* page;
      last = page.at(-1)?.name;
    }
  }

  #secret(name: string): Buffer | undefined {
    const known = this.#read(() => this.#statements.secret.get(name)) as { readonly wrapped: Uint8Array } | undefined;
    return known && this.#unwrap(known.wrapped, `secret:${name}`);
  }

  #credential(hash: string): Credential | null {
    const row = this.#read(() => this.#statements.credential.get(hash));
    return row === undefined ? null : credentialOf(row);
  }

  /** `undefined` = there is none yet; `null` = destroyed. */
  #find(owner: string): Buffer | null | undefined {
    const cached = this.#cache.get(owner);
    if (cached !== undefined) return cached;
    const row = this.#read(() => this.#statements.key.get(owner)) as { readonly wrapped: Uint8Array | null } | undefined;
    if (row === undefined) return undefined;
    const key = row.wrapped === null ? null : this.#unwrap(row.wrapped, `key:${owner}`);
    this.#cache.set(owner, key);
    return key;
  }

  #newGroup(): Group {
    setImmediate(() => this.#commitGroup());
    return new Group();
  }

  #commitGroup(): void {
    const group = this.#group;
    this.#group = null;
    group?.settle(() => this.#makeKeys(group.made));
  }

  /** Looks again, because an owner may have been destroyed since it was asked for. */
  #makeKeys(made: Map<string, Buffer | null>): void {
    this.#write(() => {
      for (const owner of made.keys()) {
        const known = this.#find(owner);
        const key = known === undefined ? randomBytes(32) : known;
        made.set(owner, key);
        if (known === undefined) this.#put({ kind: 'key', name: owner, bytes: key });
      }
    });
    for (const [owner, key] of made) this.#cache.set(owner, key);
  }

  #read<T>(work: () => T): T {
    return attempt(work, 'the vault cannot be read');
  }

  #write(work: () => void): void {
    if (this.#failed !== null) throw this.#failed;
    this.#guard(() => {
      this.db.exec('BEGIN IMMEDIATE');
      work();
      this.db.exec('COMMIT');
    });
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw this.#fail(error);
    }
  }

  #fail(cause: unknown): VaultError {
    this.#failed = new VaultError('VAULT_FAILED', `the vault could not write and takes nothing more until it is opened again: ${(cause as Error).message}`);
    return this.#failed;
  }

  #unwrap(wrapped: Uint8Array, label: string): Buffer {
    const bytes = this.wrapping.unwrap(wrapped, label);
    if (bytes === null) throw new VaultError('VAULT_FAILED', `the vault is damaged at ${label}: restore it from a backup`);
    return bytes;
  }

  #check(): void {
    if (!this.#open) throw new VaultError('VAULT_CLOSED', 'the vault is closed');
  }
}

/** A known text, wrapped when the file was made: what cannot open it has another master key. */
function checkMasterKey(db: DatabaseSyncInstance, wrapping: Wrapping, path: string): void {
  const row = db.prepare(SQL.check).get(CHECK_NAME) as { readonly value: Uint8Array } | undefined;
  if (row === undefined) {
    const { empty } = db.prepare(SQL.isEmpty).get() as { readonly empty: number };
    if (empty === 0) throw new VaultError('VAULT_FAILED', `the vault ${path} is damaged: restore it from a backup`);
    db.prepare(SQL.putCheck).run(CHECK_NAME, wrapping.wrap(CHECK, CHECK_NAME));
  } else if (wrapping.unwrap(row.value, CHECK_NAME) === null)
    throw new VaultError('VAULT_WRONG_MASTER_KEY', `the vault ${path} was made with another master key: put back the key it was made with; without it no personal data can be read`);
}

function credentialOf(row: unknown): Credential {
  const fields = row as Omit<Credential, 'disabled'> & { readonly disabled: number };
  return { ...fields, disabled: fields.disabled !== 0 };
}

function attempt<T>(work: () => T, what: string): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof VaultError) throw error;
    throw new VaultError('VAULT_FAILED', `${what}: ${(error as Error).message}`);
  }
}
