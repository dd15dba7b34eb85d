// Pure: the decider of service levels under commands by chance.
import { serviceLevelsEnded, serviceLevelsSet } from '@throughline/contracts';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { serviceLevel, type ServiceLevelCommand } from './service-level.decider';

const sensible = fc.record({ zone: fc.constantFrom('Europe/Berlin', 'UTC'), holidays: fc.constant([]), opening: fc.constantFrom([], [{ day: 'mon', from: '09:00', to: '17:30' }]), goals: fc.constantFrom([{ solution: 60 }], [{ firstAnswer: 5 }]) });
const commands = fc.oneof(
  fc.oneof(sensible, valuesOf(serviceLevelsSet.schema)).map((data) => ({ type: 'set-service-levels', data }) as ServiceLevelCommand),
  fc.constant<ServiceLevelCommand>({ type: 'end-service-levels', data: {}, by: 'process:model', at: '' }),
);

it('are those set last, and nothing is said twice', () => {
  expectModel({
    decider: serviceLevel,
    facts: [serviceLevelsSet, serviceLevelsEnded],
    commands,
    invariant: ({ before, command, events, after }) => {
      if (command.type === 'end-service-levels') expect(after).toEqual({ status: 'none' });
      else if (events.length > 0) expect(after).toEqual({ status: 'in-force', levels: command.data });
      if (events.length === 0) expect(after).toEqual(before);
      else expect(serviceLevel.decide(after, command)).toEqual([]);
    },
  });
});
