// Pure: the decider of memberships under commands by chance.
import { membershipChanged, membershipEnded, membershipStarted } from '@throughline/contracts';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { membership, type MembershipCommand } from './membership.decider';

const started = valuesOf(membershipStarted.schema) as fc.Arbitrary<Extract<MembershipCommand, { type: 'start-membership' }>['data']>;

const commands = fc.oneof(
  started.map((data) => ({ type: 'start-membership', data }) as MembershipCommand),
  fc.tuple(started, fc.constantFrom({}, { role: null }, { from: null })).map(([{ membershipId, role, from }, taken]) => ({ type: 'change-membership', data: { membershipId, role, from, ...taken } }) as MembershipCommand),
  valuesOf(membershipEnded.schema).map((data) => ({ type: 'end-membership', data }) as MembershipCommand),
);

it('never ends before it starts, keeps who and where, and says nothing twice', () => {
  expectModel({
    decider: membership,
    facts: [membershipStarted, membershipChanged, membershipEnded],
    commands,
    invariant: ({ before, command, events, after }) => {
      if (events.length === 0) return expect(after).toEqual(before);
      expect(membership.decide(after, command)).toEqual([]);
      expect(after).toMatchObject({ started: before.status === 'none' ? command.data : before.started });
      expect(after.status).toBe(command.type === 'end-membership' ? 'ended' : before.status === 'none' ? 'running' : before.status);
      if (after.status === 'ended') expect(after.from === null || after.from <= after.to).toBe(true);
    },
  });
});
