/** What is compared: of what somebody has, and of what may help. */
export interface Likeness {
  readonly words: ReadonlySet<string>;
  readonly products: readonly string[];
  readonly categories: readonly string[];
}

/** Beside the weight of a word: one that every third candidate has weighs ln 4, about 1.4. */
const SAME_PRODUCT = 2;
const SAME_CATEGORY = 1.5;
/** Shorter ones say nothing: the, und, ist. */
const SHORTEST = 4;

export function significantWords(text: string | null): ReadonlySet<string> {
  return new Set((text ?? '').toLowerCase().match(/[\p{L}\p{N}]+/gu)?.filter((word) => word.length >= SHORTEST));
}

/**
 * The likest first, at most `limit`; what has nothing in common is left out. A common word counts the less, the more candidates have it:
 * ln(1 + candidates / candidates with the word), the inverse document frequency of Spärck Jones (1972). Of equals, the earlier stays first.
 */
export function likest<Candidate extends Likeness>(asked: Likeness, candidates: readonly Candidate[], limit: number): readonly Candidate[] {
  const weights = new Map([...asked.words].map((word) => [word, weightOf(word, candidates)]));
  const scored = candidates.map((candidate) => ({ candidate, score: scoreOf(asked, candidate, weights) })).filter(({ score }) => score > 0);
  return scored
    .toSorted((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

function weightOf(word: string, candidates: readonly Likeness[]): number {
  const having = candidates.filter(({ words }) => words.has(word)).length;
  return having === 0 ? 0 : Math.log(1 + candidates.length / having);
}

function scoreOf(asked: Likeness, candidate: Likeness, weights: ReadonlyMap<string, number>): number {
  let score = 0;
  for (const [word, weight] of weights) if (candidate.words.has(word)) score += weight;
  if (asked.products.some((product) => candidate.products.includes(product))) score += SAME_PRODUCT;
  if (asked.categories.some((category) => candidate.categories.includes(category))) score += SAME_CATEGORY;
  return score;
}
