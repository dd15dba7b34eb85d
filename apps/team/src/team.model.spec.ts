// Pure: the decider of teams under commands by chance.
import { teamCreated, teamDissolved, teamMemberJoined, teamMemberLeft, teamRenamed } from '@throughline/contracts';
import fc from 'fast-check';
import { expectModel } from '../../../test/models/model';
import { team, type TeamCommand } from './team.decider';

const teamId = 'north';
const staffId = fc.constantFrom('0190a4b2-1111-7000-8000-00000000000a', '0190a4b2-1111-7000-8000-00000000000b');
const name = fc.constantFrom('Simulated A', 'Simulated B');
const commands: fc.Arbitrary<Pick<TeamCommand, 'type' | 'data'>> = fc.oneof(
  name.map((one) => ({ type: 'create-team' as const, data: { teamId, name: one } })),
  name.map((one) => ({ type: 'rename-team' as const, data: { teamId, name: one } })),
  fc.record({ staffId, standing: fc.constantFrom('none' as const, 'active' as const, 'inactive' as const) }).map((data) => ({ type: 'join-team' as const, data: { teamId, ...data } })),
  staffId.map((one) => ({ type: 'leave-team' as const, data: { teamId, staffId: one } })),
  fc.nat({ max: 1 }).map((queues) => ({ type: 'dissolve-team' as const, data: { teamId, queues } })),
);

it('holds nobody twice, nobody when dissolved, stays dissolved, and says nothing twice', () => {
  expectModel({
    decider: team,
    facts: [teamCreated, teamRenamed, teamMemberJoined, teamMemberLeft, teamDissolved],
    commands,
    invariant: ({ before, command, events, after }) => {
      if (before.status === 'dissolved') expect(events).toEqual([]);
      if (after.status !== 'none') expect(new Set(after.members).size).toBe(after.members.length);
      if (after.status === 'dissolved') expect(after.members).toEqual([]);
      if (events.length === 0) expect(after).toEqual(before);
      else expect(team.decide(after, command)).toEqual([]);
    },
  });
});
