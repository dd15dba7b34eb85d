// Real: the view, the report over it, the engine's pure fold and the shelf in memory. Events are made by hand.
import type { TicketEvent } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { MemoryReadStore, type Shelf } from '@throughline/read-store';
import { ticketPage, ticketReport } from './ticket.queries';
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
