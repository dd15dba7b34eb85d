import { catalogue, type EventType } from '@throughline/contracts';
import { isRejection, type Command, type Decider, type Fact } from '@throughline/kernel';
import fc, { type Arbitrary } from 'fast-check';
import { factsOf } from './arbitrary';

export interface Step<S, C, E> {
  readonly before: S;
  readonly command: C;
  readonly events: readonly E[];
  readonly after: S;
}

export interface Model<S, C extends Command, E extends Fact> {
  readonly decider: Decider<S, C, E>;
  /** The types its stream may hold. */
  readonly facts: readonly EventType[];
  /** What may be asked, legal or not. */
  readonly commands: Arbitrary<Pick<C, 'type' | 'data'>>;
  /** Throws when what always holds does not: of a step whose events the decider itself decided. */
  readonly invariant: (step: Step<S, C, E>) => void;
}

const BY = fc.constantFrom('staff:0190a4b2-1111-7000-8000-00000000000a', 'staff:0190a4b2-1111-7000-8000-00000000000b', 'process:model');
const AT = fc.constantFrom('2026-01-31T09:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-03-01T12:00:00.000Z');

/**
 * Legal and illegal commands by chance, after a past by chance:
 *   any order of valid facts evolves without an error
 *   `decide` never throws; what it decides fits the catalogue and evolves
 *   the same command again, where the first was decided, is no surprise: it throws nothing either
 *   from the beginning, by commands alone, the invariant holds after each step
 */
export function expectModel<S, C extends Command, E extends Fact>({ decider, facts, commands, invariant }: Model<S, C, E>): void {
  const command = fc.record({ wish: commands, by: BY, at: AT }).map(({ wish, by, at }) => ({ ...wish, by, at }) as unknown as C);
  const decided = (state: S, one: C): readonly E[] => {
    const outcome = decider.decide(state, one);
    if (isRejection(outcome)) return [];
    for (const event of outcome) {
      const failure = catalogue.validate(event.type, event.data);
      if (failure !== null) throw new Error(`${one.type} decided ${event.type} that does not fit: ${failure.path} ${failure.message}`);
    }
    return outcome;
  };
  fc.assert(
    fc.property(fc.array(factsOf(facts), { maxLength: 12 }), fc.array(command, { maxLength: 8 }), (past, wishes) => {
      let state = past.reduce((s, fact) => decider.evolve(s, fact as E), decider.initial);
      for (const one of wishes) state = decided(state, one).reduce(decider.evolve, state);
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 20 }), (wishes) => {
      let state = decider.initial;
      for (const one of wishes) {
        const events = decided(state, one);
        const after = events.reduce(decider.evolve, state);
        invariant({ before: state, command: one, events, after });
        state = after;
      }
    }),
    { numRuns: 500 },
  );
}
