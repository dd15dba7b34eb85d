// Pure: the decider of the pipeline's stages, by hand and by chance.
import { pipelineSet, type PipelineEvent, type PipelineStage } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { pipelineOf, stages, type StagesCommand } from './stages.decider';

const stage = (name: string): PipelineStage => ({ stage: name, label: { en: name, de: name }, probability: 10, requires: ['value'] });
const set: PipelineEvent = { type: 'settings.pipeline-set', data: { stages: [stage('first'), stage('second')] } };

it('is set whole, once', () => {
  given(stages).when('set-pipeline', set.data).then(set);
  given(stages, set).when('set-pipeline', set.data).thenNothing();
  given(stages, set).when('set-pipeline', { stages: [stage('second'), stage('first')] }).then({ type: 'settings.pipeline-set', data: { stages: [stage('second'), stage('first')] } });
});

it('has stages, each with a name of its own', () => {
  given(stages).when('set-pipeline', { stages: [] }).thenRejected('PIPELINE_EMPTY');
  given(stages).when('set-pipeline', { stages: [stage('first'), stage('first')] }).thenRejected('STAGE_TWICE');
});

it('is the usual one until it is set, which asks for nothing', () => {
  expect(pipelineOf(given(stages).state).map((one) => [one.stage, one.requires, one.label.de])).toContainEqual(['proposal', undefined, 'Angebot']);
  expect(pipelineOf(given(stages, set).state)).toEqual(set.data.stages);
});

it('never holds a stage twice, and never none', () => {
  expectModel({
    decider: stages,
    facts: [pipelineSet],
    commands: valuesOf(pipelineSet.schema).map((data) => ({ type: 'set-pipeline', data }) as Pick<StagesCommand, 'type' | 'data'>),
    invariant: ({ before, events, after }) => {
      const names = pipelineOf(after).map((one) => one.stage);
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
      if (events.length === 0) expect(after).toEqual(before);
    },
  });
});
