import type { SatisfactionKind } from '@throughline/contracts';

export interface Answer {
  readonly kind: SatisfactionKind;
  readonly score: number;
}

const SCALES = { nps: { from: 0, to: 10 }, csat: { from: 1, to: 5 } } as const;

export function isOnItsScale({ kind, score }: Answer): boolean {
  return Number.isInteger(score) && score >= SCALES[kind].from && score <= SCALES[kind].to;
}

export type NetPromoter = {
  readonly answers: number;
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
  /** −100 to 100, two decimals; `null` = nobody answered. */
  readonly score: number | null;
};

export type CustomerSatisfaction = {
  readonly answers: number;
  readonly satisfied: number;
  /** Percent, two decimals; `null` = nobody answered. */
  readonly score: number | null;
};

/** How often each score was given, by kind: sums, so that parts can be added up in any order. */
export class ScoreCount {
  private readonly counts = { nps: Array.from({ length: 11 }, () => 0), csat: Array.from({ length: 6 }, () => 0) };

  /** What is on no scale, as another system may have sent it, is not counted. */
  add({ kind, score }: Answer): void {
    const counts = this.counts[kind];
    if (isOnItsScale({ kind, score })) counts[score] = (counts[score] ?? 0) + 1;
  }

  /**
   * Net Promoter Score: the percentage of promoters (9, 10) less that of detractors (0 to 6) of all who answered; 7 and 8 are passive.
   * Reichheld, "The One Number You Need to Grow", Harvard Business Review 12/2003.
   */
  nps(): NetPromoter {
    const [detractors, passives, promoters] = [this.given('nps', 0, 6), this.given('nps', 7, 8), this.given('nps', 9, 10)];
    const answers = detractors + passives + promoters;
    return { answers, promoters, passives, detractors, score: percent(promoters - detractors, answers) };
  }

  /**
   * Customer satisfaction as the "top-two-box" share: the percentage of those who answered 4 or 5 on a scale from 1 to 5.
   * Farris, Bendle, Pfeifer, Reibstein, "Marketing Metrics", chapter 2 (customer satisfaction).
   */
  csat(): CustomerSatisfaction {
    const satisfied = this.given('csat', 4, 5);
    const answers = satisfied + this.given('csat', 1, 3);
    return { answers, satisfied, score: percent(satisfied, answers) };
  }

  private given(kind: SatisfactionKind, from: number, to: number): number {
    return this.counts[kind].slice(from, to + 1).reduce((sum, count) => sum + count, 0);
  }
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 100;
}
