// Real: the view, the fold that is every shelf's oracle, and the summary as of a moment on a shelf in memory. The events are made by chance.
import type { Identifier, Party, PartyRole, StoredEvent } from '@throughline/kernel';
import { effectiveTime } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { MemoryReadStore, type StoredEntry } from '@throughline/read-store';
import fc from 'fast-check';
import { ofNodes, summaryAt } from './summary-at';
import { combine, concerned, EMPTY_SUMMARY, partsOf, said, summaryView, type Summary, type SummaryPart } from './summary.view';
import { timelinesOf, timelineView } from './timeline.view';

const PEOPLE = ['ada', 'bob', 'cleo'].map((name) => ({ type: 'user', value: name }));
const FIRMS = ['Acme', 'Bolt'].map((name) => ({ type: 'company', value: name }));
const NODES = [...PEOPLE, ...FIRMS].map(nodeOf);

function nodeOf({ type, value }: Identifier): string {
  return `${type}:${value.toLowerCase()}`;
}

interface Made {
  readonly type: string;
  readonly customer: number | null;
  readonly company: number | null;
  readonly mentioned: number | null;
  readonly shouted: boolean;
  readonly name: string | null;
  readonly at: number;
  readonly lane: number;
}

const made = fc.record<Made>({
  type: fc.constantFrom('shop.order-placed', 'page', 'marketing.lead-captured', 'customer.owner-assigned', 'customer.owner-released', 'service.ticket-opened'),
  customer: fc.option(fc.nat({ max: PEOPLE.length - 1 }), { freq: 4 }),
  company: fc.option(fc.nat({ max: FIRMS.length - 1 }), { freq: 1 }),
  mentioned: fc.option(fc.nat({ max: PEOPLE.length - 1 }), { freq: 1 }),
  shouted: fc.boolean(),
  name: fc.option(fc.constantFrom('Ada', 'Augusta', 'A. L.')),
  at: fc.nat({ max: 5 }),
  lane: fc.nat({ max: 3 }),
});

const history = fc.array(made, { maxLength: 25 }).map((all) => all.map(eventOf));

function eventOf({ type, customer, company, mentioned, shouted, name, at, lane }: Made, index: number): StoredEvent {
  const party = (identifier: Identifier | undefined, role: PartyRole): readonly Party[] => {
    if (identifier === undefined) return [];
    return [{ node: nodeOf(identifier), role, identifier: shouted ? { ...identifier, value: identifier.value.toUpperCase() } : identifier }];
  };
  const parties = [...party(customer === null ? undefined : PEOPLE[customer], 'customer'), ...party(company === null ? undefined : FIRMS[company], 'company'), ...party(mentioned === null ? undefined : PEOPLE[mentioned], 'mentioned')];
  const time = new Date(Date.UTC(2026, 0, 1 + at)).toISOString();
  const names = name === null ? {} : type === 'marketing.lead-captured' ? { firstName: name } : { traits: { name } };
  const id = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
  return { id, type, schemaVersion: 1, source: 's', subject: `lane-${lane}`, parties, occurredAt: time, recordedAt: '2026-02-01T00:00:00.000Z', actor: 'process:test', correlationId: id, causationId: null, data: { owner: `staff:${index}`, ...names }, stream: `thing-${index}`, revision: 0, position: BigInt(index + 1) };
}

/** As the query does it: the parts on the shelf that stand under one of his nodes, combined. */
function fromShelf(events: readonly StoredEvent[], nodes: readonly string[]): Summary {
  const parts = [...foldView(summaryView, events).documents.values()] as unknown as readonly SummaryPart[];
  const own = new Set(nodes);
  return ofNodes(partsOf(parts.filter(({ node }) => own.has(node)), own).reduce((sum, { summary }) => combine(sum, summary), EMPTY_SUMMARY), own);
}

/** As it is defined: what all events of the customer say, each once. */
function defined(events: readonly StoredEvent[], nodes: readonly string[]): Summary {
  const own = new Set(nodes);
  return ofNodes(events.filter((event) => concerned(event).some((node) => own.has(node))).reduce((sum, event) => combine(sum, said(event)), EMPTY_SUMMARY), own);
}

const bytes = (value: unknown): string => JSON.stringify(value);

it('combines in any order and grouping, and nothing changes nothing', () => {
  const folded = history.map((events) => events.map(said).reduce(combine, EMPTY_SUMMARY));
  // Of one history, so that the same position always says the same.
  const three = fc.tuple(history, fc.infiniteStream(fc.nat({ max: 2 }))).map(([events, chance]) => {
    const heaps: Summary[] = [EMPTY_SUMMARY, EMPTY_SUMMARY, EMPTY_SUMMARY];
    for (const event of events) {
      const heap = chance.next().value as number;
      heaps[heap] = combine(heaps[heap] as Summary, said(event));
    }
    return heaps as [Summary, Summary, Summary];
  });
  fc.assert(
    fc.property(three, ([a, b, c]) => {
      expect(bytes(combine(a, b))).toBe(bytes(combine(b, a)));
      expect(bytes(combine(combine(a, b), c))).toBe(bytes(combine(a, combine(b, c))));
    }),
  );
  fc.assert(fc.property(folded, (a) => expect([bytes(combine(a, EMPTY_SUMMARY)), bytes(combine(EMPTY_SUMMARY, a))]).toEqual([bytes(a), bytes(a)])));
});

it('of a customer is the same from the shelf as from his events, for every set of nodes', () => {
  fc.assert(fc.property(history, fc.subarray(NODES), (events, nodes) => expect(bytes(fromShelf(events, nodes))).toBe(bytes(defined(events, nodes)))), { numRuns: 300 });
});

it('counts every event once, however the nodes are split into customers that share none', () => {
  fc.assert(
    fc.property(history, fc.array(fc.nat({ max: 2 }), { minLength: NODES.length, maxLength: NODES.length }), (events, colours) => {
      const alone = events.filter((event) => concerned(event).length === 1);
      const customers = [0, 1, 2].map((colour) => NODES.filter((_, index) => colours[index] === colour));
      const sum = customers.map((nodes) => fromShelf(alone, nodes)).reduce(combine, EMPTY_SUMMARY);
      expect(bytes(sum)).toBe(bytes(fromShelf(alone, NODES)));
    }),
    { numRuns: 200 },
  );
});

it('is the same bytes as before when two customers are merged and unmerged', () => {
  fc.assert(
    fc.property(history, fc.subarray(NODES, { minLength: 2 }), (events, merged) => {
      const [one = '', ...others] = merged;
      const before = [fromShelf(events, [one]), fromShelf(events, others)];
      const together = fromShelf(events, merged);
      expect(together.events).toBeLessThanOrEqual((before[0]?.events ?? 0) + (before[1]?.events ?? 0));
      expect(bytes([fromShelf(events, [one]), fromShelf(events, others)])).toBe(bytes(before));
    }),
  );
});

it('as of a moment is the summary of what there was by then', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.subarray(NODES, { minLength: 1 }), fc.nat({ max: 6 }), fc.nat({ max: 26 }), async (events, nodes, day, position) => {
      const shelf = await new MemoryReadStore().open({ view: timelineView.name, version: 1, generation: 1, kind: 'entry', indexes: [] });
      const entries = events.flatMap((event) => timelinesOf(event).map((key): StoredEntry => ({ key, id: event.id, lane: event.subject, time: effectiveTime(event), position: event.position, body: timelineView.entry(event, key) })));
      await shelf.write({ documents: [], entries, park: [], unpark: [], checkpoint: null });
      const asOf = Date.UTC(2026, 0, 1 + day);
      expect(bytes(await summaryAt(shelf, nodes, { asOf }))).toBe(bytes(defined(events.filter((event) => effectiveTime(event) <= asOf), nodes)));
      expect(bytes(await summaryAt(shelf, nodes, { knownAt: BigInt(position) }))).toBe(bytes(defined(events.slice(0, position), nodes)));
    }),
    { numRuns: 60 },
  );
});

describe('a summary', () => {
  const base = { customer: 0, company: null, mentioned: null, shouted: false, name: null, at: 1, lane: 0 };
  const after = (...all: readonly Made[]) => defined(all.map(eventOf), [nodeOf(PEOPLE[0] as Identifier)]);

  it('has the latest owner by effective time, then position, and nobody once released', () => {
    expect(after({ ...base, type: 'customer.owner-assigned', at: 3 }, { ...base, type: 'customer.owner-assigned', at: 2 }).owner?.value).toBe('staff:0');
    expect(after({ ...base, type: 'customer.owner-assigned' }, { ...base, type: 'customer.owner-assigned' }).owner?.value).toBe('staff:1');
    expect(after({ ...base, type: 'customer.owner-assigned' }, { ...base, type: 'customer.owner-released', at: 2 }).owner?.value).toBeNull();
  });

  it('takes names from our own types and from the traits of foreign ones', () => {
    expect(after({ ...base, type: 'page', name: 'Ada' }, { ...base, type: 'marketing.lead-captured', name: 'Augusta', at: 2 }).names).toMatchObject({ 'user:ada': { value: 'Augusta' } });
  });

  it('takes a name that was corrected', () => {
    const events = [eventOf({ ...base, type: 'marketing.lead-captured', name: 'Augsta' }, 0), eventOf({ ...base, type: 'record.corrected', at: 2 }, 1)];
    const correction = { ...events[1]!, data: { stream: 'thing-0', eventId: events[0]!.id, type: 'marketing.lead-captured', version: 1, data: { firstName: 'Augusta' }, reason: 'a slip' } };
    expect(defined([events[0]!, correction], [nodeOf(PEOPLE[0] as Identifier)]).names).toMatchObject({ 'user:ada': { value: 'Augusta' } });
  });

  it('takes the name of a profile, a company’s too, and the whole name where a part of it changed', () => {
    const told = (type: string, data: object, one: Partial<Made> = {}): StoredEvent => ({ ...eventOf({ ...base, ...one, type }, one.at ?? 1), data });
    const namesOf = (node: string, ...events: readonly StoredEvent[]) => defined(events, [node]).names;
    const created = told('customer.profile-created', { firstName: 'Ada', lastName: 'Byron' });
    expect(namesOf('user:ada', created, told('customer.profile-changed', { changes: [], called: 'Ada Lovelace' }, { at: 2 }))).toMatchObject({ 'user:ada': { value: 'Ada Lovelace' } });
    expect(namesOf('user:ada', created, told('customer.profile-changed', { changes: [{ field: 'title' }] }, { at: 2 }))).toMatchObject({ 'user:ada': { value: 'Ada Byron' } });
    expect(namesOf('company:acme', told('customer.profile-created', { name: 'Acme GmbH' }, { customer: null, company: 0 }))).toMatchObject({ 'company:acme': { value: 'Acme GmbH' } });
    expect(namesOf('company:acme', told('marketing.lead-captured', { firstName: 'Ada' }, { customer: null, company: 0 }))).toEqual({});
  });

  it('does not count where somebody is only mentioned, and shows nobody else', () => {
    expect(after({ ...base, type: 'page', customer: 1, mentioned: 0 })).toEqual(EMPTY_SUMMARY);
    expect(Object.keys(after({ ...base, type: 'page', company: 0 }).identifiers)).toEqual(['user:ada']);
  });

  it('has one spelling of an identifier, whichever came first', () => {
    const spellings = [true, false].map((first) => after({ ...base, type: 'page', shouted: first }, { ...base, type: 'page', shouted: !first }).identifiers);
    expect(bytes(spellings[0])).toBe(bytes(spellings[1]));
  });
});
