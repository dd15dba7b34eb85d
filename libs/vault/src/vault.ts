/**
 * The port to what must never stand beside the events: keys, secrets, credentials.
 *
 *   owner     whose key it is: a node (`email:1.…`, `company:Acme`) or a stream (`stream:quarantine-…`)
 *   key       32 random bytes per owner, stored wrapped (AES-256-GCM) by the master key; destroying it erases what it sealed
 *   secret    32 random bytes per name, made once (`nodes`: the HMAC of identifiers)
 *   credential a record kept by the hash of a bearer key, never the key itself
 */
export interface Vault {
  /** The same bytes for ever, made durable before the first answer. */
  secret(name: string): Promise<Buffer>;
  /**
   * The keys of these owners; missing ones are made and are durable before this resolves.
   * `null` = destroyed: never made again. Batches of concurrent calls share a commit.
   */
  keys(owners: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>>;
  /** As `keys`, but makes none: an owner nobody has sealed for is absent from the map. */
  knownKeys(owners: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>>;
  /** Durable when it resolves; every copy in memory is dropped. Destroying twice is the same as once. */
  destroyKey(owner: string): Promise<void>;
  putCredential(credential: Credential): Promise<void>;
  credential(hash: string): Promise<Credential | null>;
  credentials(): Promise<readonly Credential[]>;
  /** Everything there is, the secrets first, in no other order: for moving a company. Beware: keys unwrapped. */
  rows(): AsyncIterable<VaultRow>;
  /**
   * Takes over rows of another vault; durable when it resolves. One that is there already and says the same is no matter. Throws
   * `VAULT_NOT_EMPTY` where it says something else, and then none of these rows is taken over: a key is never exchanged, and never back
   * once it is destroyed. A call that failed may be repeated.
   */
  restore(rows: readonly VaultRow[]): Promise<void>;
  close(): Promise<void>;
}

/** `null` = destroyed. */
export type VaultRow =
  | { readonly kind: 'secret'; readonly name: string; readonly bytes: Buffer }
  | { readonly kind: 'key'; readonly name: string; readonly bytes: Buffer | null }
  | { readonly kind: 'credential'; readonly name: string; readonly credential: Credential };

export interface Credential {
  /** SHA-256 of the bearer key, hex. The key has 256 random bits, so a plain hash is enough. */
  readonly hash: string;
  readonly id: string;
  /** `staff` reads and commands; `source` only writes. */
  readonly kind: 'staff' | 'source';
  /** `staff:<uuid>` or `source:<id>`. */
  readonly actor: string;
  /** The source every event that comes with this key belongs to. Keys rotate, sources stay. */
  readonly source: string;
  readonly createdAt: string;
  readonly disabled: boolean;
}

export class VaultError extends Error {
  constructor(
    readonly code: 'VAULT_WRONG_MASTER_KEY' | 'VAULT_NOT_EMPTY' | 'VAULT_FAILED' | 'VAULT_CLOSED' | 'SEAL_DAMAGED',
    message: string,
  ) {
    super(message);
    this.name = 'VaultError';
  }
}
