import { createHash } from 'node:crypto';
import { closeSync, constants, fdatasync, fdatasyncSync, openSync, readSync, writeSync } from 'node:fs';

/** What was acknowledged last: where the store must still reach to when it is opened again. */
export interface Seen {
  readonly storeId: string;
  readonly position: number;
  /** The chained hash after the commit that ends at `position`. 32 bytes. */
  readonly hash: Buffer;
}

const SLOT = 128;
const SYNC_EVERY = 1_000;

/**
 * A witness of the head, in a file of its own: a damaged write-ahead log is cut short by SQLite without a word, and only
 * somebody else can tell. Two slots are written in turn, each with a count and a checksum, so that a torn write leaves the
 * one before.
 *
 * It is written after the commit has reached the disk and before the answer, so after the death of the process it never lags.
 * Its own bytes are forced to the disk at most once a second: after a power cut it may be up to a second of commits behind,
 * and a loss within that second would go unnoticed. It is never ahead of the store.
 */
export class Witness {
  private syncedAt = 0;
  private syncing = false;
  private readonly buffer = Buffer.alloc(SLOT);

  private constructor(
    private readonly handle: number,
    private count: number,
    /** What it saw before this process; `null` = nothing that can be read. */
    readonly seen: Seen | null,
  ) {}

  static open(path: string): Witness {
    const handle = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const slots = [0, 1].map((slot) => readSlot(handle, slot)).filter((slot) => slot !== null);
    const latest = slots.toSorted((a, b) => b.count - a.count)[0] ?? null;
    return new Witness(handle, latest?.count ?? 0, latest);
  }

  write({ storeId, position, hash }: Seen): void {
    this.count += 1;
    const { buffer } = this;
    buffer.fill(0);
    buffer.writeBigUInt64BE(BigInt(this.count), 0);
    buffer.writeBigUInt64BE(BigInt(position), 8);
    hash.copy(buffer, 16);
    buffer.write(storeId, 48, 'ascii');
    checksum(buffer).copy(buffer, 96);
    writeSync(this.handle, buffer, 0, SLOT, (this.count % 2) * SLOT);
    this.syncSometimes();
  }

  close(): void {
    fdatasyncSync(this.handle);
    closeSync(this.handle);
  }

  /** Off the main thread; a failure shows at the next write. */
  private syncSometimes(): void {
    const now = Date.now();
    if (this.syncing || now - this.syncedAt < SYNC_EVERY) return;
    this.syncedAt = now;
    this.syncing = true;
    fdatasync(this.handle, () => {
      this.syncing = false;
    });
  }
}

function readSlot(handle: number, slot: number): (Seen & { readonly count: number }) | null {
  const buffer = Buffer.alloc(SLOT);
  if (readSync(handle, buffer, 0, SLOT, slot * SLOT) < SLOT) return null;
  if (!checksum(buffer).equals(buffer.subarray(96))) return null;
  return { count: Number(buffer.readBigUInt64BE(0)), position: Number(buffer.readBigUInt64BE(8)), hash: Buffer.from(buffer.subarray(16, 48)), storeId: buffer.toString('ascii', 48, 84) };
}

function checksum(buffer: Buffer): Buffer {
  return createHash('sha256').update(buffer.subarray(0, 96)).digest();
}
