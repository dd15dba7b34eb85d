import { Type } from '@sinclair/typebox';
import { eventType, type DataOf, type FactOf } from '../event-type';
import { fields, oneOf, Slug } from '../fields';
import { line } from '../reading';
import { Wording } from './lead-criteria.events';

/** What an opportunity may have to have before it comes into a stage. */
export const STAGE_REQUIREMENTS = ['value', 'expected-close', 'decision-maker', 'need', 'next-step'] as const;
export type StageRequirement = (typeof STAGE_REQUIREMENTS)[number];

const Stage = fields({
  stage: Slug,
  label: Wording,
  /** Per cent: how many of those that come this far are won. */
  probability: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
  requires: Type.Optional(Type.Array(oneOf(STAGE_REQUIREMENTS), { maxItems: STAGE_REQUIREMENTS.length })),
});
export type PipelineStage = DataOf<typeof Stage>;

/** The stages an opportunity goes through, whole and in their order. Opportunities in a stage that is gone stay where they are. */
export const pipelineSet = eventType({
  type: 'settings.pipeline-set',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ stages: Type.Array(Stage, { minItems: 1, maxItems: 30 }) }),
  stream: () => 'settings-pipeline',
  parties: () => [],
  reads: (data) =>
    line(
      { en: 'Stages of the pipeline set', de: 'Phasen der Pipeline festgelegt' },
      { en: data.stages.map(({ label }) => label.en).join(' → '), de: data.stages.map(({ label }) => label.de).join(' → ') },
    ),
});

export type PipelineEvent = FactOf<typeof pipelineSet>;
