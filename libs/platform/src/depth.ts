import { MAX_DEPTH } from '@throughline/vault';

/** Deeper than anybody may nest: `JSON.stringify`, validation and sealing walk by recursion and would run out of stack. */
export function isTooDeep(value: unknown, levels = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isTooDeep(member, levels - 1));
}

/** A copy that ends (with `null`) where it becomes too deep. */
export function cutOff(value: unknown, levels = MAX_DEPTH): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return null;
  if (Array.isArray(value)) return value.map((item) => cutOff(item, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cutOff(member, levels - 1)]));
}
