// Real: the queries on a shelf in memory that holds what the view makes of the events. The events are made by chance.
import { Journal, MemoryEventStore } from '@throughline/event-store';
import { effectiveTime, type StoredEvent } from '@throughline/kernel';
import { readCursor, writeCursor } from '@throughline/platform';
import { MemoryReadStore, type Shelf, type StoredEntry } from '@throughline/read-store';
import { MemoryVault } from '@throughline/vault';
import fc from 'fast-check';
import { amendmentsView } from './amendments.view';
import { Overlay } from './overlay';
import { timelinePage, presentEntry, type TimelineQuery } from './timeline.queries';
import { timelinesOf, timelineView } from './timeline.view';

const NODES = ['user:a', 'user:b', 'user:c'];

interface Made {
  readonly at: number;
  readonly nodes: readonly string[];
  readonly type: string;
  readonly actor: string;
  readonly text: string;
}

const TYPES = ['page', 'shop.order-placed', 'customer.note-written', 'service.ticket-replied'];
const made = fc.record<Made>({
  at: fc.nat({ max: 4 }),
  nodes: fc.subarray(NODES, { minLength: 1 }),
  type: fc.constantFrom(...TYPES),
  actor: fc.constantFrom('staff:1', 'source:shop'),
  text: fc.constantFrom('a red chair', 'Ein roter Stuhl', 'chair, blue'),
});
const history = fc.array(made, { maxLength: 40 }).map((all) => all.map(eventOf));

function eventOf({ at, nodes, type, actor, text }: Partial<Made> & { readonly at: number }, index: number): StoredEvent {
  const time = new Date(Date.UTC(2026, 0, 1 + at)).toISOString();
  const id = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
  return { id, type: type ?? 'page', schemaVersion: 1, source: 's', subject: 'user:a', parties: (nodes ?? ['user:a']).map((node) => ({ node, role: 'customer' })), occurredAt: time, recordedAt: '2026-02-01T00:00:00.000Z', actor: (actor ?? 'staff:1') as `staff:${string}`, correlationId: id, causationId: null, data: { noteId: id, ticketId: id, text: text ?? '', channel: 'email' }, stream: `message-${id}`, revision: 0, position: BigInt(index + 1) };
}

async function shelfOf(events: readonly StoredEvent[]): Promise<Shelf> {
  const shelf = await new MemoryReadStore().open({ view: timelineView.name, version: 1, generation: 1, kind: 'entry', indexes: [] });
  const entries = events.flatMap((event) => timelinesOf(event).map((key): StoredEntry => ({ key, id: event.id, lane: event.subject, time: effectiveTime(event), position: event.position, body: timelineView.entry(event, key) })));
  await shelf.write({ documents: [], entries, park: [], unpark: [], checkpoint: null });
  return shelf;
}

/** Nothing was amended. */
const nothing = (async () => {
  const shelf = await new MemoryReadStore().open({ view: amendmentsView.name, version: 1, generation: 1, kind: 'entry', indexes: [] });
  return Overlay.of(shelf, await Journal.open(new MemoryEventStore(), new MemoryVault()), { nodes: [] });
})();

const newestFirst = (events: readonly StoredEvent[]): readonly bigint[] =>
  events.toSorted((a, b) => effectiveTime(b) - effectiveTime(a) || Number(b.position - a.position)).map(({ position }) => position);

/** To the oldest page and back to the newest; the positions seen on either way, newest first. */
async function walk(shelf: Shelf, query: TimelineQuery): Promise<{ down: readonly bigint[]; up: readonly bigint[] }> {
  let page = await timelinePage(shelf, query, await nothing);
  const down = [...page.entries];
  while (page.older !== null) {
    page = await timelinePage(shelf, { ...query, older: page.older }, await nothing);
    down.push(...page.entries);
  }
  const up = [...page.entries];
  while (page.newer !== null) {
    page = await timelinePage(shelf, { ...query, newer: page.newer }, await nothing);
    up.unshift(...page.entries);
  }
  return { down: down.map(({ position }) => position), up: up.map(({ position }) => position) };
}

it('is walked back and forth without missing or repeating an entry, equal times included', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.subarray(NODES, { minLength: 1 }), fc.integer({ min: 1, max: 7 }), async (events, nodes, limit) => {
      const expected = newestFirst(events.filter((event) => event.parties.some(({ node }) => nodes.includes(node))));
      expect(await walk(await shelfOf(events), { nodes, limit })).toEqual({ down: expected, up: expected });
    }),
    { numRuns: 200 },
  );
});

const filters = fc.record(
  {
    type: fc.constantFrom(...TYPES),
    context: fc.constantFrom('shop', 'customer', 'other'),
    actor: fc.constantFrom('staff:1', 'source:shop'),
    words: fc.constantFrom('chair', 'CHAIR blue', 'stuhl', 'note', 'Notiz', 'nobody wrote this', '  '),
    asOf: fc.nat({ max: 5 }).map((day) => Date.UTC(2026, 0, 1 + day)),
    knownAt: fc.nat({ max: 41 }).map(BigInt),
  },
  { requiredKeys: [] },
);

function holds(event: StoredEvent, { type, context, actor, words, asOf, knownAt }: Partial<TimelineQuery>): boolean {
  const { text } = presentEntry({ time: effectiveTime(event), body: timelineView.entry(event, '') });
  const everything = `${event.type} ${text.en} ${text.de} ${(event.data as { text: string }).text}`.toLowerCase();
  return (
    (type === undefined || event.type === type) &&
    (context === undefined || timelineView.entry(event, '').context === context) &&
    (actor === undefined || event.actor === actor) &&
    (asOf === undefined || effectiveTime(event) <= asOf) &&
    (knownAt === undefined || event.position <= knownAt) &&
    (words ?? '').toLowerCase().split(/\s+/).every((word) => everything.includes(word))
  );
}

it('is walked the same way behind every filter', async () => {
  await fc.assert(
    fc.asyncProperty(history, filters, fc.integer({ min: 1, max: 5 }), async (events, filter, limit) => {
      const expected = newestFirst(events.filter((event) => holds(event, filter)));
      expect(await walk(await shelfOf(events), { nodes: NODES, limit, ...filter })).toEqual({ down: expected, up: expected });
    }),
    { numRuns: 200 },
  );
});

it('says where nothing is further on', async () => {
  const shelf = await shelfOf([0, 1, 2].map((at, index) => eventOf({ at }, index)));
  expect(await timelinePage(shelf, { nodes: ['user:a'], limit: 3 }, await nothing)).toMatchObject({ older: null, newer: null });
  const first = await timelinePage(shelf, { nodes: ['user:a'], limit: 2 }, await nothing);
  expect([first.entries.map(({ position }) => position), first.older, first.newer]).toEqual([[3n, 2n], expect.objectContaining({ position: 2n }), null]);
  expect(await timelinePage(shelf, { nodes: ['user:nobody'], limit: 2 }, await nothing)).toEqual({ entries: [], older: null, newer: null });
});

it('goes on from the same place when nothing newer is there yet, and then finds what has come', async () => {
  const events = [0, 1].map((at, index) => eventOf({ at }, index));
  const newest = { time: effectiveTime(events[1] as StoredEvent), position: 2n };
  const page = await timelinePage(await shelfOf(events), { nodes: ['user:a'], limit: 2, newer: newest }, await nothing);
  expect(page).toEqual({ entries: [], newer: null, older: newest });
  const later = await timelinePage(await shelfOf([...events, eventOf({ at: 1 }, 2)]), { nodes: ['user:a'], limit: 2, newer: newest }, await nothing);
  expect(later.entries.map(({ position }) => position)).toEqual([3n]);
});

it('looks for words in a bounded number of entries and says where to go on', async () => {
  const events = Array.from({ length: 12_000 }, (_, index) => eventOf({ at: 0, text: index === 0 ? 'needle' : 'hay' }, index));
  const shelf = await shelfOf(events);
  let page = await timelinePage(shelf, { nodes: ['user:a'], limit: 5, words: 'needle' }, await nothing);
  let pages = 1;
  while (page.entries.length === 0 && page.older !== null) {
    page = await timelinePage(shelf, { nodes: ['user:a'], limit: 5, words: 'needle', older: page.older }, await nothing);
    pages += 1;
  }
  expect([pages, page.entries.map(({ position }) => position), page.older]).toEqual([3, [1n], null]);
});

describe('a cursor', () => {
  const place = { time: Date.UTC(2026, 0, 1, 9), position: 4711n };

  it('is read as it was written', () => {
    expect(writeCursor(place, 'store')).toBe('2026-01-01T09:00:00.000Z~4711~store');
    expect(readCursor(writeCursor(place, 'store'), 'store')).toEqual(place);
  });

  it.each([['of another store', '2026-01-01T09:00:00.000Z~4711~other', 'CURSOR_OF_ANOTHER_STORE'], ['cut', '2026-01-01T09:00', 'CURSOR_INVALID'], ['empty', '', 'CURSOR_INVALID'], ['odd', 'x~y~store', 'CURSOR_INVALID'], ['beyond every store', '2026-01-01T09:00:00.000Z~9999999999999999999~store', 'CURSOR_INVALID']])('%s is refused', (_name, text, code) => {
    expect(() => readCursor(text, 'store')).toThrow(expect.objectContaining({ code, status: 400 }));
  });
});
