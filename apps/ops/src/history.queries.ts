import { median } from '@throughline/kernel';
import { everyDocument, type Shelf } from '@throughline/read-store';
import type { History } from './history.view';

export interface HistoryReport {
  readonly category: string;
  readonly cases: number;
  readonly events: number;
  /** How often each activity happened. */
  readonly activities: Readonly<Record<string, number>>;
  /** Different sequences of activities. */
  readonly variants: number;
  readonly firstActivities: Readonly<Record<string, number>>;
  readonly lastActivities: Readonly<Record<string, number>>;
  /** From the first to the last step of a case, days, six decimals; `null` = there is no case. */
  readonly medianDays: number | null;
  /** Steps at exactly the time of the one before: there the order of recording is the truth. */
  readonly equalTimes: number;
}

const DAY = 86_400_000;

/** Reads page by page; what is kept is one text per variant and one number per case. */
export async function historyReport(shelf: Shelf, category: string): Promise<HistoryReport> {
  const [activities, firsts, lasts] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const variants = new Set<string>();
  const days: number[] = [];
  let events = 0;
  let equalTimes = 0;
  for await (const { body } of everyDocument(shelf, { category })) {
    const { steps } = body as unknown as History;
    const [first, last] = [steps[0], steps.at(-1)];
    if (first === undefined || last === undefined) continue;
    for (const { activity } of steps) count(activities, activity);
    count(firsts, first.activity);
    count(lasts, last.activity);
    variants.add(steps.map(({ activity }) => activity).join('\n'));
    days.push((last.at - first.at) / DAY);
    events += steps.length;
    equalTimes += steps.filter((step, index) => step.at === steps[index - 1]?.at).length;
  }
  return { category, cases: days.length, events, activities: sorted(activities), variants: variants.size, firstActivities: sorted(firsts), lastActivities: sorted(lasts), medianDays: rounded(median(days)), equalTimes };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6;
}
