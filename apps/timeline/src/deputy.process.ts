import type { OwnerEvent } from '@throughline/contracts';
import type { Process, StoredEvent } from '@throughline/kernel';
import { utc } from './follow-up.decider';
import { owner, type OwnerCommand, type OwnerState } from './owner.decider';

const OVER = 'over';
const CATEGORY = 'owner-';

interface DeputyState {
  /** Empty before the first event. */
  readonly stream: string;
  readonly owner: OwnerState;
}

/** Ends a deputy when his time is over. Prolonged, it waits for the other time; ended before, for none. An instance is called by the customer's node. */
export const deputyProcess: Process<DeputyState, OwnerCommand> = {
  name: 'deputy',
  instance: ({ type, stream }) => (type === 'customer.deputy-appointed' || type === 'customer.deputy-ended' ? stream.slice(CATEGORY.length) : null),
  sources: (node) => [`${CATEGORY}${node}`],
  initial: { stream: '', owner: owner.initial },
  evolve: (state, event) => ({ stream: event.stream, owner: owner.evolve(state.owner, event as StoredEvent & OwnerEvent) }),
  timers: ({ owner: { deputy } }) => (deputy === null || Number.isNaN(Date.parse(deputy.until)) ? [] : [{ name: OVER, due: utc(deputy.until) }]),
  fire: ({ stream, owner: { customer, deputy } }, { due }) => {
    // An erased customer has no name that an event could call him by, and nobody who could be looked after.
    if (typeof customer?.value !== 'string' || deputy === null || utc(deputy.until) !== due) return null;
    return { stream, command: { type: 'end-deputy', data: { customer, until: deputy.until } } };
  },
};
