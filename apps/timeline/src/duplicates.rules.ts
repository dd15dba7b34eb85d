import type { ProfileContent } from '@throughline/contracts';
import { plain, soundOf, wordsOf } from './spelling.rules';

/** What two customers may have in common. */
export interface Traits {
  readonly names: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly addresses: NonNullable<ProfileContent['addresses']>;
}

export type Evidence = 'identifier' | 'email' | 'phone' | 'name' | 'address';

/**
 * A key that customers who may be the same have in common, so that they are found by an index and not by comparing all with all:
 * who has none in common with somebody is not compared with him. `evidence:…`; of a name it says only that it is worth comparing.
 */
export type Like = `${Exclude<Evidence, 'identifier'>}:${string}`;

export function likesOf({ names, emails, phones, addresses }: Traits): readonly Like[] {
  const likes = [...names.flatMap(likesOfName), ...emails.map(likeOfEmail), ...phones.flatMap(likesOfPhone), ...addresses.flatMap(likesOfAddress)];
  return [...new Set(likes)];
}

export function evidenceOf(like: Like): Evidence {
  return like.slice(0, like.indexOf(':')) as Evidence;
}

/** Two words that sound alike, in any order; or one that is the same, and another that begins alike: one slip is forgiven in either. */
function likesOfName(name: string): readonly Like[] {
  const words = wordsOf(name);
  const [first] = words;
  if (first === undefined) return [];
  if (words.length === 1) return [`name:${soundOf(first) || first}`];
  return pairsOf([...new Set([...words.slice(0, 2), ...words.slice(-1)])]).flatMap(([one, other]): readonly Like[] => [
    `name:${[soundOf(one), soundOf(other)].toSorted().join(' ')}`,
    `name:${one} ${other.slice(0, 2)}`,
    `name:${other} ${one.slice(0, 2)}`,
  ]);
}

function pairsOf(words: readonly string[]): readonly (readonly [string, string])[] {
  return words.flatMap((one, index) => words.slice(index + 1).map((other) => [one, other] as const));
}

function likeOfEmail(address: string): Like {
  return `email:${address.normalize('NFC').trim().toLowerCase()}`;
}

/** Digits by which a number is the same, with its country or without, with an extension's hyphen or without. */
const TELLING_DIGITS = 9;
const FEWEST_DIGITS = 6;

function likesOfPhone(number: string): readonly Like[] {
  const digits = number.replaceAll('(0)', '').replaceAll(/\D/g, '');
  return digits.length < FEWEST_DIGITS ? [] : [`phone:${digits.slice(-TELLING_DIGITS).replace(/^0+/, '')}`];
}

/** Street with house number, and a town: without either it could be anywhere. */
function likesOfAddress({ street, postalCode, city }: Traits['addresses'][number]): readonly Like[] {
  const town = postalCode ?? city;
  if (street === undefined || town === undefined) return [];
  const way = plain(street)
    .replaceAll(/str(?:asse|\.)/g, 'str')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
  return [`address:${plain(town).replaceAll(/\s+/g, '')} ${way}`];
}
