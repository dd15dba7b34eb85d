import type { Identifier } from '@throughline/kernel';

/** When something was said: effective time (milliseconds), then position (decimal string), decide which is the later. */
export type Said<Value> = { readonly value: Value; readonly time: number; readonly position: string };

/** What is known about a customer at a glance. Sums, minima, maxima and later-wins only, so that merging and unmerging are exact. */
export type Summary = {
  readonly events: number;
  readonly byContext: { readonly [context: string]: number };
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  /** By node: a person's name is not that of the company the same event concerns. */
  readonly names: { readonly [node: string]: Said<string> };
  readonly owner: Said<string | null> | null;
  /** Every identifier of the customer in clear, by node. */
  readonly identifiers: { readonly [node: string]: Identifier };
};

export const EMPTY_SUMMARY: Summary = { events: 0, byContext: {}, firstSeen: null, lastSeen: null, names: {}, owner: null, identifiers: {} };

/** Associative, commutative, with `EMPTY_SUMMARY` as identity: parts may be combined in any order and grouping. */
export function combine(a: Summary, b: Summary): Summary {
  return {
    events: a.events + b.events,
    byContext: sumOf(a.byContext, b.byContext),
    firstSeen: extreme(Math.min, a.firstSeen, b.firstSeen),
    lastSeen: extreme(Math.max, a.lastSeen, b.lastSeen),
    names: perNode(a.names, b.names, (x, y) => later(x, y) ?? x),
    owner: later(a.owner, b.owner),
    // The same node may be written in several ways; the smallest spelling wins, so that order does not matter.
    identifiers: perNode(a.identifiers, b.identifiers, (x, y) => (x.value <= y.value ? x : y)),
  };
}

function sumOf(a: Summary['byContext'], b: Summary['byContext']): Summary['byContext'] {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted();
  return Object.fromEntries(keys.map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));
}

function extreme(pick: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : pick(a, b);
}

export function later<Value>(a: Said<Value> | null, b: Said<Value> | null): Said<Value> | null {
  if (a === null) return b;
  if (b === null) return a;
  if (a.time !== b.time) return a.time > b.time ? a : b;
  return BigInt(a.position) >= BigInt(b.position) ? a : b;
}

function perNode<Value>(a: Readonly<Record<string, Value>>, b: Readonly<Record<string, Value>>, pick: (a: Value, b: Value) => Value): Record<string, Value> {
  const merged = new Map(Object.entries(a));
  for (const [node, value] of Object.entries(b)) {
    const other = merged.get(node);
    merged.set(node, other === undefined ? value : pick(other, value));
  }
  return Object.fromEntries([...merged].toSorted(([x], [y]) => (x < y ? -1 : 1)));
}
