import type { Actor, Fact } from './event';
import { isRejection, type Command, type Decider } from './decider';

const actor: Actor = 'staff:00000000-0000-7000-8000-000000000001';
const at = '2026-01-15T09:00:00.000Z';

/**
 * given/when/then for a decider: `given(decider, events…).when(type, data).then(events…)`.
 * Throws an Error that names both sides when they differ, so it needs no test runner.
 */
export function given<S, C extends Command, E extends Fact>(decider: Decider<S, C, E>, ...past: readonly E[]) {
  const state = past.reduce(decider.evolve, decider.initial);
  return {
    state,
    when<T extends C['type']>(type: T, data: Extract<C, { type: T }>['data'], message: { by?: Actor; at?: string } = {}) {
      const command = { type, data, by: message.by ?? actor, at: message.at ?? at } as unknown as C;
      const outcome = decider.decide(state, command);
      return {
        outcome,
        then(...expected: readonly E[]): void {
          same(outcome, expected);
        },
        thenNothing(): void {
          same(outcome, []);
        },
        thenRejected(code: string): void {
          if (!isRejection(outcome)) throw new Error(`expected the rejection ${code}, got ${show(outcome)}`);
          same(outcome.code, code);
        },
      };
    },
  };
}

function same(actual: unknown, expected: unknown): void {
  if (show(actual) !== show(expected)) throw new Error(`expected ${show(expected)}\n     got ${show(actual)}`);
}

/** Key order and `undefined` do not matter. */
function show(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );
}
