import { linkView } from '@throughline/identity';
import type { ProjectionEngine } from '@throughline/projections';
import { amendmentsView } from './amendments.view';
import { summaryView } from './summary.view';
import { timelineView } from './timeline.view';

/** Milliseconds an answer is given again: every page of every customer asks the same. */
const BELIEVED_MS = 1_000;
/** Milliseconds after which nobody waits for it any longer: a page that is shown late is worse than one that does not know its age. */
const PATIENCE_MS = 1_000;

/** How old what a customer's page shows is. */
export class DataAge {
  private asked: { readonly until: number; readonly answer: Promise<number | null> } | null = null;

  constructor(private readonly projections: Pick<ProjectionEngine, 'lagSeconds'>) {}

  /** Whole seconds since the oldest event was recorded that is not on these shelves yet; 0 = all of them are; `null` = nobody can tell now. */
  seconds(): Promise<number | null> {
    if (this.asked === null || this.asked.until < Date.now()) this.asked = { until: Date.now() + BELIEVED_MS, answer: this.ask() };
    return this.asked.answer;
  }

  private ask(): Promise<number | null> {
    const lag = this.projections.lagSeconds([timelineView, amendmentsView, summaryView, linkView].map(({ name }) => name));
    return new Promise((resolve) => {
      const late = setTimeout(resolve, PATIENCE_MS, null);
      lag.then((seconds) => resolve(Math.floor(seconds)), () => resolve(null)).finally(() => clearTimeout(late));
    });
  }
}
