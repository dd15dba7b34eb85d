import { catalogue } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type Identifier, type Party, type StoredEvent } from '@throughline/kernel';
import { plain } from './spelling.rules';
import { isHousekeeping } from './timeline.view';

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

/**
 * A part of a summary: what the events of one lane with one set of parties say. Kept once under each party, so that a
 * customer's parts are found by his nodes; and counted once, whichever of his nodes it was found by (`partsOf`).
 */
export type SummaryPart = {
  readonly node: string;
  readonly parties: readonly string[];
  readonly summary: Summary;
  /** Spelt plainly, for the search on the page. */
  readonly searchable: string;
};

const CONCERNED = new Set<Party['role']>(['customer', 'company', 'decision-maker']);

export const summaryView: DocumentView<SummaryPart> = {
  kind: 'document',
  name: 'summary',
  version: 2,
  indexes: ['node'],
  keys: (event) => {
    const nodes = concerned(event);
    return nodes.map((node) => JSON.stringify([node, event.subject, ...nodes]));
  },
  initial: (key) => {
    const [node = '', , ...parties] = JSON.parse(key) as readonly string[];
    return { node, parties, summary: EMPTY_SUMMARY, searchable: '' };
  },
  evolve: (part, event) => {
    const summary = combine(part.summary, said(event));
    return { ...part, summary, searchable: searchableOf(part.node, summary) };
  },
};

/** A key behind all parts of this node and before those of the next one. */
export function behindPartsOf(node: string): string {
  return `[${JSON.stringify(node)},\u{10ffff}`;
}

/** Each part once for a customer of these nodes: a part stands under several of them when its events name several. */
export function partsOf(parts: readonly SummaryPart[], nodes: ReadonlySet<string>): readonly SummaryPart[] {
  return parts.filter((part) => part.node === part.parties.find((party) => nodes.has(party)));
}

/** What one event says, as a summary of its own. */
export function said(event: StoredEvent): Summary {
  const time = effectiveTime(event);
  const at = { time, position: String(event.position) };
  return {
    events: 1,
    byContext: { [catalogue.context(event.type)]: 1 },
    firstSeen: time,
    lastSeen: time,
    names: namesIn(event, at),
    owner: ownerIn(event, at),
    identifiers: Object.fromEntries(event.parties.flatMap((party) => (party.identifier !== undefined && CONCERNED.has(party.role) ? [[party.node, party.identifier]] : []))),
  };
}

export function concerned(event: StoredEvent): readonly string[] {
  if (isHousekeeping(event)) return [];
  return [...new Set(event.parties.filter((party) => CONCERNED.has(party.role)).map((party) => party.node))].toSorted();
}

function namesIn(event: StoredEvent, at: Omit<Said<string>, 'value'>): Summary['names'] {
  const { node, type, data } = spokenOf(event);
  const name = nameAmong(type, data);
  return node === null || name === null ? {} : { [node]: { value: name, ...at } };
}

/** Of whom an event says something, and what; where it corrects another one, what that one says now. `null` = of nobody we know. */
export function spokenOf(event: StoredEvent): { readonly node: string | null; readonly type: string; readonly data: Readonly<Record<string, unknown>> } {
  const { type, data } = (event.type === 'record.corrected' ? event.data : event) as { readonly type: string; readonly data: Record<string, unknown> | null };
  const party = event.parties.find(({ role }) => role === 'customer' || (role === 'company' && isProfile(type)));
  return { node: party?.node ?? null, type, data: data ?? {} };
}

/** Of a person or of a company itself; elsewhere a company is only named beside a person. */
function isProfile(type: string): boolean {
  return type === 'customer.profile-created' || type === 'customer.profile-changed';
}

/** `firstName` and `lastName` of our own types, the same or `name` among the traits of a foreign one; a changed profile says the whole name. */
function nameAmong(type: string, data: Readonly<Record<string, unknown>>): string | null {
  const traits = (catalogue.type(type) === undefined ? (data['traits'] ?? {}) : data) as Record<string, unknown>;
  const parts = [traits['firstName'], traits['lastName']].filter((part): part is string => typeof part === 'string' && part.trim() !== '');
  if (parts.length > 0) return parts.join(' ');
  const whole = traits[type === 'customer.profile-changed' ? 'called' : 'name'];
  return typeof whole === 'string' ? whole : null;
}

function ownerIn(event: StoredEvent, at: Omit<Said<string | null>, 'value'>): Said<string | null> | null {
  if (event.type === 'customer.owner-released') return { value: null, ...at };
  return event.type === 'customer.owner-assigned' ? { value: (event.data as { owner: string }).owner, ...at } : null;
}

function searchableOf(node: string, summary: Summary): string {
  return plain([summary.identifiers[node]?.value, summary.names[node]?.value].filter((text) => text !== undefined).join(' '));
}

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

export function later<One extends Said<unknown>>(a: One | null, b: One | null): One | null {
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
