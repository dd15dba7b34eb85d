import { createHash } from 'node:crypto';
import { closeSync, constants, fdatasync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from './schema';

/** What was acknowledged last: where the store must still reach to when it is opened again. */
export interface Seen {
  readonly storeId: string;
  /** 0 before the first event. */
  readonly position: number;
  /** The chained hash after the commit that ends at `position`. 32 bytes. */
  readonly hash: Buffer;
}

type Slot = Seen & { readonly count: number };

/** This shape is stored: count (8 bytes), position (8), hash (32), store id (36), nothing (12), SHA-256 of all that (32). */
const SLOT = 128;
/** Milliseconds from the first write that is not forced to the disk yet until it is. */
const SYNC_AFTER = 1_000;

/** What a witness saw; `null` where there is none; `unreadable` when neither slot is whole. */
export function readWitness(path: string): Seen | null | 'unreadable' {
  const slots = readSlots(path);
  return slots === null ? null : (slots[0] ?? 'unreadable');
}

/**
 * A witness of the head, in a file of its own: a damaged write-ahead log is cut short by SQLite without a word, and only
 * somebody else can tell. Two slots are written in turn, each with a count and a checksum, so that a torn write leaves the
 * one before.
 *
 * How far it may lag: it is written after the commit has reached the disk and before the answer, so after the death of the
 * process not at all. Its own bytes are forced to the disk a second after the first write that is not: after a power cut it
 * may be a second of commits behind (and what the disk needs to do it), and a loss within that time goes unnoticed. It is
 * never ahead of the store.
 */
export class Witness {
  private readonly buffer = Buffer.alloc(SLOT);
  private timer: NodeJS.Timeout | null = null;
  private syncing: Promise<void> | null = null;
  private failure: Error | null = null;

  private constructor(
    private readonly handle: number,
    private count: number,
  ) {}

  /** Opens or makes the file and lets it see `seen`; durable when it returns. */
  static open(path: string, seen: Seen): Witness {
    const count = readSlots(path)?.[0]?.count ?? 0;
    const witness = new Witness(openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600), count);
    witness.put(seen);
    fdatasyncSync(witness.handle);
    syncFolder(dirname(path));
    return witness;
  }

  /** Throws when it cannot be written, or could not be forced to the disk earlier. */
  write(seen: Seen): void {
    if (this.failure !== null) throw this.failure;
    this.put(seen);
    this.timer ??= setTimeout(() => this.sync(), SYNC_AFTER).unref();
  }

  async close(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    await this.syncing;
    fdatasyncSync(this.handle);
    closeSync(this.handle);
  }

  private put({ storeId, position, hash }: Seen): void {
    this.count += 1;
    const { buffer } = this;
    buffer.writeBigUInt64BE(BigInt(this.count), 0);
    buffer.writeBigUInt64BE(BigInt(position), 8);
    hash.copy(buffer, 16);
    buffer.write(storeId, 48, 'ascii');
    checksum(buffer).copy(buffer, 96);
    writeSync(this.handle, buffer, 0, SLOT, (this.count % 2) * SLOT);
  }

  /** Off the main thread. What is written meanwhile starts the clock anew. */
  private sync(): void {
    this.timer = null;
    this.syncing = new Promise((resolve) => {
      fdatasync(this.handle, (error) => {
        this.failure = error;
        resolve();
      });
    });
  }
}

/** The slots that are whole, the newest first; `null` where there is no file. */
function readSlots(path: string): readonly Slot[] | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const slots = [bytes.subarray(0, SLOT), bytes.subarray(SLOT, 2 * SLOT)].filter((slot) => slot.length === SLOT && checksum(slot).equals(slot.subarray(96)));
  return slots.map(parsed).toSorted((a, b) => b.count - a.count);
}

function parsed(slot: Buffer): Slot {
  return { count: Number(slot.readBigUInt64BE(0)), position: Number(slot.readBigUInt64BE(8)), hash: Buffer.from(slot.subarray(16, 48)), storeId: slot.toString('ascii', 48, 84) };
}

function checksum(buffer: Buffer): Buffer {
  return createHash('sha256').update(buffer.subarray(0, 96)).digest();
}
