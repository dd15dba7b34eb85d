import { transact, type CommandOrigin, type Journal, type Outcome } from '@throughline/event-store';
import type { Actor, Command, Decider, Fact, Process, StoredEvent, Timer } from '@throughline/kernel';

/** What an instance makes of its events. */
export interface Reading {
  readonly timers: readonly Timer[];
  /** `null` = there is nothing to do any more. */
  fire(timer: Timer): Order | null;
}

/** A command that is due, with whoever can carry it out. */
export interface Order {
  readonly stream: string;
  /** To be digested: the same content is the same command. */
  readonly content: readonly unknown[];
  give(journal: Journal, message: { readonly by: Actor; readonly at: string }, origin: CommandOrigin): Promise<Outcome>;
}

/**
 * A process with the decider its commands go to. The types of its state and commands are shut in here, so that an engine runs
 * many of different types without knowing them.
 */
export interface RunningProcess {
  readonly name: string;
  readonly instance: (event: StoredEvent) => string | null;
  readonly sources: (instance: string) => readonly [string, ...string[]];
  /** `events`: of all its sources, in store order, as corrected. */
  read(events: readonly StoredEvent[]): Reading;
}

/** What an app's module exports: `export const salesProcesses = [running({ process: quoteExpiry, decider: quote })]`. */
export function running<State, C extends Command, Decided, E extends Fact>({ process, decider }: { readonly process: Process<State, C>; readonly decider: Decider<Decided, C, E> }): RunningProcess {
  return {
    name: process.name,
    instance: process.instance,
    sources: process.sources,
    read: (events) => {
      const state = events.reduce(process.evolve, process.initial);
      return {
        timers: process.timers(state),
        fire: (timer) => {
          const wish = process.fire(state, timer);
          if (wish === null) return null;
          const { stream, command } = wish;
          return {
            stream,
            content: [stream, command.type, command.data],
            give: (journal, { by, at }, origin) => transact(journal, decider, stream, { ...command, by, at } as unknown as C, origin),
          };
        },
      };
    },
  };
}
