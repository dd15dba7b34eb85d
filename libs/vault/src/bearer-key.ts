import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, told once and never kept. The prefix says what it is when it turns up where it should not. */
export function newBearerKey(kind: 'staff' | 'source'): string {
  return `tl_${kind}_${randomBytes(32).toString('base64url')}`;
}

/** Hex SHA-256: what a `Credential` is kept under. */
export function hashBearerKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
