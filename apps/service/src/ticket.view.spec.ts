// Real: the view, the report over it, the engine's pure fold and the shelf in memory. Events are made by hand.
import type { TicketEvent } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { MemoryReadStore, type Shelf } from '@throughline/read-store';
import { duplicatesOf, ticketById, ticketPage, ticketReport } from './ticket.queries';
import { ticketView } from './ticket.view';

let position = 0n;

function happened(fact: TicketEvent, occurredAt: string): StoredEvent {
  position += 1n;
  const { ticketId } = fact.data;
  return {
    ...fact, id: `00000000-0000-7000-8000-${String(position).padStart(12, '0')}`, schemaVersion: 1, source: 'desk', subject: `ticket-${ticketId}`, parties: [],
    occurredAt, recordedAt: '2026-06-01T00:00:00.000Z', actor: 'source:desk', correlationId: 'c', causationId: null, stream: `ticket-${ticketId}`, revision: 0, position,
  };
}

const opened = (ticketId: string, at: string) => happened({ type: 'service.ticket-opened', data: { ticketId, activity: 'Assign seriousness' } }, at);
const resolved = (ticketId: string, at: string) => happened({ type: 'service.ticket-resolved', data: { ticketId, activity: 'Resolve' } }, at);
const closed = (ticketId: string, at: string) => happened({ type: 'service.ticket-closed', data: { ticketId, activity: 'Closed' } }, at);

async function shelfOf(events: readonly StoredEvent[]): Promise<Shelf> {
  const shelf = await new MemoryReadStore().open({ view: 'tickets', version: 1, generation: 1, kind: 'document', indexes: ticketView.indexes });
  await shelf.write({ documents: [...foldView(ticketView, events).documents].map(([key, body]) => ({ key, lane: key, position: 1n, body, expected: null })), entries: [], park: [], unpark: [], checkpoint: null });
  return shelf;
}

it('knows the first resolution, also when it is told late', () => {
  const { documents } = foldView(ticketView, [opened('1', '2026-01-01T00:00:00.000Z'), resolved('1', '2026-01-09T00:00:00.000Z'), resolved('1', '2026-01-05T00:00:00.000Z')]);
  expect(documents.get('1')).toMatchObject({ status: 'resolved', firstResolvedAt: Date.parse('2026-01-05T00:00:00.000Z') });
});

it('reports resolutions, last activities, and what came after the end; of equal times the order of recording decides', async () => {
  const noon = '2026-01-03T12:00:00.000Z';
  const shelf = await shelfOf([
    opened('1', '2026-01-01T00:00:00.000Z'), resolved('1', noon), closed('1', noon),
    opened('2', '2026-01-01T00:00:00.000Z'), closed('2', noon), resolved('2', noon),
    opened('3', '2026-01-02T00:00:00.000Z'),
  ]);
  expect(await ticketReport(shelf)).toEqual({
    tickets: 3,
    byStatus: { open: 1, resolved: 1, closed: 1, merged: 0 },
    lastActivity: { 'Assign seriousness': 1, Closed: 1, Resolve: 1 },
    withEventsAfterClosed: 1,
    deadlines: { tickets: 0, withEventsAfter: 0 },
    firstResolved: { reached: 2, medianDays: 2.5, within7Days: 2, within30Days: 2 },
  });
});

it('lists who waits longest on top', async () => {
  const shelf = await shelfOf([opened('new', '2026-02-01T00:00:00.000Z'), opened('old', '2026-01-01T00:00:00.000Z'), opened('done', '2025-01-01T00:00:00.000Z'), closed('done', '2025-01-02T00:00:00.000Z')]);
  const first = await ticketPage(shelf, { status: 'open', limit: 1 });
  expect(first.tickets.map(({ ticketId }) => ticketId)).toEqual(['old']);
  const second = await ticketPage(shelf, { status: 'open', limit: 5, after: first.after ?? '' });
  expect(second).toMatchObject({ tickets: [{ ticketId: 'new' }], after: null });
});

describe('who waits for whom', () => {
  const noon = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
  const wrote = (direction: 'in' | 'out', hour: number) => happened({ type: 'service.ticket-replied', data: { ticketId: '1', direction } }, noon(hour));
  const waiting = (hour: number) => happened({ type: 'service.ticket-waiting-started', data: { ticketId: '1' } }, noon(hour));
  const folded = (...events: readonly StoredEvent[]) => foldView(ticketView, [opened('1', noon(0)), ...events]).documents.get('1');

  it('the customer since his first message that nobody answered', () => {
    expect(folded()).toMatchObject({ customerWaitsSince: Date.parse(noon(0)), lastAnswerAt: null });
    expect(folded(wrote('out', 1))).toMatchObject({ customerWaitsSince: null, lastAnswerAt: Date.parse(noon(1)) });
    expect(folded(wrote('out', 1), wrote('in', 2), wrote('in', 3))).toMatchObject({ customerWaitsSince: Date.parse(noon(2)), messages: 2 });
    expect(folded(resolved('1', noon(1)))).toMatchObject({ customerWaitsSince: null });
  });

  it('we for the customer, until he answers, we stop, or it ends', () => {
    expect(folded(waiting(1))).toMatchObject({ status: 'open', waitingSince: Date.parse(noon(1)), customerWaitsSince: null });
    expect(folded(waiting(1), wrote('out', 2))).toMatchObject({ waitingSince: Date.parse(noon(1)) });
    expect(folded(waiting(1), wrote('in', 2))).toMatchObject({ waitingSince: null, customerWaitsSince: Date.parse(noon(2)) });
    expect(folded(waiting(1), happened({ type: 'service.ticket-waiting-ended', data: { ticketId: '1' } }, noon(2)))).toMatchObject({ waitingSince: null, customerWaitsSince: Date.parse(noon(2)) });
    expect(folded(waiting(1), closed('1', noon(2)))).toMatchObject({ waitingSince: null, customerWaitsSince: null });
  });
});

it('stays a duplicate whatever other systems do with it, until it is reopened', () => {
  const merged = happened({ type: 'service.ticket-merged', data: { ticketId: '1', into: '2' } }, '2026-01-02T00:00:00.000Z');
  const events = [opened('1', '2026-01-01T00:00:00.000Z'), merged, closed('1', '2026-01-03T00:00:00.000Z')];
  expect(foldView(ticketView, events).documents.get('1')).toMatchObject({ status: 'merged', mergedInto: '2' });
  const reopened = happened({ type: 'service.ticket-reopened', data: { ticketId: '1' } }, '2026-01-04T00:00:00.000Z');
  expect(foldView(ticketView, [...events, reopened]).documents.get('1')).toMatchObject({ status: 'open', mergedInto: null, reopenings: 1 });
});

it('finds duplicates of duplicates, and ends where two name each other', async () => {
  const into = (ticketId: string, other: string) => happened({ type: 'service.ticket-merged', data: { ticketId, into: other } }, '2026-01-02T00:00:00.000Z');
  const shelf = await shelfOf([opened('1', '2026-01-01T00:00:00.000Z'), into('2', '1'), into('3', '2'), into('4', '5'), into('5', '4')]);
  expect((await duplicatesOf(shelf, '1')).map(({ ticketId }) => ticketId)).toEqual(['2', '3']);
  expect((await duplicatesOf(shelf, '4')).map(({ ticketId }) => ticketId)).toEqual(['5']);
});

it('leaves out of lists and reports what is not there any more', async () => {
  const shelf = await shelfOf([opened('1', '2026-01-01T00:00:00.000Z')]);
  const gone = { key: 'gone', lane: 'gone', position: 1n, body: ticketView.initial('gone'), expected: null };
  await shelf.write({ documents: [gone], entries: [], park: [], unpark: [], checkpoint: null });
  expect((await ticketPage(shelf, { limit: 5 })).tickets.map(({ ticketId }) => ticketId)).toEqual(['1']);
  expect([(await ticketReport(shelf)).tickets, await ticketById(shelf, 'gone')]).toEqual([1, null]);
});
