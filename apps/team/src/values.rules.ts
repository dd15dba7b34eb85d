/** Values of events as documents can hold them. Total: an erased field is not what its type says. */

/** What is no text any more was erased. */
export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Milliseconds since 1970; null where it is no time. */
export function timeOf(instant: unknown): number | null {
  const time = typeof instant === 'string' ? Date.parse(instant) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

/** Staff members are named by their id, or as the actor they are: `staff:<id>`. Capitals do not matter. */
export function staffIdOf(named: string): string {
  return named.replace(/^staff:/, '').toLowerCase();
}

export function actorOf(staffId: string): `staff:${string}` {
  return `staff:${staffId}`;
}
