import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The master key at work: AES-256-GCM with a random nonce. What is wrapped is bound to its label (`key:email:1.…`), so that
 * no row can be put in another's place. This shape is stored: nonce, text, tag.
 */
export class Wrapping {
  readonly #master: KeyObject;

  /** 32 bytes. */
  constructor(masterKey: Buffer) {
    this.#master = createSecretKey(masterKey);
  }

  wrap(bytes: Buffer, label: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const gcm = createCipheriv('aes-256-gcm', this.#master, nonce).setAAD(Buffer.from(label));
    const body = gcm.update(bytes);
    gcm.final();
    return Buffer.concat([nonce, body, gcm.getAuthTag()]);
  }

  /** `null` = wrapped by another master key, for another label, or damaged. */
  unwrap(wrapped: Uint8Array, label: string): Buffer | null {
    if (wrapped.length < NONCE_BYTES + TAG_BYTES) return null;
    const end = wrapped.length - TAG_BYTES;
    try {
      const gcm = createDecipheriv('aes-256-gcm', this.#master, wrapped.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      gcm.setAAD(Buffer.from(label)).setAuthTag(wrapped.subarray(end));
      const bytes = gcm.update(wrapped.subarray(NONCE_BYTES, end));
      gcm.final();
      return bytes;
    } catch {
      return null;
    }
  }
}
