// Pure: the decider of what customers would like, under commands by chance.
import { wishDeclined, wishFulfilled, wishNoted, type WishEvent } from '@throughline/contracts';
import fc from 'fast-check';
import { factsOf, valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { customerWish, type WishCommand } from './wish.decider';

const asked = (type: WishCommand['type'], schema: object) => valuesOf(schema).map((data) => ({ type, data }) as WishCommand);

const FACTS = { 'note-wish': 'marketing.wish-noted', 'fulfil-wish': 'marketing.wish-fulfilled', 'decline-wish': 'marketing.wish-declined' } as const;
/** What a wish can become from what it is; declined for another reason is declined anew. */
const NEXT = { none: ['noted'], noted: ['declined', 'fulfilled'], declined: ['declined', 'fulfilled'], fulfilled: [] } as const;

it('is noted before it is answered, keeps its words, is fulfilled once and for ever, and says nothing twice', () => {
  expectModel({
    decider: customerWish,
    facts: [wishNoted, wishFulfilled, wishDeclined],
    commands: fc.oneof(asked('note-wish', wishNoted.schema), asked('fulfil-wish', wishFulfilled.schema), asked('decline-wish', wishDeclined.schema)),
    invariant: ({ before, command, events, after }) => {
      if (before.status !== 'none') expect(after).toMatchObject({ noted: before.noted });
      if (events.length === 0) return expect(after).toEqual(before);
      expect(events).toEqual([{ type: FACTS[command.type], data: command.data }]);
      expect(NEXT[before.status]).toContain(after.status);
      expect(FACTS[command.type]).toBe(`marketing.wish-${after.status}`);
      expect(customerWish.decide(after, command)).toEqual([]);
    },
  });
});

it('stays fulfilled, and declined until then, whatever facts follow', () => {
  fc.assert(
    fc.property(fc.array(factsOf([wishNoted, wishFulfilled, wishDeclined]), { maxLength: 8 }), (past) => {
      const types = new Set(past.map(({ type }) => type.replace('marketing.wish-', '')));
      const furthest = ['fulfilled', 'declined', 'noted'].find((type) => types.has(type)) ?? 'none';
      expect((past as WishEvent[]).reduce(customerWish.evolve, customerWish.initial).status).toBe(furthest);
    }),
  );
});
