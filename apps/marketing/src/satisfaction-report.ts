import type { SatisfactionDocument } from './feedback.view';
import { ScoreCount, type CustomerSatisfaction, type NetPromoter } from './satisfaction.rules';

export const PERIODS = ['month', 'quarter', 'year'] as const;
export type Period = (typeof PERIODS)[number];

export interface Scores {
  readonly nps: NetPromoter;
  readonly csat: CustomerSatisfaction;
}

export interface SatisfactionReport {
  readonly all: Scores;
  /** `2026-03`, `2026-Q1` or `2026` (UTC), in order. */
  readonly byPeriod: Readonly<Record<string, Scores>>;
  /** `ticket`, `order` …; `none` = asked about nothing in particular. */
  readonly byAbout: Readonly<Record<string, Scores>>;
}

/** Sums answers as they come by, so that their number does not matter. */
export async function satisfactionReport(answers: AsyncIterable<SatisfactionDocument>, period: Period): Promise<SatisfactionReport> {
  const all = new ScoreCount();
  const [periods, kinds] = [new Map<string, ScoreCount>(), new Map<string, ScoreCount>()];
  for await (const { kind, score, at, aboutKind } of answers) {
    if (kind === null || score === null || at === null) continue;
    for (const count of [all, counterIn(periods, periodOf(at, period)), counterIn(kinds, aboutKind ?? 'none')]) count.add({ kind, score });
  }
  return { all: scoresOf(all), byPeriod: shown(periods), byAbout: shown(kinds) };
}

function counterIn(counts: Map<string, ScoreCount>, name: string): ScoreCount {
  const known = counts.get(name) ?? new ScoreCount();
  counts.set(name, known);
  return known;
}

function periodOf(time: number, period: Period): string {
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (period) {
    case 'year':
      return String(year);
    case 'quarter':
      return `${year}-Q${Math.floor(month / 3) + 1}`;
    case 'month':
      return `${year}-${String(month + 1).padStart(2, '0')}`;
  }
}

function scoresOf(count: ScoreCount): Scores {
  return { nps: count.nps(), csat: count.csat() };
}

function shown(counts: ReadonlyMap<string, ScoreCount>): Record<string, Scores> {
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => [name, scoresOf(count)]));
}
