// Real: journal, vault and event store in memory, the decider of corrections, the views and the queries on shelves in memory. What happens is made by chance.
import { amended, catalogue, isAmendment } from '@throughline/contracts';
import { freshId, Journal, MemoryEventStore, transact } from '@throughline/event-store';
import { effectiveTime, type EntryView, type Fact, type StoredEvent } from '@throughline/kernel';
import { MemoryReadStore, type Shelf } from '@throughline/read-store';
import { MemoryVault } from '@throughline/vault';
import fc from 'fast-check';
import { amendmentsView } from './amendments.view';
import { Overlay } from './overlay';
import { recordDecider, type RecordCommand } from './record.decider';
import { presentEntry, timelinePage, type TimelineQuery } from './timeline.queries';
import { timelinesOf, timelineView } from './timeline.view';

const PEOPLE = ['a', 'b', 'c'].map((value) => ({ type: 'user', value }));
const STAFF = 'staff:00000000-0000-7000-8000-000000000009';

interface Step {
  readonly kind: 'write' | 'correct' | 'withdraw' | 'withdraw-whole' | 'move';
  readonly thing: number;
  readonly entry: number;
  readonly person: number;
  readonly day: number;
}

const step = fc.record<Step>({ kind: fc.constantFrom('write', 'write', 'write', 'correct', 'withdraw', 'withdraw-whole', 'move'), thing: fc.nat(2), entry: fc.nat(3), person: fc.nat(2), day: fc.integer({ min: 1, max: 9 }) });

/** What happened, in one store. */
class House {
  private constructor(
    readonly journal: Journal,
    private readonly store: MemoryEventStore,
  ) {}

  static async after(steps: readonly Step[]): Promise<House> {
    const store = new MemoryEventStore();
    const house = new House(await Journal.open(store, new MemoryVault()), store);
    for (const one of steps) await house.do(one);
    return house;
  }

  async events(): Promise<readonly StoredEvent[]> {
    const stored: StoredEvent[] = [];
    for await (const event of this.store.readAll()) stored.push(event);
    return (await this.journal.openEvents(stored)).map(({ event }) => event);
  }

  async shelf(view: EntryView): Promise<Shelf> {
    const shelf = await new MemoryReadStore().open({ view: view.name, version: 1, generation: 1, kind: 'entry', indexes: [] });
    const entries = (await this.events()).flatMap((event) => view.keys(event).map((key) => ({ key, id: event.id, lane: event.subject, time: effectiveTime(event), position: event.position, body: view.entry(event, key) })));
    await shelf.write({ documents: [], entries, park: [], unpark: [], checkpoint: null });
    return shelf;
  }

  private async do({ kind, thing, entry, person, day }: Step): Promise<void> {
    const stream = `ticket-${thing}`;
    const at = new Date(Date.UTC(2026, 0, day)).toISOString();
    const { events } = await this.journal.load(stream);
    if (kind === 'write') return this.write(stream, events.length === 0 ? { type: 'service.ticket-opened', data: { ticketId: String(thing), customer: PEOPLE[person] } } : { type: 'service.ticket-noted', data: { ticketId: String(thing), text: `remark-${events.length}` } }, at);
    const about = { stream, reason: 'a slip' };
    const found = events[entry];
    if (kind === 'withdraw-whole') return this.amend({ type: 'withdraw', data: about }, at);
    if (kind === 'move') return this.amend({ type: 'move', data: { ...about, customer: PEOPLE[person]! } }, at);
    if (found === undefined || isAmendment(found)) return;
    if (kind === 'withdraw') return this.amend({ type: 'withdraw', data: { ...about, eventId: found.id } }, at);
    const { type, data } = found;
    await this.amend({ type: 'correct', data: { ...about, eventId: found.id, data: type === 'service.ticket-noted' ? { ...(data as object), text: `corrected ${person}` } : { ...(data as object), subject: `corrected ${person}` } } }, at);
  }

  private async write(stream: string, fact: Fact, occurredAt: string): Promise<void> {
    const { head } = await this.journal.load(stream);
    const id = freshId();
    const { events } = this.journal.address(head, [{ ...fact, id, source: 'desk', occurredAt, actor: STAFF, correlationId: id, causationId: null }]);
    await this.journal.append(stream, head.revision, events);
  }

  private async amend(wish: Pick<RecordCommand, 'type' | 'data'>, at: string): Promise<void> {
    const commandId = freshId();
    await transact(this.journal, recordDecider(this.journal.node), wish.data.stream, { ...wish, by: STAFF, at } as RecordCommand, { commandId, digest: '', source: 'desk', correlationId: commandId, causationId: null });
  }
}

type Asked = Omit<TimelineQuery, 'nodes' | 'limit'>;

/** All pages, from the newest entry to the oldest. */
async function pages(house: House, query: TimelineQuery): Promise<readonly ReturnType<typeof presentEntry>[]> {
  const [timeline, overlay] = [await house.shelf(timelineView), await Overlay.of(await house.shelf(amendmentsView), house.journal, query)];
  let page = await timelinePage(timeline, query, overlay);
  const found = [...page.entries];
  while (page.older !== null) {
    page = await timelinePage(timeline, { ...query, older: page.older }, overlay);
    found.push(...page.entries);
  }
  const back = [...page.entries];
  while (page.newer !== null) {
    page = await timelinePage(timeline, { ...query, newer: page.newer }, overlay);
    back.unshift(...page.entries);
  }
  expect(back.map(({ id }) => id)).toEqual(found.map(({ id }) => id));
  return found.map(presentEntry);
}

/** By the fold of what was known then, stream by stream. */
async function expected(house: House, nodes: readonly string[], { asOf = Infinity, knownAt }: Asked): Promise<readonly (readonly [string, unknown])[]> {
  const known = (await house.events()).filter((event) => effectiveTime(event) <= asOf && (knownAt === undefined || event.position <= knownAt));
  const standing = [...new Set(known.map(({ stream }) => stream))].flatMap((stream) => amended(known.filter((event) => event.stream === stream)));
  return standing
    .filter((event) => timelinesOf(event).some((node) => nodes.includes(node)))
    .toSorted((a, b) => effectiveTime(b) - effectiveTime(a) || Number(b.position - a.position))
    .map(({ id, data }) => [id, data]);
}

const moment = fc.oneof(
  fc.constant<Asked>({}),
  fc.integer({ min: 1, max: 9 }).map((day): Asked => ({ asOf: Date.UTC(2026, 0, day) })),
  fc.nat(15).map((position): Asked => ({ knownAt: BigInt(position) })),
);

it('shows on every timeline, at every moment, what stands there after all corrections, withdrawals and moves', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), fc.subarray(PEOPLE, { minLength: 1 }), fc.integer({ min: 1, max: 6 }), moment, async (steps, people, limit, asked) => {
      const house = await House.after(steps);
      const nodes = people.map(house.journal.node);
      const shown = (await pages(house, { nodes, limit, ...asked })).filter(({ type, ...entry }) => catalogue.context(type) !== 'record' && !('amended' in entry && entry.amended.withdrawn));
      expect(shown.map(({ id, data }) => [id, data])).toEqual(await expected(house, nodes, asked));
    }),
    { numRuns: 250 },
  );
}, 60_000);

describe('a ticket that was put down to the wrong customer', () => {
  const written = (entry: number, day: number): Step => ({ kind: 'write', thing: 1, entry, person: 0, day });
  const history: readonly Step[] = [written(0, 1), written(1, 3), { kind: 'correct', thing: 1, entry: 1, person: 2, day: 4 }, { kind: 'move', thing: 1, entry: 0, person: 1, day: 5 }, written(4, 6)];
  const typesOf = async (person: number, asked: Asked = {}) => {
    const house = await House.after(history);
    return (await pages(house, { nodes: [house.journal.node(PEOPLE[person]!)], limit: 2, ...asked })).map(({ type }) => type.split('.')[1]);
  };

  it('stands whole, at its own times, on the right one; on the wrong one stands that it went', async () => {
    expect(await typesOf(1)).toEqual(['ticket-noted', 'moved', 'corrected', 'ticket-noted', 'ticket-opened']);
    expect(await typesOf(0)).toEqual(['moved']);
    expect(await typesOf(0, { originals: true })).toEqual(['moved', 'corrected', 'ticket-noted', 'ticket-opened']);
  });

  it('stands where it was, as of before', async () => {
    expect(await typesOf(0, { asOf: Date.UTC(2026, 0, 4) })).toEqual(['corrected', 'ticket-noted', 'ticket-opened']);
    expect(await typesOf(1, { asOf: Date.UTC(2026, 0, 4) })).toEqual([]);
    const { position } = (await (await House.after(history)).events())[3]!;
    expect(await typesOf(1, { knownAt: position })).toEqual(['moved', 'corrected', 'ticket-noted', 'ticket-opened']);
    expect(await typesOf(0, { knownAt: position - 1n })).toEqual(['corrected', 'ticket-noted', 'ticket-opened']);
  });

  it('is found by what it says now and by what it said at first', async () => {
    expect(await typesOf(1, { words: 'corrected 2', type: 'service.ticket-noted' })).toEqual(['ticket-noted']);
    expect(await typesOf(1, { words: 'remark-1', type: 'service.ticket-noted' })).toEqual(['ticket-noted']);
    expect(await typesOf(1, { context: 'record' })).toEqual(['moved', 'corrected']);
  });

  it('says of each entry what was done, by whom and why, and what it said at first', async () => {
    const house = await House.after(history);
    const entries = await pages(house, { nodes: [house.journal.node(PEOPLE[1]!)], limit: 9 });
    expect(entries[3]).toMatchObject({
      data: { text: 'corrected 2' },
      text: { en: expect.stringContaining('corrected 2') },
      amended: {
        withdrawn: false,
        steps: [{ kind: 'corrected', reason: 'a slip', at: '2026-01-04T00:00:00.000Z', by: STAFF, eventId: entries[2]?.id }, { kind: 'moved', eventId: entries[1]?.id }],
        original: { data: { text: 'remark-1' }, text: { en: expect.stringContaining('remark-1') } },
      },
    });
    expect(entries[0]).not.toHaveProperty('amended');
  });
});
