// Pure: the decider of the pipeline's stages under commands by chance.
import { pipelineSet } from '@throughline/contracts';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { pipelineOf, stages, type StagesCommand } from './stages.decider';
import { DEFAULT_PIPELINE } from './stages.rules';

it('has the usual stages until others are set, then those and their order, each name once', () => {
  expectModel({
    decider: stages,
    facts: [pipelineSet],
    commands: valuesOf(pipelineSet.schema).map((data) => ({ type: 'set-pipeline', data }) as Pick<StagesCommand, 'type' | 'data'>),
    invariant: ({ before, command, events, after }) => {
      const wanted = command.data.stages;
      const isClear = new Set(wanted.map(({ stage }) => stage)).size === wanted.length;
      expect(pipelineOf(after)).toEqual(isClear ? wanted : pipelineOf(before));
      if (after.status === 'usual') expect(pipelineOf(after)).toBe(DEFAULT_PIPELINE);
      if (events.length === 0) return expect(after).toEqual(before);
      expect(stages.decide(after, command)).toEqual([]);
      const turned = stages.decide(after, { ...command, data: { stages: wanted.toReversed() } });
      expect(turned).toHaveLength(wanted.length === 1 ? 0 : 1);
    },
  });
});
