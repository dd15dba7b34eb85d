// Real: the queries over shelves in memory that hold what the views make of the events. The events are made by chance.
import { linkView } from '@throughline/identity';
import { effectiveTime, type StoredEvent, type View } from '@throughline/kernel';
import { foldView, type ProjectionEngine } from '@throughline/projections';
import { MemoryReadStore, type EntryCursor, type Shelf } from '@throughline/read-store';
import fc from 'fast-check';
import { Inbox, type InboxItem } from './inbox.queries';
import { inboxView } from './inbox.view';
import { ownedView } from './owned.view';
import { readMarksView } from './read-marks.view';
import { workView } from './work.view';

const ME = 'staff:0190a4b2-1111-7000-8000-00000000000a';
const OTHER = 'staff:0190a4b2-1111-7000-8000-00000000000b';
const NODES = ['email:1.a', 'email:1.b', 'phone:1.c'];
const VIEWS: readonly View[] = [workView, ownedView, linkView, inboxView, readMarksView];

interface Made {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly stream: string;
  readonly nodes: readonly string[];
  readonly actor: string;
  readonly at: number;
}

const node = fc.constantFrom(...NODES);
const staff = fc.constantFrom(ME, OTHER);
const id = fc.constantFrom('1', '2');
const by = { actor: fc.constantFrom<string>(ME, OTHER, 'source:shop'), at: fc.nat({ max: 40 }) };
/** A ticket belongs to one customer for ever. */
const ofTicket = (ticketId: string): readonly string[] => [NODES[Number(ticketId)] ?? ''];

const made: fc.Arbitrary<Made> = fc.oneof(
  fc.record({ id, ...by }).map(({ id: ticketId, ...rest }) => ({ ...rest, type: 'service.ticket-opened', data: { ticketId }, stream: `ticket-${ticketId}`, nodes: ofTicket(ticketId) })),
  fc.record({ id, assignee: staff, ...by }).map(({ id: ticketId, assignee, ...rest }) => ({ ...rest, type: 'service.ticket-assigned', data: { ticketId, assignee }, stream: `ticket-${ticketId}`, nodes: ofTicket(ticketId) })),
  fc.record({ id, direction: fc.constantFrom('in', 'out'), ...by }).map(({ id: ticketId, direction, ...rest }) => ({ ...rest, type: 'service.ticket-replied', data: { ticketId, direction }, stream: `ticket-${ticketId}`, nodes: ofTicket(ticketId) })),
  fc.record({ id, ...by }).map(({ id: ticketId, ...rest }) => ({ ...rest, type: 'service.ticket-closed', data: { ticketId }, stream: `ticket-${ticketId}`, nodes: ofTicket(ticketId) })),
  fc.record({ node, owner: staff, ...by }).map(({ node: one, owner, ...rest }) => ({ ...rest, type: 'customer.owner-assigned', data: { customer: { type: 'email', value: one }, owner }, stream: `owner-${one}`, nodes: [one] })),
  fc.record({ node, secondOwner: staff, ...by }).map(({ node: one, secondOwner, ...rest }) => ({ ...rest, type: 'customer.second-owner-assigned', data: { customer: { type: 'email', value: one }, secondOwner }, stream: `owner-${one}`, nodes: [one] })),
  fc.record({ a: node, b: node, ...by }).map(({ a, b, ...rest }) => ({ ...rest, type: 'identity.nodes-linked', data: { linkId: `${a}${b}` }, stream: `link-${a}${b}`, nodes: [a, b] })),
  fc.record({ mentions: fc.subarray([ME, OTHER]), node, ...by }).map(({ mentions, node: one, ...rest }) => ({ ...rest, type: 'customer.note-written', data: { noteId: 'n', mentions }, stream: 'note-n', nodes: [one] })),
);

/** Recorded in this order, said to have happened whenever. */
function stored(events: readonly Made[]): readonly StoredEvent[] {
  return events.map(({ type, data, stream, nodes, actor, at }, index) => ({
    type, data, stream, actor: actor as StoredEvent['actor'], id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`, schemaVersion: 1, source: 's', subject: stream,
    parties: nodes.map((one) => ({ node: one, role: 'customer' as const })), occurredAt: new Date(at).toISOString(), recordedAt: '2026-01-01T00:00:00.000Z',
    correlationId: 'c', causationId: null, revision: index, position: BigInt(index),
  }));
}

async function inboxOver(events: readonly StoredEvent[]): Promise<Inbox> {
  const shelves = new Map<string, Shelf>();
  const store = new MemoryReadStore();
  for (const view of VIEWS) {
    const shelf = await store.open({ view: view.name, version: 1, generation: 1, kind: view.kind, indexes: view.indexes });
    const { documents, entries } = foldView(view, events);
    const positions = new Map(events.map((event) => [event.id, event.position]));
    await shelf.write({
      documents: [...documents].map(([key, body]) => ({ key, lane: key, position: 1n, body, expected: null })),
      entries: entries.map((entry) => ({ ...entry, lane: entry.key, position: positions.get(entry.id) ?? 0n })),
      park: [],
      unpark: [],
      checkpoint: null,
    });
    shelves.set(view.name, shelf);
  }
  return new Inbox({ shelf: (view: string) => Promise.resolve(shelves.get(view)) } as unknown as ProjectionEngine);
}

async function everyItem(inbox: Inbox, unreadOnly: boolean, limit: number): Promise<readonly InboxItem[]> {
  const items: InboxItem[] = [];
  for (let after: EntryCursor | null | undefined; after !== null; ) {
    const page: Awaited<ReturnType<Inbox['page']>> = await inbox.page(ME, { unreadOnly, limit, ...(after === undefined ? {} : { after }) });
    items.push(...page.items);
    after = page.after;
  }
  return items;
}

/** As plainly as it can be said, from the events alone: which of them are for me. */
function mine(events: readonly StoredEvent[]): readonly string[] {
  const sinceOf = (stream: string, field: 'assignee' | 'owner' | 'secondOwner'): number => {
    let [who, since, open] = ['', Infinity, true];
    for (const event of events.filter((one) => one.stream === stream)) {
      const given = (event.data as Record<string, string>)[field];
      if (given !== undefined && given !== who) [who, since] = [given, effectiveTime(event)];
      if (event.type === 'service.ticket-closed') open = false;
    }
    return who === ME && open ? since : Infinity;
  };
  const same = (a: string): ReadonlySet<string> => {
    const found = new Set([a]);
    for (let size = 0; size < found.size; ) {
      size = found.size;
      for (const { type, parties } of events) if (type === 'identity.nodes-linked' && parties.some((party) => found.has(party.node))) for (const party of parties) found.add(party.node);
    }
    return found;
  };
  const ownedSince = (one: string): number => Math.min(Infinity, ...[...same(one)].flatMap((other) => [sinceOf(`owner-${other}`, 'owner'), sinceOf(`owner-${other}`, 'secondOwner')]));
  const isMine = (event: StoredEvent): boolean => {
    const { mentions = [], assignee, owner, secondOwner, direction } = event.data as { mentions?: string[]; assignee?: string; owner?: string; secondOwner?: string; direction?: string };
    const at = effectiveTime(event);
    if ([...mentions, assignee, owner, secondOwner].includes(ME)) return true;
    if (direction === 'in' && sinceOf(event.stream, 'assignee') <= at) return true;
    return ['service.ticket-opened', 'service.ticket-closed'].includes(event.type) && event.parties.some((party) => ownedSince(party.node) <= at);
  };
  return events
    .filter((event) => event.actor !== ME && isMine(event))
    .toSorted((a, b) => effectiveTime(b) - effectiveTime(a) || Number(b.position - a.position))
    .map(({ id: event }) => event);
}

it('holds exactly what is mine, newest first, whatever happens in whatever order, on pages of any size', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(made, { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), async (events, limit) => {
      const all = stored(events);
      expect((await everyItem(await inboxOver(all), false, limit)).map((item) => item.id)).toEqual(mine(all));
    }),
    { numRuns: 300 },
  );
});

it('what was marked is read, and the rest is counted', async () => {
  const positions = fc.nat({ max: 30 }).map(String);
  const mark = fc.record({ upTo: positions, entries: fc.array(positions, { minLength: 1, maxLength: 4 }) }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(fc.array(made, { maxLength: 30 }), fc.array(mark, { maxLength: 3 }), async (events, marks) => {
      const staffId = ME.slice('staff:'.length);
      const read = marks.map((data): Made => ({ type: 'staff.inbox-read', data: { staffId, day: '2026-01-01', ...data }, stream: `inbox-${staffId}-2026-01-01`, nodes: [], actor: ME, at: 0 }));
      const all = stored([...events, ...read]);
      const unread = mine(all).filter((one) => {
        const position = all.find((event) => event.id === one)?.position ?? -1n;
        return !marks.some(({ upTo, entries }) => (upTo !== undefined && position <= BigInt(upTo)) || entries?.includes(String(position)));
      });
      const inbox = await inboxOver(all);
      expect((await everyItem(inbox, true, 3)).map((item) => item.id)).toEqual(unread);
      expect((await everyItem(inbox, false, 50)).filter((item) => !item.read).map((item) => item.id)).toEqual(unread);
      expect((await inbox.page(ME, { unreadOnly: false, limit: 1 })).unread).toEqual({ count: unread.length, more: false });
    }),
    { numRuns: 200 },
  );
});

it('goes on behind what it looks through at once', async () => {
  const owned: Made = { type: 'customer.owner-assigned', data: { customer: { type: 'email', value: 'a' }, owner: ME }, stream: `owner-${NODES[0]}`, nodes: [NODES[0] ?? ''], actor: OTHER, at: 500 };
  const tickets = Array.from({ length: 1_000 }, (_, at): Made => ({ type: 'service.ticket-opened', data: { ticketId: String(at) }, stream: `ticket-${at}`, nodes: [NODES[0] ?? ''], actor: at % 2 === 0 ? ME : 'source:shop', at }));
  const all = stored([owned, ...tickets]);
  const items = await everyItem(await inboxOver(all), false, 40);
  expect(items.map((item) => item.id)).toEqual(mine(all));
  // Every second one is my own deed, and those before 500 were somebody else's.
  expect(items).toHaveLength(251);
});

it('a thousand single marks are enough: what is older counts as read', () => {
  const staffId = ME.slice('staff:'.length);
  const marks = Array.from({ length: 3 }, (_, day): Made => ({
    type: 'staff.inbox-read', data: { staffId, day: `2026-01-0${day + 1}`, entries: Array.from({ length: 500 }, (_one, index) => String(day * 1_000 + index * 2 + 1)) },
    stream: `inbox-${staffId}-2026-01-0${day + 1}`, nodes: [], actor: ME, at: day,
  }));
  const { documents } = foldView(readMarksView, stored(marks));
  expect(documents.get(staffId)).toMatchObject({ upTo: '999', entries: { length: 1_000, 0: '1001', 999: '2999' } });
});
