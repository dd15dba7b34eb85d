// Pure: the decider of owners under commands by chance.
import { deputyAppointed, deputyEnded, ownerAssigned, ownerReleased, secondOwnerAssigned, secondOwnerReleased } from '@throughline/contracts';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { owner, type OwnerCommand } from './owner.decider';

const wish = (type: OwnerCommand['type'], schema: object) => valuesOf(schema).map((data) => ({ type, data }) as OwnerCommand);

const commands = fc.oneof(
  wish('assign-owner', ownerAssigned.schema),
  wish('release-owner', ownerReleased.schema),
  wish('assign-second-owner', secondOwnerAssigned.schema),
  wish('release-second-owner', secondOwnerReleased.schema),
  wish('appoint-deputy', deputyAppointed.schema),
  wish('end-deputy', ownerReleased.schema),
);

it('whoever was asked for looks after the customer, nobody else is touched, and nothing is said twice', () => {
  expectModel({
    decider: owner,
    facts: [ownerAssigned, ownerReleased, secondOwnerAssigned, secondOwnerReleased, deputyAppointed, deputyEnded],
    commands,
    invariant: ({ before, command, events, after }) => {
      if (events.length === 0) return expect(after).toEqual(before);
      const again = owner.decide(after, command);
      expect(again).toEqual([]);
      expect({ ...after, ...touchedBy(command) }).toEqual({ ...before, customer: command.data.customer, ...touchedBy(command) });
      const { status, secondOwner, deputy } = after;
      expect({ status, secondOwner, deputy: deputy?.deputy ?? null }).toMatchObject(wantedBy(command));
    },
  });
});

const TOUCHED = { status: null, owner: null };

/** What a command may change, made alike on both sides. */
function touchedBy({ type }: OwnerCommand): object {
  switch (type) {
    case 'assign-owner':
    case 'release-owner':
      return TOUCHED;
    case 'assign-second-owner':
    case 'release-second-owner':
      return { secondOwner: null };
    case 'appoint-deputy':
    case 'end-deputy':
      return { deputy: null };
  }
}

function wantedBy({ type, data }: OwnerCommand): object {
  switch (type) {
    case 'assign-owner':
      return { status: 'owned' };
    case 'release-owner':
      return { status: 'unowned' };
    case 'assign-second-owner':
      return { secondOwner: data.secondOwner };
    case 'release-second-owner':
      return { secondOwner: null };
    case 'appoint-deputy':
      return { deputy: data.deputy };
    case 'end-deputy':
      return { deputy: null };
  }
}
