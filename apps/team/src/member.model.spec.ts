// Pure: the decider of members under commands by chance.
import { memberDeactivated, memberReactivated, memberRegistered, memberRenamed } from '@throughline/contracts';
import fc from 'fast-check';
import { expectModel } from '../../../test/models/model';
import { member, type MemberCommand } from './member.decider';

const staffId = '0190a4b2-1111-7000-8000-00000000000a';
const name = fc.constantFrom('Simulated A', 'Simulated B');
const commands: fc.Arbitrary<Pick<MemberCommand, 'type' | 'data'>> = fc.oneof(
  name.map((one) => ({ type: 'register-member' as const, data: { staffId, name: one } })),
  name.map((one) => ({ type: 'rename-member' as const, data: { staffId, name: one } })),
  fc.nat({ max: 2 }).map((openWork) => ({ type: 'deactivate-member' as const, data: { staffId, openWork } })),
  fc.constant({ type: 'reactivate-member' as const, data: { staffId } }),
);

it('becomes inactive only without open work, and says nothing twice', () => {
  expectModel({
    decider: member,
    facts: [memberRegistered, memberRenamed, memberDeactivated, memberReactivated],
    commands,
    invariant: ({ before, command, events, after }) => {
      if (before.status === 'active' && after.status === 'inactive') expect([command.type, (command.data as { openWork?: number }).openWork]).toEqual(['deactivate-member', 0]);
      if (events.length === 0) expect(after).toEqual(before);
      else expect(member.decide(after, command)).toEqual([]);
      expect(events.length).toBeLessThanOrEqual(1);
    },
  });
});
