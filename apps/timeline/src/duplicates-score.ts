import type { ProfileKind } from '@throughline/contracts';
import { token_set_ratio, token_sort_ratio } from 'fuzzball';
import { evidenceOf, likesOf, type Evidence, type Traits } from './duplicates.rules';
import { wordsOf } from './spelling.rules';

export interface Compared {
  /** `null` = it is not known. */
  readonly kind: ProfileKind | null;
  readonly traits: Traits;
}

export interface Likeness {
  /** 0 to 100: how likely the two are the same. */
  readonly score: number;
  readonly evidence: readonly { readonly kind: Evidence; readonly likeness: number }[];
}

/** Of 100: from here on two names are alike. Below it are brothers and sisters. */
const NAMES_ALIKE = 85;
/** A name that holds all words of the other and more of its own is that much less alike. */
const WORDS_MISSING = 8;
/** How far each says by itself that two are the same. Namesakes exist; so do couples with one telephone, and families with one address. */
const WEIGHTS: Readonly<Record<Evidence, number>> = { identifier: 1, email: 0.9, phone: 0.8, name: 0.75, address: 0.5 };

/**
 * What two customers have in common, `alsoCommon` beside their traits; `null` = nothing that counts. A person and a company may share a telephone, but neither a name nor
 * an address. An address counts only beside a word of the name, or where one of the two has no name: a house has many doors.
 */
export function likenessOf(one: Compared, other: Compared, alsoCommon: readonly Evidence[] = []): Likeness | null {
  const others = new Set(likesOf(other.traits));
  const common = new Set([...likesOf(one.traits).filter((like) => others.has(like)).map(evidenceOf), ...alsoCommon]);
  const sameKind = one.kind === null || other.kind === null || one.kind === other.kind;
  const name = sameKind ? namesLikeness(one.traits.names, other.traits.names) : 0;
  const likeness: Readonly<Record<Evidence, number>> = {
    identifier: common.has('identifier') ? 100 : 0,
    email: common.has('email') ? 100 : 0,
    phone: common.has('phone') ? 100 : 0,
    name: name >= NAMES_ALIKE ? name : 0,
    address: common.has('address') && sameKind && shareAWord(one.traits.names, other.traits.names) ? 100 : 0,
  };
  const evidence = (Object.keys(WEIGHTS) as Evidence[]).flatMap((kind) => (likeness[kind] === 0 ? [] : [{ kind, likeness: likeness[kind] }]));
  if (evidence.length === 0) return null;
  const doubt = evidence.reduce((left, { kind, likeness: much }) => left * (1 - WEIGHTS[kind] * (much / 100)), 1);
  return { score: Math.round(100 * (1 - doubt)), evidence };
}

/** Of the two that are most alike. */
export function namesLikeness(names: readonly string[], others: readonly string[]): number {
  const [some, more] = [names, others].map((all) => all.map((name) => wordsOf(name).join(' ')).filter((name) => name !== ''));
  const exact = { full_process: false };
  return Math.max(0, ...(some ?? []).flatMap((one) => (more ?? []).map((other) => Math.max(token_sort_ratio(one, other, exact), token_set_ratio(one, other, exact) - WORDS_MISSING))));
}

function shareAWord(names: readonly string[], others: readonly string[]): boolean {
  if (names.length === 0 || others.length === 0) return true;
  const words = new Set(names.flatMap(wordsOf));
  return others.flatMap(wordsOf).some((word) => words.has(word));
}
