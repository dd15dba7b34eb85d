import { v5, v7 } from 'uuid';

/** The project's own namespace of derived ids. Never changes: every id ever derived hangs on it. */
const NAMESPACE = '6b1f0a3e-7d54-5c1b-9a35-0f6a4c1d2e77';

/** The same UUID for the same parts, for ever: v5 over their JSON array, so that no two lists give the same text. */
export function derivedId(...parts: readonly string[]): string {
  return v5(JSON.stringify(parts), NAMESPACE);
}

/** A new UUID, v7: later ones sort behind. */
export function freshId(): string {
  return v7();
}
