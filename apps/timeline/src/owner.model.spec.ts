// Pure: the decider of owners under commands by chance.
import { ownerAssigned, ownerReleased } from '@throughline/contracts';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { owner, type OwnerCommand } from './owner.decider';

const commands = fc.oneof(
  valuesOf(ownerAssigned.schema).map((data) => ({ type: 'assign-owner', data }) as OwnerCommand),
  valuesOf(ownerReleased.schema).map((data) => ({ type: 'release-owner', data }) as OwnerCommand),
);

it('owns or does not, and says nothing twice', () => {
  expectModel({
    decider: owner,
    facts: [ownerAssigned, ownerReleased],
    commands,
    invariant: ({ before, command, events, after }) => {
      expect(after.status).toBe(command.type === 'assign-owner' ? 'owned' : 'unowned');
      expect(owner.decide(after, command)).toEqual([]);
      if (events.length === 0) expect(after).toEqual(before);
    },
  });
});
