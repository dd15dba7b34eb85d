// Real: journal, vault, event store, road of three partitions, projection engine, views and shelves, all in memory. The histories are made by chance.
import { MemoryEventLog } from '@throughline/event-log';
import { freshId, Journal, MemoryEventStore } from '@throughline/event-store';
import { linkView } from '@throughline/identity';
import type { Fact, Identifier, StoredEvent } from '@throughline/kernel';
import { ProjectionEngine } from '@throughline/projections';
import { MemoryReadStore } from '@throughline/read-store';
import { MemoryVault } from '@throughline/vault';
import fc from 'fast-check';
import { amendmentsView } from './amendments.view';
import { Customers } from './customers.queries';
import { ofNodes } from './summary-at';
import { combine, concerned, EMPTY_SUMMARY, said, summaryView, type Summary } from './summary.view';
import { timelineView } from './timeline.view';

const views = [linkView, timelineView, amendmentsView, summaryView];

let store: MemoryEventStore;
let log: MemoryEventLog;
let journal: Journal;
let engine: ProjectionEngine;
let customers: Customers;

beforeAll(async () => {
  store = new MemoryEventStore();
  log = new MemoryEventLog(store, { partitions: 3 });
  journal = await Journal.open(store, new MemoryVault());
  engine = new ProjectionEngine({ log, store, readStore: new MemoryReadStore(), open: journal.openEvents, views });
  await engine.start();
  customers = new Customers(journal, engine);
});
afterAll(async () => {
  await engine.stop();
  await log.close();
});

interface Happened extends Fact {
  /** Of a foreign event. */
  readonly subject?: Identifier;
  readonly schemaVersion?: number;
}

/** Recorded and on every shelf. */
async function record({ type, data, subject, schemaVersion }: Happened, day = 1): Promise<StoredEvent> {
  const id = freshId();
  const draft = { id, type, data, source: 'test', occurredAt: new Date(Date.UTC(2026, 0, day)).toISOString(), actor: 'process:test' as const, correlationId: id, causationId: null, ...(subject === undefined ? {} : { sender: { source: '/test', id, subject } }) };
  const stream = journal.streamOf(draft);
  const { head } = await journal.load(stream);
  const events = journal.address(head, [draft]).events.map((event) => ({ ...event, ...(schemaVersion === undefined ? {} : { schemaVersion }) }));
  await journal.append(stream, head.revision, events);
  let last: StoredEvent | undefined;
  for await (const event of store.readStream(stream)) last = event;
  const stored = last as StoredEvent;
  await Promise.all(views.map((view) => engine.waitFor(view.name, stored.subject, stored.position, 5_000)));
  const [opened] = await journal.openEvents([stored]);
  return opened?.event as StoredEvent;
}

const user = (value: string): Identifier => ({ type: 'user', value });
const company = (value: string): Identifier => ({ type: 'company', value });
const visit = (subject: Identifier): Happened => ({ type: 'shop.page-viewed', data: {}, subject });
const linked = (linkId: string, a: Identifier, b: Identifier): Happened => ({ type: 'identity.nodes-linked', data: { linkId, a, b, rule: 'by hand' } });
const unlinked = (linkId: string, a: Identifier, b: Identifier): Happened => ({ type: 'identity.nodes-unlinked', data: { linkId, a, b } });

describe('who is meant', () => {
  it('is the one type under which a text without a type is known', async () => {
    await record(visit(company('Wheelworks')));
    expect((await customers.resolve('Wheelworks', {})).identifier).toEqual(company('Wheelworks'));
    await record(visit(user('Wheelworks')));
    expect((await customers.resolve('Wheelworks', {})).identifier).toEqual(user('Wheelworks'));
    expect((await customers.resolve('company:Wheelworks', {})).identifier).toEqual(company('Wheelworks'));
  });

  it('is a user by himself where nobody is known', async () => {
    expect(await customers.resolve('stranger', {})).toEqual({ identifier: user('stranger'), nodes: [journal.node(user('stranger'))] });
  });

  it('is nobody for a text that names nobody', async () => {
    await expect(customers.resolve('email:', {})).rejects.toMatchObject({ status: 400, code: 'IDENTIFIER_INVALID' });
  });
});

const bytes = (value: unknown): string => JSON.stringify(value);

interface Made {
  readonly kind: 'visit' | 'lead' | 'ticket' | 'owner' | 'release' | 'link' | 'unlink';
  readonly who: number;
  readonly other: number;
  readonly name: string;
  readonly day: number;
}

const made = fc.record<Made>({
  kind: fc.constantFrom('visit', 'visit', 'lead', 'ticket', 'owner', 'release', 'link', 'link', 'unlink'),
  who: fc.nat({ max: 3 }),
  other: fc.nat({ max: 3 }),
  name: fc.constantFrom('Ada', 'Bea', 'Cleo'),
  day: fc.integer({ min: 1, max: 6 }),
});

/** Three people and a company, in words no other run uses. */
function factOf({ kind, who, other, name }: Made, index: number, run: number): Happened | null {
  const named = (n: number) => (n === 3 ? company(`firm ${run}`) : user(`${run}-${n}`));
  const [one, two] = [named(who), named(other)];
  switch (kind) {
    case 'visit':
      return visit(one);
    case 'lead':
      return { type: 'marketing.lead-captured', data: { leadId: `${run}-${index}`, customer: one, firstName: name, ...(who === 3 ? {} : { company: named(3) }) } };
    case 'ticket':
      return { type: 'service.ticket-assigned', data: { ticketId: `${run}-${other}`, customer: one } };
    case 'owner':
      return { type: 'customer.owner-assigned', data: { customer: one, owner: `staff:00000000-0000-7000-8000-${String(index).padStart(12, '0')}` } };
    case 'release':
      return { type: 'customer.owner-released', data: { customer: one } };
    case 'link':
      return who === other ? null : linked(`${run}-${Math.min(who, other)}${Math.max(who, other)}`, one, two);
    case 'unlink':
      return who === other ? null : unlinked(`${run}-${Math.min(who, other)}${Math.max(who, other)}`, one, two);
  }
}

/** As it is defined: what each event of these nodes says, once. */
function defined(events: readonly StoredEvent[], nodes: readonly string[]): Summary {
  const own = new Set(nodes);
  return ofNodes(events.filter((event) => concerned(event).some((node) => own.has(node))).reduce((sum, event) => combine(sum, said(event)), EMPTY_SUMMARY), own);
}

describe('a history by chance', () => {
  let run = 0;

  it('has for each customer the same summary from the shelf, as of its end, and by definition; and every entry once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(made, { minLength: 1, maxLength: 20 }), async (history) => {
        run += 1;
        const events: StoredEvent[] = [];
        for (const [index, one] of history.entries()) {
          const fact = factOf(one, index, run);
          if (fact !== null) events.push(await record(fact, one.day));
        }
        for (const text of [0, 1, 2].map((n) => `user:${run}-${n}`).concat(`company:firm ${run}`)) {
          const { nodes } = await customers.resolve(text, {});
          const summary = bytes(defined(events, nodes));
          expect(bytes(await customers.summary(nodes, {}))).toBe(summary);
          expect(bytes(await customers.summary(nodes, { knownAt: events.at(-1)?.position ?? 0n }))).toBe(summary);
          const { entries } = await customers.timeline({ nodes, limit: 100 });
          const own = events.filter((event) => event.parties.some(({ node }) => nodes.includes(node)));
          expect(entries.length).toBe(own.length);
          expect(new Set(entries.map(({ position }) => position))).toEqual(new Set(own.map(({ position }) => position)));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is whole again after a merge and an unmerge, but for the two events that say so', async () => {
    const [ada, bea] = [user('ada'), user('bea')];
    const before = [await record(visit(ada)), await record({ type: 'marketing.lead-captured', data: { leadId: 'ada', customer: ada, firstName: 'Ada' } }), await record(visit(bea), 3)];
    const merged = await record(linked('ada-bea', ada, bea), 4);
    const together = await customers.resolve('user:ada', {});
    expect(together.nodes.length).toBe(2);
    expect(bytes(await customers.summary(together.nodes, {}))).toBe(bytes(defined([...before, merged], together.nodes)));
    const undone = await record(unlinked('ada-bea', ada, bea), 5);
    const [alone, other] = [await customers.resolve('user:ada', {}), await customers.resolve('user:bea', {})];
    expect([alone.nodes, other.nodes]).toEqual([[journal.node(ada)], [journal.node(bea)]]);
    expect(bytes(await customers.summary(alone.nodes, {}))).toBe(bytes(defined([...before, merged, undone], alone.nodes)));
    expect(bytes(await customers.summary(alone.nodes, { knownAt: merged.position - 1n }))).toBe(bytes(defined(before, alone.nodes)));
    expect((await customers.resolve('user:ada', { knownAt: merged.position })).nodes).toEqual(together.nodes);
    expect((await customers.resolve('user:ada', { asOf: Date.UTC(2026, 0, 4) })).nodes).toEqual(together.nodes);
    expect((await customers.resolve('user:ada', { asOf: Date.UTC(2026, 0, 3) })).nodes).toEqual(alone.nodes);
  });
});

describe('jumping to a date', () => {
  const days = async (date: string): Promise<readonly string[]> => {
    const { entries } = await customers.timeline({ nodes: [journal.node(user('walker'))], limit: 10, older: Customers.jumpTo(date) });
    return entries.map(({ time }) => new Date(time).toISOString().slice(8, 10));
  };

  beforeAll(async () => {
    for (const day of [3, 1, 2, 2, 5]) await record(visit(user('walker')), day);
  });

  it.each([
    ['2026-01-02', ['02', '02', '01']],
    ['2026-01-04', ['03', '02', '02', '01']],
    ['2026-01-05T00:00:00.000Z', ['05', '03', '02', '02', '01']],
    ['2026-01-04T23:59:59Z', ['03', '02', '02', '01']],
    ['2026-01-03T00:30:00+01:00', ['02', '02', '01']],
    ['2025-12-31', []],
  ])('%s begins with the last entry up to it', async (date, expected) => expect(await days(date)).toEqual(expected));

  it('goes on forward from there too', async () => {
    const { entries } = await customers.timeline({ nodes: [journal.node(user('walker'))], limit: 10, newer: Customers.jumpTo('2026-01-02') });
    expect(entries.map(({ time }) => new Date(time).toISOString().slice(8, 10))).toEqual(['05', '03']);
  });

  it.each([['tomorrow'], ['2026-13-01'], ['']])('"%s" is no date', (date) => {
    expect(() => Customers.jumpTo(date)).toThrow(expect.objectContaining({ status: 400, code: 'DATE_INVALID' }));
  });
});

describe('what cannot be read', () => {
  it('makes the customer incomplete from then on, and nobody else', async () => {
    const [zoe, yan] = [user('zoe'), user('yan')];
    await record(visit(yan));
    await record({ type: 'customer.owner-released', data: { customer: zoe }, schemaVersion: 9 });
    expect(await customers.incompleteSince([journal.node(yan)])).toBeNull();
    expect(await customers.incompleteSince([journal.node(yan), journal.node(zoe)])).toMatch(/^\d{4}-/);
  });
});
