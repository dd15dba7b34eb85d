// Pure: the decider of what was seen, under commands by chance.
import { customerSeen } from '@throughline/contracts';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { seen, type SeenCommand } from './seen.decider';

it('knows the furthest position there was, and says nothing twice', () => {
  expectModel({
    decider: seen,
    facts: [customerSeen],
    commands: valuesOf(customerSeen.schema).map((data) => ({ type: 'mark-seen', data }) as SeenCommand),
    invariant: ({ before, command, events, after }) => {
      const furthest = [before.status === 'seen' ? before.position : -1n, BigInt(command.data.position)].reduce((a, b) => (a > b ? a : b));
      expect(after).toEqual({ status: 'seen', position: furthest });
      expect(seen.decide(after, command)).toEqual([]);
      if (events.length === 0) expect(after).toEqual(before);
    },
  });
});
