import type { Reading } from './event-type';

/** The same in both languages (a name, a quotation), or a word for each; `undefined` is left out of the line. */
export type Words = string | Reading | undefined;

/** Characters of one part of a line. The whole text stands in the event. */
const LONGEST = 160;

/** `Head: detail · detail`. What is missing, or no longer text because its key was destroyed, leaves no trace in the line. */
export function line(head: Words, ...details: readonly Words[]): Reading {
  return { en: lineIn('en', head, details), de: lineIn('de', head, details) };
}

/** `label value`, or nothing without a value. */
export function named(en: string, de: string, value: Words): Reading | undefined {
  const [inEnglish, inGerman] = [wordIn('en', value), wordIn('de', value)];
  return inEnglish === undefined || inGerman === undefined ? undefined : { en: `${en} ${inEnglish}`, de: `${de} ${inGerman}` };
}

/** `head (addition)`, or the head alone. */
export function bracketed(head: Reading, addition: Words): Reading {
  const [en, de] = [wordIn('en', addition), wordIn('de', addition)];
  return { en: en === undefined ? head.en : `${head.en} (${en})`, de: de === undefined ? head.de : `${head.de} (${de})` };
}

/** `first-contact` → `First contact`: names that companies chose themselves, as well as we can say them. */
export function spoken(slug: string): string {
  const words = slug.replaceAll(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const MADE_HERE = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** An id says something to people where people chose it; those that are made here nobody knows by heart, and they are left out. */
export function sayable(id: string | undefined): string | undefined {
  return id === undefined || MADE_HERE.test(id) ? undefined : id;
}

function lineIn(language: keyof Reading, head: Words, details: readonly Words[]): string {
  const said = details.map((detail) => wordIn(language, detail)).filter((detail) => detail !== undefined);
  const start = wordIn(language, head) ?? '';
  return said.length === 0 ? start : `${start}: ${said.join(' · ')}`;
}

/** Total: the types say text, an erased field says otherwise. */
function wordIn(language: keyof Reading, words: unknown): string | undefined {
  if (typeof words === 'string') return short(words);
  if (typeof words !== 'object' || words === null) return undefined;
  const inLanguage = (words as Partial<Record<keyof Reading, unknown>>)[language];
  return typeof inLanguage === 'string' ? short(inLanguage) : undefined;
}

function short(text: string): string | undefined {
  const oneLine = text.replaceAll(/\s+/gu, ' ').trim();
  if (oneLine === '') return undefined;
  return oneLine.length <= LONGEST ? oneLine : `${oneLine.slice(0, LONGEST - 1).trimEnd()}…`;
}
