/**
 * The port to files that belong to somebody: attachments. Content goes in and out as a stream and is never held whole.
 *
 *   key      the owner's, 32 bytes, of the vault. What is stored is sealed with it: destroyed, nothing of his opens any more
 *   address  HMAC-SHA256 of the content, keyed by the owner's key, hex. The same content of one owner is one blob; to whoever
 *            has no key it says nothing, not even that two owners have the same file
 *   hash     SHA-256 of the content in clear, hex. Beware: it proves to anybody with the file that it is this one
 */
export interface BlobStore {
  /**
   * Durable and whole when it resolves; until then, and if `content` fails or is too long, nothing of it is to be seen. The same
   * content again, at the same moment too, is the same blob. `limit` in bytes. Throws `BLOB_TOO_LARGE`, `BLOB_EMPTY`, and whatever `content` throws.
   */
  put(key: Buffer, content: AsyncIterable<Uint8Array>, limit: number): Promise<PutBlob>;
  /**
   * Its content, or the part of it that is asked for. Beginning and end are checked before this resolves, each chunk before it is given
   * out: `BLOB_UNKNOWN`, `BLOB_DAMAGED` (altered, cut short, put together anew, another owner's). Iterate as often as you like, or leave early.
   */
  open(key: Buffer, blob: BlobRef, range?: ByteRange): Promise<AsyncIterable<Buffer>>;
  /** Everything there is, by address, for backup and for looking after. */
  list(): AsyncIterable<ListedBlob>;
  /** Durable when it resolves. What is not there counts as deleted. */
  delete(address: string): Promise<void>;
  /** As it is stored, for moving and backup; whether it opens is not looked at. Throws `BLOB_UNKNOWN`. */
  sealed(address: string): Promise<AsyncIterable<Uint8Array>>;
  /** Takes over what another store gave as `sealed`, in the place of what may be there; durable and whole when it resolves, like `put`. */
  restore(address: string, sealed: AsyncIterable<Uint8Array>): Promise<void>;
  close(): Promise<void>;
}

/** What a fact remembers of a blob. `bytes` of its content. */
export interface BlobRef {
  readonly address: string;
  readonly bytes: number;
}

export interface PutBlob extends BlobRef {
  readonly hash: string;
  /** It was there already. */
  readonly repeated: boolean;
}

/** Bytes of the content, `to` exclusive: 0 ≤ from < to ≤ bytes. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

export interface ListedBlob {
  readonly address: string;
  /** As stored: a little more than its content. */
  readonly sealedBytes: number;
}

/** Thrown by every adapter; `code` is stable. FAILED: the disk or server behind it (full, not allowed, not there). */
export class BlobStoreError extends Error {
  constructor(
    readonly code: 'BLOB_TOO_LARGE' | 'BLOB_EMPTY' | 'BLOB_UNKNOWN' | 'BLOB_DAMAGED' | 'BLOB_STORE_FAILED' | 'BLOB_STORE_CLOSED',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'BlobStoreError';
  }
}

/** What both halves of every store say of an address nobody has put anything under. */
export function unknownBlob(): BlobStoreError {
  return new BlobStoreError('BLOB_UNKNOWN', 'no file is stored under this address');
}

const ADDRESS = /^[0-9a-f]{64}$/;

export function isBlobAddress(text: string): boolean {
  return ADDRESS.test(text);
}
