// Pure: the decider of solutions under commands by chance.
import { solutionRetired, solutionRevised, solutionWritten, type EventType } from '@throughline/contracts';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { solution, type SolutionCommand } from './solution.decider';

const about = (type: SolutionCommand['type'], { schema }: Pick<EventType, 'schema'>) =>
  valuesOf(schema).map((data) => ({ type, data: { ...(data as object), solutionId: 'a' } }) as SolutionCommand);

it('is written, revised and retired for good, and says nothing twice', () => {
  expectModel({
    decider: solution,
    facts: [solutionWritten, solutionRevised, solutionRetired],
    commands: fc.oneof({ weight: 2, arbitrary: about('write-solution', solutionWritten) }, { weight: 3, arbitrary: about('revise-solution', solutionRevised) }, about('retire-solution', solutionRetired)),
    invariant: ({ before, command, events, after }) => {
      if (before.status === 'retired') expect([events, after]).toEqual([[], before]);
      if (events.length > 0) expect(solution.decide(after, command)).toEqual([]);
      else expect(after).toEqual(before);
    },
  });
});
