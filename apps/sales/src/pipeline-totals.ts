import { Big } from 'big.js';
import { readStage, type Money, type Reading } from '@throughline/contracts';
import { plus, type Amounts } from './amounts.rules';
import type { Pipeline } from './stages.rules';

/** What is counted of an opportunity. */
export interface Counted {
  readonly stage: string | null;
  readonly value: Money | null;
  /** Milliseconds since 1970; `null` = nothing is due. */
  readonly nextStepDue: number | null;
}

export interface StageTotals {
  readonly count: number;
  readonly value: Amounts;
  /** Each value times the stage's probability. A stage without one adds nothing. */
  readonly weighted: Amounts;
  readonly overdueNextSteps: number;
}

export interface StageFigure extends StageTotals {
  readonly stage: string;
  readonly label: Reading;
  /** Per cent; `null` = nobody said. */
  readonly probability: number | null;
}

export interface PipelineTotals {
  /** In the order of the pipeline; stages it does not have stand behind, by name. */
  readonly stages: readonly StageFigure[];
  readonly total: StageTotals;
}

const NOTHING: StageTotals = { count: 0, value: {}, weighted: {}, overdueNextSteps: 0 };

/** Of those that are open. `now` in milliseconds since 1970. */
export async function pipelineTotals(opportunities: AsyncIterable<Counted> | Iterable<Counted>, pipeline: Pipeline, now: number): Promise<PipelineTotals> {
  const figures = new Map<string, StageFigure>(pipeline.map(({ stage, label, probability }) => [stage, { stage, label, probability: probability ?? null, ...NOTHING }]));
  const foreign = new Map<string, StageFigure>();
  let total = NOTHING;
  for await (const one of opportunities) {
    const stage = one.stage ?? 'unknown';
    const known = figures.has(stage) ? figures : foreign;
    const figure = known.get(stage) ?? { stage, label: readStage(stage) ?? { en: stage, de: stage }, probability: null, ...NOTHING };
    known.set(stage, { ...figure, ...counted(figure, one, figure.probability, now) });
    total = counted(total, one, figure.probability, now);
  }
  return { stages: [...figures.values(), ...[...foreign.values()].toSorted((a, b) => (a.stage < b.stage ? -1 : 1))], total };
}

function counted(totals: StageTotals, { value, nextStepDue }: Counted, probability: number | null, now: number): StageTotals {
  return {
    count: totals.count + 1,
    value: plus(totals.value, value),
    weighted: plus(totals.weighted, value === null || probability === null ? null : { ...value, amount: partOf(value.amount, probability) }),
    overdueNextSteps: totals.overdueNextSteps + (nextStepDue !== null && nextStepDue < now ? 1 : 0),
  };
}

/** Exact: a hundredth only moves the point. */
function partOf(amount: string, percent: number): string {
  return new Big(amount).times(percent).times('0.01').toFixed();
}
