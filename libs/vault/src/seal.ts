import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { canonicalJson, type Json } from '@throughline/kernel';
import { VaultError } from './vault';

/**
 * A sealed value. This shape is stored: version it, never change it.
 *   v  1
 *   k  whose key: a node or a stream
 *   n  nonce, base64url of 12 bytes
 *   c  AES-256-GCM of the value's canonical JSON, then the 16 bytes of its tag, base64url
 */
export interface Sealed {
  readonly $sealed: { readonly v: 1; readonly k: string; readonly n: string; readonly c: string };
}

/** What a sealed value reads as when its key is gone, and what is stored for a field whose owner was erased before. */
export interface Erased {
  readonly $erased: true;
}

export const ERASED: Erased = Object.freeze({ $erased: true });

/** Where a value stands. `path` is its JSON pointer (RFC 6901) in the event's data; moved elsewhere, it opens no more. */
export interface Place {
  readonly eventId: string;
  readonly path: string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface Derived {
  readonly cipher: KeyObject;
  readonly nonce: KeyObject;
}

/** Lives as long as the key's buffer does, so dropping a destroyed key drops this too. */
const derived = new WeakMap<Buffer, Derived>();

function derive(key: Buffer): Derived {
  const known = derived.get(key);
  if (known !== undefined) return known;
  const made = { cipher: createSecretKey(key), nonce: createSecretKey(createHmac('sha256', key).update('throughline nonce 1').digest()) };
  derived.set(key, made);
  return made;
}

/**
 * The nonce is a digest of place and content, so equal content at the same place seals equally and other content never
 * shares a nonce: nothing is ever encrypted twice with the same nonce and different text. `key` is 32 bytes and must not be
 * changed afterwards. Throws a TypeError on what is no JSON.
 */
export function sealValue(value: unknown, owner: string, key: Buffer, { eventId, path }: Place): Sealed {
  const { cipher, nonce: nonceKey } = derive(key);
  const place = `${eventId}\n${path}`;
  const text = canonicalJson(value);
  const nonce = createHmac('sha256', nonceKey).update(`${place}\n${text}`).digest().subarray(0, NONCE_BYTES);
  const gcm = createCipheriv('aes-256-gcm', cipher, nonce).setAAD(Buffer.from(place));
  const body = gcm.update(text, 'utf8');
  gcm.final();
  const c = Buffer.concat([body, gcm.getAuthTag()]).toString('base64url');
  return { $sealed: { v: 1, k: owner, n: nonce.toString('base64url'), c } };
}

/**
 * The value as it was sealed, or `ERASED` where there is no key. Throws `VaultError` `SEAL_DAMAGED` for altered text, another
 * key, another event or another path.
 */
export function unsealValue({ $sealed }: Sealed, key: Buffer | null, { eventId, path }: Place): Json {
  if (key === null) return ERASED as unknown as Json;
  const bytes = Buffer.from($sealed.c, 'base64url');
  const nonce = Buffer.from($sealed.n, 'base64url');
  // Decoding forgives what it does not know; one spelling only, or a changed character could go unnoticed.
  const asWritten = bytes.toString('base64url') === $sealed.c && nonce.toString('base64url') === $sealed.n;
  if ($sealed.v !== 1 || !asWritten || nonce.length !== NONCE_BYTES || bytes.length < TAG_BYTES) throw damaged(eventId, path);
  const end = bytes.length - TAG_BYTES;
  try {
    const gcm = createDecipheriv('aes-256-gcm', derive(key).cipher, nonce, { authTagLength: TAG_BYTES });
    gcm.setAAD(Buffer.from(`${eventId}\n${path}`)).setAuthTag(bytes.subarray(end));
    const text = gcm.update(bytes.subarray(0, end));
    gcm.final();
    return JSON.parse(text.toString()) as Json;
  } catch {
    throw damaged(eventId, path);
  }
}

export function isSealed(value: unknown): value is Sealed {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, '$sealed')) return false;
  const sealed = (value as Sealed).$sealed as Partial<Sealed['$sealed']> | null;
  return typeof sealed?.k === 'string' && typeof sealed.n === 'string' && typeof sealed.c === 'string';
}

export function isErased(value: unknown): value is Erased {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '$erased') && (value as Record<string, unknown>)['$erased'] === true;
}

/** The JSON pointer of a member or element. */
export function pointer(path: string, name: string | number): string {
  return typeof name === 'number' || !/[~/]/.test(name) ? `${path}/${name}` : `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function damaged(eventId: string, path: string): VaultError {
  return new VaultError('SEAL_DAMAGED', `the sealed value at ${path === '' ? 'the root' : path} of event ${eventId} is damaged or was sealed elsewhere`);
}
