// Pure: the decider of the quarantine under commands by chance.
import { itemDiscarded, itemQuarantined, itemResubmitted, type QuarantineEvent } from '@throughline/contracts';
import fc from 'fast-check';
import { factsOf, valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { quarantine, type QuarantineCommand } from './quarantine.decider';

const wish = (type: QuarantineCommand['type'], schema: object, more: fc.Arbitrary<object>) => fc.tuple(valuesOf(schema), more).map(([data, rest]) => ({ type, data: { ...(data as object), ...rest } }) as QuarantineCommand);
const digest = fc.constantFrom('a', 'b').map((letter) => letter.repeat(64));

const commands = fc.oneof(
  { weight: 2, arbitrary: wish('quarantine-item', itemQuarantined.schema, fc.record({ digest })) },
  wish('resubmit-item', itemResubmitted.schema, valuesOf({ type: 'string', format: 'uuid' }).map((eventId) => ({ outcome: 'accepted', eventId }))),
  { weight: 2, arbitrary: wish('resubmit-item', itemResubmitted.schema, fc.constant({ outcome: 'refused' })) },
  wish('discard-item', itemDiscarded.schema, fc.constant({})),
);

const FACTS = { 'quarantine-item': 'intake.item-quarantined', 'resubmit-item': 'intake.item-resubmitted', 'discard-item': 'intake.item-discarded' } as const;

it('holds one item, counts every refusal while it waits, and is settled once and for ever', () => {
  expectModel({
    decider: quarantine,
    facts: [itemQuarantined, itemResubmitted, itemDiscarded],
    commands,
    invariant: ({ before, command, events, after }) => {
      const isDue = command.type === 'quarantine-item' ? before.status === 'none' : before.status === 'waiting';
      expect(events).toEqual(isDue ? [{ type: FACTS[command.type], data: command.data }] : []);
      expect(after).toEqual(isDue ? standingAfter(command, before.status === 'none' ? null : before.digest) : before);
      if (!isDue) return;
      const again = quarantine.decide(after, command);
      expect(again).toEqual(command.type === 'resubmit-item' && command.data.outcome === 'refused' ? events : []);
    },
  });
});

function standingAfter({ type, data }: QuarantineCommand, held: string | null): object {
  switch (type) {
    case 'quarantine-item':
      return { status: 'waiting', digest: data.digest };
    case 'resubmit-item':
      return data.outcome === 'accepted' ? { status: 'accepted', digest: held, eventId: data.eventId } : { status: 'waiting', digest: held };
    case 'discard-item':
      return { status: 'discarded', digest: held };
  }
}

it('knows the same item again, whatever became of it, and takes no other in its place', () => {
  expectModel({
    decider: quarantine,
    facts: [itemQuarantined, itemResubmitted, itemDiscarded],
    commands,
    invariant: ({ before, command }) => {
      if (command.type !== 'quarantine-item' || before.status === 'none') return;
      expect(quarantine.decide(before, command)).toEqual(command.data.digest === before.digest ? [] : expect.objectContaining({ code: 'ITEM_EXISTS' }));
    },
  });
});

it('stays what the first fact that settled it says', () => {
  fc.assert(
    fc.property(fc.array(factsOf([itemQuarantined, itemResubmitted, itemDiscarded]), { maxLength: 8 }), (past) => {
      const facts = past as QuarantineEvent[];
      const end = facts.find(({ type, data }) => type === 'intake.item-discarded' || ('outcome' in data && data.outcome === 'accepted'));
      const unsettled = facts.length === 0 ? 'none' : 'waiting';
      const settled = end?.type === 'intake.item-discarded' ? 'discarded' : 'accepted';
      expect(facts.reduce(quarantine.evolve, quarantine.initial).status).toBe(end === undefined ? unsettled : settled);
    }),
  );
});
