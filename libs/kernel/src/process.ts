import type { Fact, StoredEvent } from './event';
import type { Command } from './decider';

/** Wake me at a time (ISO 8601, UTC). A timer is recorded as an event before it is waited for. */
export interface Timer {
  readonly name: string;
  readonly due: string;
}

/** Something that leaves the house (an e-mail, a web hook). A process only names it; an `EffectGateway` does it. */
export interface Effect<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

export type ProcessInput = { readonly kind: 'event'; readonly event: StoredEvent } | { readonly kind: 'timer'; readonly timer: Timer };

export interface Reaction<C extends Command = Command, E extends Fact = Fact> {
  readonly events: readonly E[];
  readonly commands: readonly C[];
  readonly timers: readonly Timer[];
  readonly effects: readonly Effect[];
}

/**
 * A pure process manager: a reading of its own stream plus one input gives what to do next.
 * `instance` says which running instance an event concerns; `null` = none.
 */
export interface Process<State, C extends Command, E extends Fact> {
  readonly name: string;
  readonly initial: State;
  readonly instance: (event: StoredEvent) => string | null;
  readonly evolve: (state: State, event: E) => State;
  readonly react: (state: State, input: ProcessInput) => Reaction<C, E>;
}
