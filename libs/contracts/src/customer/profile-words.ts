import { readChannel } from '../channel';
import { readDay } from '../day';
import type { Reading } from '../event-type';
import { named } from '../reading';

/** Every field of a profile, and what it is called. */
const WORDS = {
  salutation: { en: 'salutation', de: 'Anrede' },
  title: { en: 'title', de: 'Titel' },
  firstName: { en: 'first name', de: 'Vorname' },
  lastName: { en: 'last name', de: 'Nachname' },
  name: { en: 'name', de: 'Name' },
  addresses: { en: 'address', de: 'Anschrift' },
  phones: { en: 'phone', de: 'Telefon' },
  emails: { en: 'e-mail', de: 'E-Mail' },
  language: { en: 'language', de: 'Sprache' },
  preferredChannel: { en: 'preferred channel', de: 'bevorzugter Kanal' },
  birthday: { en: 'date of birth', de: 'Geburtsdatum' },
  whatToKnow: { en: 'what to know', de: 'Wissenswertes' },
} as const satisfies Record<string, Reading>;

export type ProfileField = keyof typeof WORDS;
export const PROFILE_FIELDS = Object.keys(WORDS) as ProfileField[];

const LANGUAGE_IN = { en: new Intl.DisplayNames('en', { type: 'language' }), de: new Intl.DisplayNames('de', { type: 'language' }) };

/** `last name Doe → Smith`. Total: what was erased is neither changed nor taken away, so only the field is named. */
export function readProfileChange({ field, from, to }: { readonly field: ProfileField; readonly from?: unknown; readonly to?: unknown }): Reading | undefined {
  const { en, de } = WORDS[field];
  if ([from, to].some(isErased)) return { en, de };
  const [before, after] = [readValue(field, from), readValue(field, to)];
  return named(en, de, { en: arrow(before?.en, after?.en), de: arrow(before?.de, after?.de) });
}

function isErased(value: unknown): boolean {
  return value !== undefined && typeof value !== 'string' && !Array.isArray(value);
}

function readValue(field: ProfileField, value: unknown): Reading | undefined {
  if (Array.isArray(value)) return both(value.map(readItem).join('; '));
  if (typeof value !== 'string') return undefined;
  if (field === 'birthday') return readDay(value);
  if (field === 'preferredChannel') return readChannel(value);
  return field === 'language' ? { en: languageIn('en', value), de: languageIn('de', value) } : both(value);
}

/** `Musterweg 1, 53111 Bonn, DE`; of a phone or an e-mail address what stands there. */
function readItem(item: unknown): string {
  const { street, postalCode, city, country, number, address } = item as Readonly<Record<string, string | undefined>>;
  const town = [postalCode, city].filter((part) => part !== undefined).join(' ');
  return [street, town, country, number, address].filter((part) => part !== undefined && part !== '').join(', ');
}

/** A code that is no language reads as it is written. */
function languageIn(tongue: keyof Reading, code: string): string {
  return /^[a-z]{2}$/.test(code) ? (LANGUAGE_IN[tongue].of(code) ?? code) : code;
}

function both(text: string): Reading {
  return { en: text, de: text };
}

function arrow(from: string | undefined, to: string | undefined): string {
  return from === undefined ? (to ?? '–') : `${from} → ${to ?? '–'}`;
}
