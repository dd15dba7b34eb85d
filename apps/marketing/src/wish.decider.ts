import type { WishEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/**
 *   none ──note──► noted ──decline──► declined
 *                    └────fulfil────────┴──► fulfilled (for ever)
 */
type Noted = Extract<WishEvent, { type: 'marketing.wish-noted' }>['data'];
type Declined = Extract<WishEvent, { type: 'marketing.wish-declined' }>['data'];

export type WishState =
  | { readonly status: 'none' }
  | { readonly status: 'noted' | 'fulfilled'; readonly noted: Noted | null }
  | { readonly status: 'declined'; readonly noted: Noted | null; readonly declined: Declined };

export function evolve(state: WishState, event: WishEvent): WishState {
  const noted = state.status === 'none' ? null : state.noted;
  switch (event.type) {
    case 'marketing.wish-noted':
      return state.status === 'none' ? { status: 'noted', noted: event.data } : { ...state, noted: noted ?? event.data };
    case 'marketing.wish-fulfilled':
      return { status: 'fulfilled', noted };
    case 'marketing.wish-declined':
      return state.status === 'fulfilled' ? state : { status: 'declined', noted, declined: event.data };
  }
}

export type WishCommand =
  | Command<'note-wish', Noted>
  | Command<'fulfil-wish', { readonly wishId: string; readonly explanation?: string }>
  | Command<'decline-wish', Declined>;

export function decide(state: WishState, { type, data }: WishCommand): readonly WishEvent[] | Rejection {
  if (type === 'note-wish') return note(state, data);
  if (state.status === 'none') return reject('WISH_NOT_FOUND', 'there is no wish with this id');
  switch (type) {
    case 'fulfil-wish':
      return state.status === 'fulfilled' ? [] : [{ type: 'marketing.wish-fulfilled', data }];
    case 'decline-wish':
      if (state.status === 'fulfilled') return reject('WISH_FULFILLED', 'this wish was fulfilled; it cannot be declined any more');
      return state.status === 'declined' && same(state.declined, data) ? [] : [{ type: 'marketing.wish-declined', data }];
  }
}

/** What a customer would like; not to be taken for a `Wish` of a process. */
export const customerWish: Decider<WishState, WishCommand, WishEvent> = { category: 'wish', initial: { status: 'none' }, evolve, decide };

function note(state: WishState, data: Noted): readonly WishEvent[] | Rejection {
  if (state.status === 'none') return [{ type: 'marketing.wish-noted', data }];
  return same(state.noted, data) ? [] : reject('WISH_EXISTS', 'a wish with this id was noted before, with other content');
}

function same(before: unknown, now: unknown): boolean {
  return canonicalJson(before) === canonicalJson(now);
}
