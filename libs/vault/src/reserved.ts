/** Deeper data is refused at the door: every walk over it recurses, and a sender must not choose how far. */
export const MAX_DEPTH = 100;

/**
 * Why data from outside cannot be taken as it is, or `null`.
 *   reserved   a member called `$sealed` or `$erased` would be mistaken for our own
 *   too-deep   nested deeper than `MAX_DEPTH`
 */
export function refusalOf(data: unknown): 'reserved' | 'too-deep' | null {
  return inspect(data, 0);
}

export function containsReserved(data: unknown): boolean {
  return inspect(data, 0) === 'reserved';
}

function inspect(value: unknown, depth: number): 'reserved' | 'too-deep' | null {
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= MAX_DEPTH) return 'too-deep';
  if (!Array.isArray(value) && (Object.hasOwn(value, '$sealed') || Object.hasOwn(value, '$erased'))) return 'reserved';
  for (const name in value) {
    const found = inspect((value as Record<string, unknown>)[name], depth + 1);
    if (found !== null) return found;
  }
  return null;
}
