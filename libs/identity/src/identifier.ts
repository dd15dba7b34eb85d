import type { Identifier } from '@throughline/kernel';

const TYPED = /^([a-z][a-z0-9-]{0,39}):(.*)$/su;
const EMAIL = /^[^\s@]+@[^\s@]+$/u;
const PHONE = /^(\+|00)[\d\s()/.-]{5,30}$/u;
/** What people write before an identifier that means one of our types. */
const ALIASES: ReadonlyMap<string, string> = new Map(Object.entries({ mailto: 'email', tel: 'phone', 'user-id': 'user', 'anonymous-id': 'anonymous' }));
/** A colon does not make these an identifier type. */
const SCHEMES = new Set(['http', 'https', 'urn', 'ftp', 'data', 'file']);
const HALF = /\p{Surrogate}/u;
/** Characters of a value. */
const LONGEST = 320;

/**
 * Reads what people and clients write: `email:jane@example.com`, `jane@example.com`, `+49 30 1234`, `company:Acme`, `c-4711`.
 * Without a type, an e-mail address and an international phone number are recognised; anything else is a `user`.
 * `null` = empty, a type without a value, longer than 320 characters, or with half a character (all of them would be stored alike).
 */
export function parseIdentifier(text: string): Identifier | null {
  const identifier = typedIn(text) ?? untyped(text.trim());
  return identifier.value === '' || identifier.value.length > LONGEST || HALF.test(identifier.value) ? null : identifier;
}

/** Types a person who searches may mean by a text without a type, likeliest first. */
export function candidateIdentifiers(text: string): readonly Identifier[] {
  const parsed = parseIdentifier(text);
  if (parsed === null) return [];
  if (parsed.type !== 'user' || typedIn(text) !== null) return [parsed];
  return ['user', 'company', 'anonymous', 'device', 'phone'].map((type) => ({ type, value: parsed.value }));
}

function typedIn(text: string): Identifier | null {
  const [, type, value] = TYPED.exec(text.trim()) ?? [];
  if (type === undefined || value === undefined || SCHEMES.has(type)) return null;
  return { type: ALIASES.get(type) ?? type, value: value.trim() };
}

function untyped(value: string): Identifier {
  return { type: EMAIL.test(value) ? 'email' : PHONE.test(value) ? 'phone' : 'user', value };
}
