import { plus, type Amounts } from './amounts.rules';
import type { PipelineOpportunity, PipelineStatus } from './pipeline.view';

export interface Figure {
  readonly count: number;
  readonly value: Amounts;
}

export interface OwnerFigure extends Figure {
  readonly name: string | null;
}

export interface SalesReport {
  readonly opportunities: number;
  readonly byStatus: Readonly<Record<PipelineStatus, number>>;
  readonly openByStage: Readonly<Record<string, Figure>>;
  readonly won: Figure;
  /** By the quarter (UTC) in which it was won: `2017-Q1`. */
  readonly wonByQuarter: Readonly<Record<string, Figure>>;
  readonly wonByOffice: Readonly<Record<string, Figure>>;
  readonly wonByOwner: Readonly<Record<string, OwnerFigure>>;
  readonly wonByCompany: Readonly<Record<string, Figure>>;
  readonly wonByProduct: Readonly<Record<string, Figure>>;
  readonly wonByReason: Readonly<Record<string, number>>;
  readonly lostByReason: Readonly<Record<string, number>>;
  /** Who got it, where anybody said. */
  readonly lostByCompetitor: Readonly<Record<string, number>>;
  /** Won of those that are closed, 0 to 1; `null` = none is closed. */
  readonly winRate: number | null;
  /** Days from opening to closing, two decimals; `null` = none. */
  readonly meanDaysToWon: number | null;
  readonly meanDaysToLost: number | null;
}

export interface Seller {
  readonly name: string | null;
  readonly office: string | null;
}

const DAY = 86_400_000;

/** Sums as the opportunities come by, so that their number does not matter. `sellerOf`: who an owner (`staff:<uuid>`) is. */
export async function salesReport(opportunities: AsyncIterable<PipelineOpportunity>, sellerOf: (owner: string) => Promise<Seller | null>): Promise<SalesReport> {
  const byStatus = { open: 0, won: 0, lost: 0 };
  const [wonReasons, lostReasons, competitors] = [new Tally(), new Tally(), new Tally()];
  const [stages, all, quarters, offices, owners, companies, products] = Array.from({ length: 7 }, () => new Figures()) as [Figures, Figures, Figures, Figures, Figures, Figures, Figures];
  const names: Record<string, string | null> = {};
  const [daysToWon, daysToLost] = [new Mean(), new Mean()];
  for await (const one of opportunities) {
    if (one.status === 'none') continue;
    byStatus[one.status] += 1;
    if (one.status === 'open') stages.add(one.stage ?? 'unknown', one.value);
    if (one.status === 'lost') lostReasons.add(one.reason ?? 'not-stated');
    if (one.status === 'lost' && one.competitor !== null) competitors.add(one.competitor);
    if (one.openedAt !== null && one.closedAt !== null) (one.status === 'won' ? daysToWon : daysToLost).add((one.closedAt - one.openedAt) / DAY);
    if (one.status !== 'won') continue;
    const seller = one.owner === null ? null : await sellerOf(one.owner);
    wonReasons.add(one.reason ?? 'not-stated');
    all.add('all', one.value);
    quarters.add(one.closedAt === null ? 'unknown' : quarterOf(one.closedAt), one.value);
    offices.add(seller?.office ?? 'unknown', one.value);
    owners.add(one.owner ?? 'nobody', one.value);
    names[one.owner ?? 'nobody'] = seller?.name ?? null;
    companies.add(one.company ?? 'unknown', one.value);
    products.add(one.product ?? 'unknown', one.value);
  }
  const closed = byStatus.won + byStatus.lost;
  return {
    opportunities: closed + byStatus.open,
    byStatus,
    openByStage: stages.shown(),
    won: all.shown()['all'] ?? { count: 0, value: {} },
    wonByQuarter: quarters.shown(),
    wonByOffice: offices.shown(),
    wonByOwner: Object.fromEntries(Object.entries(owners.shown()).map(([owner, figure]) => [owner, { name: names[owner] ?? null, ...figure }])),
    wonByCompany: companies.shown(),
    wonByProduct: products.shown(),
    wonByReason: wonReasons.shown(),
    lostByReason: lostReasons.shown(),
    lostByCompetitor: competitors.shown(),
    winRate: closed === 0 ? null : byStatus.won / closed,
    meanDaysToWon: daysToWon.shown(),
    meanDaysToLost: daysToLost.shown(),
  };
}

function quarterOf(time: number): string {
  const date = new Date(time);
  return `${date.getUTCFullYear()}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
}

class Figures {
  private readonly figures = new Map<string, Figure>();

  add(group: string, money: PipelineOpportunity['value']): void {
    const { count, value } = this.figures.get(group) ?? { count: 0, value: {} };
    this.figures.set(group, { count: count + 1, value: plus(value, money) });
  }

  /** Ordered by group, so that the same data gives the same answer. */
  shown(): Record<string, Figure> {
    return Object.fromEntries([...this.figures].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

class Tally {
  private readonly counts = new Map<string, number>();

  add(group: string): void {
    this.counts.set(group, (this.counts.get(group) ?? 0) + 1);
  }

  shown(): Record<string, number> {
    return Object.fromEntries([...this.counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

class Mean {
  private sum = 0;
  private count = 0;

  add(value: number): void {
    this.sum += value;
    this.count += 1;
  }

  shown(): number | null {
    return this.count === 0 ? null : Math.round((this.sum / this.count) * 100) / 100;
  }
}
