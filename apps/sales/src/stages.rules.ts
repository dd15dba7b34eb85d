import { OPPORTUNITY_STAGES, readStage, STAGE_REQUIREMENTS, type PipelineStage, type StageRequirement } from '@throughline/contracts';
import { reject, type Rejection } from '@throughline/kernel';

/** The stages in force, in their order. */
export type Pipeline = readonly PipelineStage[];

/** Proposed until a company sets its own: no stage asks for anything, nobody has said how likely it is, and any other one will do. */
export const DEFAULT_PIPELINE: Pipeline = OPPORTUNITY_STAGES.map((stage) => ({ stage, label: readStage(stage) ?? { en: stage, de: stage } }));

/** What an opportunity has of what a stage may ask for. */
export type Fulfilled = Readonly<Record<StageRequirement, boolean>>;

const ASKED_FOR: Readonly<Record<StageRequirement, string>> = {
  value: 'a value',
  'expected-close': 'the day it is expected to close on',
  'decision-maker': 'a decision maker',
  need: 'a need',
  'next-step': 'a planned next step',
};

/**
 * Why it may not go there; `null` = it may. Backwards is always free. Forwards it needs what the stage asks for and the stages passed
 * over. `from` is `null` for a new one; a stage of another system's, which the pipeline does not have, lies before all.
 */
export function whyNotInto(to: string, from: string | null, pipeline: Pipeline, fulfilled: Fulfilled): Rejection | null {
  const places = pipeline.map(({ stage }) => stage);
  const [target, start] = [places.indexOf(to), from === null ? -1 : places.indexOf(from)];
  if (target < 0) return reject('STAGE_UNKNOWN', `the pipeline has no such stage; it has ${places.join(', ')}`);
  const asked = new Set(pipeline.slice(start + 1, target + 1).flatMap(({ requires = [] }) => requires));
  const missing = STAGE_REQUIREMENTS.filter((one) => asked.has(one) && !fulfilled[one]);
  if (missing.length === 0) return null;
  return reject('STAGE_REQUIREMENTS_MISSING', `before this stage an opportunity needs ${missing.map((one) => `${ASKED_FOR[one]} (${one})`).join(', ')}`);
}
