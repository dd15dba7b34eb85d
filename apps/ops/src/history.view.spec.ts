// Real: the views, the report over one of them, the engine's pure fold and the shelf in memory. Events are made by hand.
import type { StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { MemoryReadStore } from '@throughline/read-store';
import { historyReport } from './history.queries';
import { historyView } from './history.view';

let position = 0n;

function happened(type: string, stream: string, data: object, occurredAt = '2026-01-01T00:00:00.000Z'): StoredEvent {
  position += 1n;
  return {
    type, data, id: `00000000-0000-7000-8000-${String(position).padStart(12, '0')}`, schemaVersion: 1, source: 'log', subject: stream, parties: [],
    occurredAt, recordedAt: '2026-06-01T00:00:00.000Z', actor: 'source:log', correlationId: 'c', causationId: null, stream, revision: 0, position,
  };
}

const step = (thing: string, activity: string, day: number) => happened('service.ticket-activity-recorded', `ticket-${thing}`, { ticketId: thing, activity }, `2026-01-0${day}T00:00:00.000Z`);

it('orders steps by time, and equal times as they were recorded', () => {
  const { documents } = foldView(historyView, [step('1', 'c', 3), step('1', 'a', 1), step('1', 'b', 2), step('1', 'b2', 2)]);
  expect(documents.get('ticket-1')).toMatchObject({ category: 'ticket', thing: '1', steps: [{ activity: 'a' }, { activity: 'b' }, { activity: 'b2' }, { activity: 'c' }] });
});

it('has no steps that were withdrawn, and withdrawing is none', () => {
  const steps = [step('1', 'a', 1), step('1', 'b', 2)];
  const { documents } = foldView(historyView, [...steps, happened('record.withdrawn', 'ticket-1', { stream: 'ticket-1', eventId: steps[1]!.id, reason: 'entered twice' }), step('1', 'c', 3)]);
  expect(documents.get('ticket-1')).toMatchObject({ steps: [{ activity: 'a' }, { activity: 'c' }] });
});

it('reports cases, variants and durations', async () => {
  const events = [step('1', 'a', 1), step('1', 'b', 2), step('2', 'a', 1), step('2', 'b', 4), step('3', 'b', 1), step('3', 'a', 1), happened('shop.visit', 'message-1', {})];
  const shelf = await new MemoryReadStore().open({ view: 'history', version: 1, generation: 1, kind: 'document', indexes: historyView.indexes });
  await shelf.write({ documents: [...foldView(historyView, events).documents].map(([key, body]) => ({ key, lane: key, position: 1n, body, expected: null })), entries: [], park: [], unpark: [], checkpoint: null });
  expect(await historyReport(shelf, 'ticket')).toEqual({
    category: 'ticket', cases: 3, events: 6, activities: { a: 3, b: 3 }, variants: 2, firstActivities: { a: 2, b: 1 }, lastActivities: { b: 2, a: 1 }, medianDays: 1, equalTimes: 1,
  });
});
