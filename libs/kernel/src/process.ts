import type { Command } from './decider';
import type { StoredEvent } from './event';

/**
 * Wake me then. `name` is a slug, unique among what one instance waits for; `due` is ISO 8601 in UTC with milliseconds.
 * A due time that has passed already means: at once.
 */
export interface Timer {
  readonly name: string;
  readonly due: string;
}

/** What a process does when a timer is due: a command to one stream. `by` is the process, `at` the timer's due time. */
export interface Wish<C extends Command = Command> {
  readonly stream: string;
  readonly command: Pick<C, 'type' | 'data'>;
}

/**
 * A pure process manager. An instance reads the streams it is about and says what it waits for *now*; whoever runs it records the
 * difference to what it waited for before (`process.timer-set`, `process.timer-cancelled`), so reading an event again changes nothing.
 * A timer (name and due time) fires once, for ever; another due time is another timer.
 *
 *   instance   which running instance an event concerns; `null` = none
 *   sources    the streams its state is folded from, in store order; the first gives lane and parties to the instance's own stream
 *   evolve     total: takes any order of facts and never throws. Events are unsealed, upcast, and as corrected
 *   timers     all it waits for in this state; nothing = it sleeps or has ended
 *   fire       `null` = there is nothing to do any more
 */
export interface Process<State, C extends Command = Command> {
  /** A slug. Never changes: streams are called after it. */
  readonly name: string;
  readonly instance: (event: StoredEvent) => string | null;
  readonly sources: (instance: string) => readonly [string, ...string[]];
  readonly initial: State;
  readonly evolve: (state: State, event: StoredEvent) => State;
  readonly timers: (state: State) => readonly Timer[];
  readonly fire: (state: State, timer: Timer) => Wish<C> | null;
}
