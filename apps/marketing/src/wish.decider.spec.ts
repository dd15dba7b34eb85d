// Pure: the real decider under given cases and under commands by chance.
import { wishDeclined, wishFulfilled, wishNoted, type WishEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { customerWish, type WishCommand } from './wish.decider';

const wishId = 'w-1';
const content = { wishId, customer: { type: 'email', value: 'jane@example.com' }, wish: 'an app' };
const noted: WishEvent = { type: 'marketing.wish-noted', data: content };
const fulfilled: WishEvent = { type: 'marketing.wish-fulfilled', data: { wishId } };
const declined: WishEvent = { type: 'marketing.wish-declined', data: { wishId, reason: 'too few ask' } };

it('is noted once', () => {
  given(customerWish).when('note-wish', content).then(noted);
  given(customerWish, noted, declined).when('note-wish', content).thenNothing();
  given(customerWish, noted).when('note-wish', { ...content, wish: 'a book' }).thenRejected('WISH_EXISTS');
});

it('is fulfilled, also after it was declined, and not taken back', () => {
  given(customerWish).when('fulfil-wish', { wishId }).thenRejected('WISH_NOT_FOUND');
  given(customerWish, noted, declined).when('fulfil-wish', { wishId }).then(fulfilled);
  given(customerWish, noted, fulfilled).when('fulfil-wish', { wishId }).thenNothing();
  given(customerWish, noted, fulfilled).when('decline-wish', { wishId, reason: 'no' }).thenRejected('WISH_FULFILLED');
});

it('is declined with a reason, which can change', () => {
  given(customerWish, noted).when('decline-wish', { wishId, reason: 'too few ask' }).then(declined);
  given(customerWish, noted, declined).when('decline-wish', { wishId, reason: 'too few ask' }).thenNothing();
  given(customerWish, noted, declined).when('decline-wish', { wishId, reason: 'too dear' }).then({ type: 'marketing.wish-declined', data: { wishId, reason: 'too dear' } });
});

const asked = (type: WishCommand['type'], schema: object) => valuesOf(schema).map((data) => ({ type, data }) as WishCommand);

it('says nothing twice, and nothing after it was fulfilled', () => {
  expectModel({
    decider: customerWish,
    facts: [wishNoted, wishFulfilled, wishDeclined],
    commands: fc.oneof(asked('note-wish', wishNoted.schema), asked('fulfil-wish', wishFulfilled.schema), asked('decline-wish', wishDeclined.schema)),
    invariant: ({ before, command, events, after }) => {
      if (before.status === 'fulfilled') expect(events).toEqual([]);
      if (events.length === 0) return expect(after).toEqual(before);
      expect(customerWish.decide(after, command)).toEqual([]);
    },
  });
});
