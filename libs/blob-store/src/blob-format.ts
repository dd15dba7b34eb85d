import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

/**
 * A sealed blob, byte by byte. This shape is stored: version it, never change it.
 *
 *   header   `TLB1`, then 32 random bytes: the salt
 *   chunk    AES-256-GCM of 64 KiB of content, then its tag (16 bytes); the last one of 1 byte to 64 KiB
 *
 * The key of a blob is HMAC-SHA256(owner's key, `throughline blob 1\n` + salt), so no nonce is ever used twice. The nonce is 7 zero bytes,
 * the chunk's number (32 bits) and 1 for the last chunk, else 0: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015,
 * "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance"), under which chunks left out, repeated, exchanged or cut off do not open. The last chunk is bound to the
 * blob's address too, so that one blob cannot be put in another's place.
 */
export const CHUNK = 64 * 1024;
export const HEADER = 36;
export const SALT = 32;
const TAG = 16;
export const SEALED_CHUNK = CHUNK + TAG;
const MAGIC = Buffer.from('TLB1');

export function headerOf(salt: Buffer): Buffer {
  return Buffer.concat([MAGIC, salt]);
}

/** `null` = it is no blob of this format. */
export function saltIn(header: Buffer): Buffer | null {
  return header.length === HEADER && header.subarray(0, MAGIC.length).equals(MAGIC) ? header.subarray(MAGIC.length) : null;
}

export function chunksIn(bytes: number): number {
  return Math.ceil(bytes / CHUNK);
}

/** Bytes of a sealed blob with so many bytes of content. */
export function sealedSize(bytes: number): number {
  return HEADER + bytes + chunksIn(bytes) * TAG;
}

export function blobKey(ownerKey: Buffer, salt: Buffer): Buffer {
  return createHmac('sha256', ownerKey).update('throughline blob 1\n').update(salt).digest();
}

/** What addresses are made with: no use for opening anything. */
export function addressKey(ownerKey: Buffer): Buffer {
  return createHmac('sha256', ownerKey).update('throughline blob address 1').digest();
}

/** `address` belongs to the last chunk alone: before it, nobody knows it yet. */
export function sealChunk(key: Buffer, index: number, content: Buffer, address: string | null): Buffer {
  const gcm = createCipheriv('aes-256-gcm', key, nonceOf(index, address !== null)).setAAD(aadOf(address));
  const sealed = gcm.update(content);
  gcm.final();
  return Buffer.concat([sealed, gcm.getAuthTag()]);
}

/** `null` = it does not open: altered, of another place, another blob or another owner. */
export function openChunk(key: Buffer, index: number, sealed: Buffer, address: string | null): Buffer | null {
  if (sealed.length <= TAG) return null;
  const end = sealed.length - TAG;
  try {
    const gcm = createDecipheriv('aes-256-gcm', key, nonceOf(index, address !== null), { authTagLength: TAG });
    gcm.setAAD(aadOf(address)).setAuthTag(sealed.subarray(end));
    const content = gcm.update(sealed.subarray(0, end));
    gcm.final();
    return content;
  } catch {
    return null;
  }
}

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}

function aadOf(address: string | null): Buffer {
  return address === null ? MAGIC : Buffer.from(address, 'hex');
}
