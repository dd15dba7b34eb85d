import { createHmac, createSecretKey } from 'node:crypto';
import type { Identifier, NodeId } from '@throughline/kernel';
import { Recent } from './recent';

/** Companies and things. Names stand in clear in every stream name and Kafka key, so nothing of a person may ever join them. */
const IMPERSONAL = new Set(['company', 'product', 'campaign', 'branch']);

/** Of the normalisation below. Another one gives other nodes: raise this, and link old to new by an event. */
const VERSION = 1;

/** How many names are remembered: the same few thousand identifiers come again and again, and an HMAC costs 2 µs. */
const REMEMBERED = 50_000;

/**
 * Every type that is not a company or a thing is a person's, whether we know it or not, and stays so for ever: it was fixed
 * at its first use by being so from the beginning. This list never grows; a new kind of thing that must stand in clear
 * would turn nodes that are already stored into others.
 */
export function isPersonalType(type: string): boolean {
  return !IMPERSONAL.has(type);
}

/**
 * The one spelling under which an identifier is looked up, version 1. Idempotent.
 *   email   trimmed, lower case, NFC
 *   phone   with a leading + or 00 and 7 to 15 digits: E.164 (`+491701234567`), a bracketed trunk zero dropped; else verbatim
 *   others  verbatim, trimmed, NFC
 * Says nothing of whether the identifier is a good one: an empty value is a value like any other, doors refuse it.
 */
export function normalise(identifier: Identifier): string {
  const value = identifier.value.trim().normalize('NFC');
  if (identifier.type === 'email') return value.toLowerCase().normalize('NFC');
  if (identifier.type === 'phone') return international(value) ?? value;
  return value;
}

/** `null` for what is no international number beyond doubt: an extension or a letter in it makes it another number. */
function international(value: string): string | null {
  if (!/^(?:\+|00)[\d\s()./‐-―-]+$/.test(value)) return null;
  const digits = value.replace(/^00|\(0\)|\D/g, '');
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
}

/**
 * Names of nodes. `secret` is the vault's secret `nodes`: 32 bytes, the same for ever.
 *   persons              `email:1.<base64url HMAC-SHA256(secret, type + "\n" + normalised value)>`
 *   companies, things    `company:<normalised value>`
 */
export class NodeNames {
  readonly #secret;
  readonly #recent = new Recent<string, NodeId>(REMEMBERED);

  constructor(secret: Buffer) {
    this.#secret = createSecretKey(secret);
  }

  /** Pure but for its memory, which holds clear values: never log it. An arrow, so that it can be handed on as a function. */
  readonly node = (identifier: Identifier): NodeId => {
    const asked = `${identifier.type}\n${identifier.value}`;
    const known = this.#recent.get(asked);
    if (known !== undefined) return known;
    const made = this.#make(identifier);
    this.#recent.set(asked, made);
    return made;
  };

  #make(identifier: Identifier): NodeId {
    const value = normalise(identifier);
    if (!isPersonalType(identifier.type)) return `${identifier.type}:${value}`;
    const digest = createHmac('sha256', this.#secret).update(`${identifier.type}\n${value}`).digest('base64url');
    return `${identifier.type}:${VERSION}.${digest}`;
  }
}
