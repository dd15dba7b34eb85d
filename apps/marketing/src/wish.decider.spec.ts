// Pure: the real decider under given cases and under commands by chance.
import { wishDeclined, wishFulfilled, wishNoted, type WishEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { wish, type WishCommand } from './wish.decider';

const wishId = 'w-1';
const content = { wishId, customer: { type: 'email', value: 'jane@example.com' }, wish: 'an app' };
const noted: WishEvent = { type: 'marketing.wish-noted', data: content };
const fulfilled: WishEvent = { type: 'marketing.wish-fulfilled', data: { wishId } };
const declined: WishEvent = { type: 'marketing.wish-declined', data: { wishId, reason: 'too few ask' } };

it('is noted once', () => {
  given(wish).when('note-wish', content).then(noted);
  given(wish, noted, declined).when('note-wish', content).thenNothing();
  given(wish, noted).when('note-wish', { ...content, wish: 'a book' }).thenRejected('WISH_EXISTS');
});

it('is fulfilled, also after it was declined, and not taken back', () => {
  given(wish).when('fulfil-wish', { wishId }).thenRejected('WISH_NOT_FOUND');
  given(wish, noted, declined).when('fulfil-wish', { wishId }).then(fulfilled);
  given(wish, noted, fulfilled).when('fulfil-wish', { wishId }).thenNothing();
  given(wish, noted, fulfilled).when('decline-wish', { wishId, reason: 'no' }).thenRejected('WISH_FULFILLED');
});

it('is declined with a reason, which can change', () => {
  given(wish, noted).when('decline-wish', { wishId, reason: 'too few ask' }).then(declined);
  given(wish, noted, declined).when('decline-wish', { wishId, reason: 'too few ask' }).thenNothing();
  given(wish, noted, declined).when('decline-wish', { wishId, reason: 'too dear' }).then({ type: 'marketing.wish-declined', data: { wishId, reason: 'too dear' } });
});

const asked = (type: WishCommand['type'], schema: object) => valuesOf(schema).map((data) => ({ type, data }) as WishCommand);

it('says nothing twice, and nothing after it was fulfilled', () => {
  expectModel({
    decider: wish,
    facts: [wishNoted, wishFulfilled, wishDeclined],
    commands: fc.oneof(asked('note-wish', wishNoted.schema), asked('fulfil-wish', wishFulfilled.schema), asked('decline-wish', wishDeclined.schema)),
    invariant: ({ before, command, events, after }) => {
      if (before.status === 'fulfilled') expect(events).toEqual([]);
      if (events.length === 0) return expect(after).toEqual(before);
      expect(wish.decide(after, command)).toEqual([]);
    },
  });
});
