import type { PipelineEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';
import { DEFAULT_PIPELINE, type Pipeline } from './stages.rules';

/** The stages of the whole company's pipeline. */
export type StagesState = { readonly status: 'usual' } | { readonly status: 'set'; readonly stages: Pipeline };

export function evolve(_state: StagesState, event: PipelineEvent): StagesState {
  return { status: 'set', stages: event.data.stages };
}

export type StagesCommand = Command<'set-pipeline', { readonly stages: Pipeline }>;

export function decide(state: StagesState, { data }: StagesCommand): readonly PipelineEvent[] | Rejection {
  if (state.status === 'set' && canonicalJson(state.stages) === canonicalJson(data.stages)) return [];
  const names = data.stages.map(({ stage }) => stage);
  if (names.length === 0) return reject('PIPELINE_EMPTY', 'a pipeline needs at least one stage');
  if (new Set(names).size < names.length) return reject('STAGE_TWICE', 'two stages have the same name; give each its own');
  return [{ type: 'settings.pipeline-set', data: { stages: data.stages } }];
}

export const stages: Decider<StagesState, StagesCommand, PipelineEvent> = { category: 'settings', initial: { status: 'usual' }, evolve, decide };

/** There is one pipeline, so there is one stream. */
export const PIPELINE_STREAM = 'settings-pipeline';

export function pipelineOf(state: StagesState): Pipeline {
  return state.status === 'set' ? state.stages : DEFAULT_PIPELINE;
}
