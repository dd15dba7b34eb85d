import type { TimerEvent } from '@throughline/contracts';
import type { StoredEvent, Timer } from '@throughline/kernel';

/**
 *   (nothing) ──set──► pending ──fired──► fired, for ever
 *                       ▲ │
 *                   set └─┴ cancelled
 */
export type OwnTimer = {
  readonly timer: Timer;
  readonly status: 'pending' | 'cancelled' | 'fired';
  /** The event that set it last: what it does is caused by that. */
  readonly set: Pick<StoredEvent, 'id' | 'correlationId'>;
};

/** By name and due time. */
export type OwnTimers = ReadonlyMap<string, OwnTimer>;

export type TimerFact = { readonly type: TimerEvent['type']; readonly timer: Timer; readonly outcome?: string };

const STATUS = { 'process.timer-set': 'pending', 'process.timer-cancelled': 'cancelled', 'process.timer-fired': 'fired' } as const satisfies Record<TimerEvent['type'], OwnTimer['status']>;

/** What an instance's own stream says it waits for and waited for. Total: events of other types change nothing. */
export function timersIn(events: readonly StoredEvent[]): OwnTimers {
  const own = new Map<string, OwnTimer>();
  for (const event of events) {
    if (!(event.type in STATUS)) continue;
    const { data, type } = event as StoredEvent & TimerEvent;
    const timer = { name: data.timer, due: data.due };
    const known = own.get(keyOf(timer));
    own.set(keyOf(timer), { timer, status: STATUS[type], set: known === undefined || type === 'process.timer-set' ? event : known.set });
  }
  return own;
}

/** Due times in one spelling. Throws a RangeError for what is no time. */
export function normalized(timers: readonly Timer[]): readonly Timer[] {
  return timers.map(({ name, due }) => ({ name, due: new Date(due).toISOString() }));
}

/**
 * What has to be recorded so that the stream says what is waited for now: nothing, if it says so already. What fired is never set again.
 * `given` tells whether the command of a timer is known to have been given: then it fired, whatever is wanted since.
 */
export function differences(own: OwnTimers, wanted: readonly Timer[], given: (timer: Timer) => boolean): readonly TimerFact[] {
  const wantedKeys = new Set(wanted.map(keyOf));
  const over = pendingIn(own)
    .filter((timer) => !wantedKeys.has(keyOf(timer)))
    .map((timer): TimerFact => (given(timer) ? { type: 'process.timer-fired', timer, outcome: 'done' } : { type: 'process.timer-cancelled', timer }));
  const begun = [...new Map(wanted.map((timer) => [keyOf(timer), timer])).values()]
    .filter((timer) => (own.get(keyOf(timer))?.status ?? 'cancelled') === 'cancelled')
    .toSorted(byDue)
    .map((timer): TimerFact => ({ type: 'process.timer-set', timer }));
  return [...over, ...begun];
}

/** First what is due first. */
export function pendingIn(own: OwnTimers): readonly Timer[] {
  return [...own.values()].filter(({ status }) => status === 'pending').map(({ timer }) => timer).toSorted(byDue);
}

export function keyOf({ name, due }: Timer): string {
  return `${due} ${name}`;
}

function byDue(a: Timer, b: Timer): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}
