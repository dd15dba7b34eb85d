import { createHash } from 'node:crypto';
import { canonicalJson, type StoredEvent } from '@throughline/kernel';

/**
 * What is compared of an event: all of it as stored (sealed), but `position` and `places`, which say where it stands in one store. So
 * ids, times, streams, revisions and content are compared. RFC 8785 canonical JSON, since a store may keep members in another order.
 */
export function comparable({ position: _position, places: _places, ...event }: StoredEvent): string {
  return canonicalJson(event);
}

/** What nothing has been digested of yet. */
const NOTHING = Buffer.alloc(32);

/**
 * The digest of a history: each event's SHA-256 over the digest before it (32 bytes, zeros at first) and the event. It depends on
 * the order of the store and on nothing else, and it can be gone on from, which the export of a long history needs.
 */
export class HistoryDigest {
  private digest: Buffer;
  private events: number;

  /** To go on from what `hex` and `count` said. */
  constructor(hex = NOTHING.toString('hex'), count = 0) {
    this.digest = Buffer.from(hex, 'hex');
    this.events = count;
  }

  add(text: string): void {
    this.digest = createHash('sha256').update(this.digest).update(text).digest();
    this.events += 1;
  }

  get hex(): string {
    return this.digest.toString('hex');
  }

  get count(): number {
    return this.events;
  }
}

const MODULUS = 1n << 256n;

/** The digest of what has no order (rows of a vault, attachments): the sum of the SHA-256 of each, modulo 2^256. */
export class SetDigest {
  private sum = 0n;
  private members = 0;

  add(text: string): void {
    this.sum = (this.sum + BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)) % MODULUS;
    this.members += 1;
  }

  get hex(): string {
    return this.sum.toString(16).padStart(64, '0');
  }

  get count(): number {
    return this.members;
  }
}
