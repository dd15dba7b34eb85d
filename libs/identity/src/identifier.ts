import type { Identifier } from '@throughline/kernel';

const TYPED = /^([a-z][a-z0-9-]{0,39}):(.{1,320})$/su;
const EMAIL = /^[^\s@]+@[^\s@]+$/u;
const PHONE = /^(\+|00)[\d\s()/.-]{5,30}$/u;
/** What people write before an identifier that means one of our types. */
const ALIASES: Readonly<Record<string, string>> = { mailto: 'email', tel: 'phone', 'user-id': 'user', 'anonymous-id': 'anonymous' };
/** A colon does not make these an identifier type. */
const SCHEMES = new Set(['http', 'https', 'urn', 'ftp', 'data', 'file']);

/**
 * Reads what people and clients write: `email:jane@example.com`, `jane@example.com`, `+49 30 1234`, `company:Acme`, `c-4711`.
 * Without a type, an e-mail address and an international phone number are recognised; anything else is a `user`.
 * `null` = empty or longer than 320 characters.
 */
export function parseIdentifier(text: string): Identifier | null {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > 360) return null;
  const typed = TYPED.exec(trimmed);
  if (typed?.[1] !== undefined && typed[2] !== undefined && !SCHEMES.has(typed[1])) return { type: ALIASES[typed[1]] ?? typed[1], value: typed[2] };
  if (trimmed.length > 320) return null;
  return { type: EMAIL.test(trimmed) ? 'email' : PHONE.test(trimmed) ? 'phone' : 'user', value: trimmed };
}

/** Types a person who searches may mean by a text without a type, likeliest first. */
export function candidateIdentifiers(text: string): readonly Identifier[] {
  const parsed = parseIdentifier(text);
  if (parsed === null) return [];
  if (parsed.type !== 'user' || TYPED.test(text.trim())) return [parsed];
  return ['user', 'company', 'anonymous', 'device', 'phone'].map((type) => ({ type, value: parsed.value }));
}
