import type { Identifier } from '@throughline/kernel';
import { isPersonalType, normalise } from './node-id';

/** Bounded, so that no text can make it slow; `%40` is an @ in a link. */
const EMAIL = /[^\s@](?:@|%40)[^\s@]{1,253}\.\p{L}{2}/iu;

/** Shorter identifiers stand in every other text by chance: they count as whole words only. */
const SHORTEST_PART = 4;

/** So many last digits of a phone number are the same however its beginning is written. */
const PHONE_TAIL = 8;

const HALF = /\p{Surrogate}/u;

/** By what a text gives a person away where its name does not: an e-mail address, or one of these identifiers. */
export class Clues {
  readonly #parts: readonly string[];
  readonly #words: readonly string[];
  readonly #tails: readonly string[];

  constructor(identifiers: readonly Identifier[]) {
    const personal = identifiers.filter(({ type }) => isPersonalType(type));
    const spellings = new Set(personal.flatMap(spellingsOf));
    this.#parts = [...spellings].filter((text) => text.length >= SHORTEST_PART);
    this.#words = [...spellings].filter((text) => text.length > 0 && text.length < SHORTEST_PART);
    this.#tails = personal.filter(({ type }) => type === 'phone').map(({ value }) => digitsOf(value)).filter((digits) => digits.length >= PHONE_TAIL).map((digits) => digits.slice(-PHONE_TAIL));
  }

  inText(text: string): boolean {
    if ((text.includes('@') || text.includes('%40')) && EMAIL.test(text)) return true;
    if (this.#tails.length > 0 && this.#tails.some((tail) => digitsOf(text).includes(tail))) return true;
    if (this.#parts.length === 0 && this.#words.length === 0) return false;
    const lower = text.toLowerCase();
    return this.#parts.some((part) => lower.includes(part)) || this.#words.some((word) => standsIn(lower, word));
  }

  /** A number gives somebody away only as a whole: a revenue must not be sealed for an id among its digits. */
  inNumber(number: number): boolean {
    const text = String(number);
    return this.#parts.includes(text) || this.#words.includes(text) || this.#tails.some((tail) => text.endsWith(tail));
  }
}

function spellingsOf(identifier: Identifier): readonly string[] {
  const spellings = [...new Set([identifier.value.trim(), normalise(identifier)])];
  return spellings.flatMap((text) => [text.toLowerCase(), encodeURIComponent(wellFormed(text)).toLowerCase()]);
}

/** Half a surrogate pair cannot be written in a link. */
function wellFormed(text: string): string {
  return HALF.test(text) ? Buffer.from(text).toString() : text;
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

function standsIn(text: string, word: string): boolean {
  return text === word || text.split(/[^\p{L}\p{N}]+/u).includes(word);
}
