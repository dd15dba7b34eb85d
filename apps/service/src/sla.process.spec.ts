// Pure: the process and the rules it goes by, nothing else.
import { WEEKDAYS, type ServiceLevels, type TicketEvent } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { slaProcess } from './sla.process';
import { slaView } from './sla.view';

const ticketId = '7';
const levels: ServiceLevels = { zone: 'UTC', holidays: [], opening: WEEKDAYS.map((day) => ({ day, from: '00:00', to: '24:00' })), goals: [{ firstAnswer: 60, nextAnswer: 120, solution: 240 }, { queue: 'Technik', solution: 60 }] };
const on = (time: string): string => `2026-01-19T${time}:00.000Z`;

interface Told {
  readonly type: string;
  readonly data: unknown;
  readonly at: string;
  readonly recorded?: string;
}

const ticket = (type: TicketEvent['type'], at: string, data: object = {}, recorded?: string): Told => ({ type, at, data: { ticketId, ...data }, ...(recorded === undefined ? {} : { recorded }) });
const set: Told = { type: 'settings.service-levels-set', at: '08:00', data: levels };
const opened = ticket('service.ticket-opened', '09:00');
const answered = (at: string): Told => ticket('service.ticket-replied', at, { direction: 'out' });

function stored({ type, data, at, recorded = at }: Told, index: number): StoredEvent {
  return { id: `e${index}`, type, data, schemaVersion: 1, source: 'test', subject: 'ticket-7', parties: [], occurredAt: on(at), recordedAt: on(recorded), actor: 'source:test', correlationId: 'c', causationId: null, stream: `ticket-${ticketId}`, revision: index, position: BigInt(index + 1) };
}

const timersOf = (...told: readonly Told[]): readonly string[] => slaProcess.timers(told.map(stored).reduce(slaProcess.evolve, slaProcess.initial)).map(({ name, due }) => `${name} ${due.slice(11, 16)}`);

describe('the process that watches over service levels', () => {
  it('waits for each goal of a ticket', () => {
    expect(timersOf(set, opened)).toEqual(['first-answer 10:00', 'next-answer 11:00', 'solution 13:00']);
    expect(timersOf(set, opened, answered('09:30'))).toEqual(['next-answer 11:00', 'solution 13:00']);
    expect(timersOf(set, opened, ticket('service.ticket-changed', '09:30', { changes: [{ field: 'queue', to: 'Technik' }] }))).toEqual(['solution 10:00']);
    expect(timersOf(set, opened, ticket('service.ticket-assigned', '09:30', { queue: 'Technik' }))).toEqual(['solution 10:00']);
    expect(timersOf(set, opened, ticket('service.ticket-resolved', '09:30'))).toEqual([]);
  });
  it('waits for nothing while the customer has the next step', () => {
    expect(timersOf(set, opened, ticket('service.ticket-waiting-started', '09:30'))).toEqual([]);
    expect(timersOf(set, opened, ticket('service.ticket-waiting-started', '09:30'), ticket('service.ticket-replied', '09:50', { direction: 'in' }))).toEqual(['first-answer 10:20', 'next-answer 11:20', 'solution 13:20']);
    expect(timersOf(set, opened, ticket('service.ticket-waiting-started', '09:30'), ticket('service.ticket-waiting-ended', '09:50'))).toEqual(['first-answer 10:20', 'next-answer 11:20', 'solution 13:20']);
  });
  it('still wants what came late to be recorded, once', () => {
    const late = [set, opened, answered('10:30')];
    const breach = ticket('service.ticket-sla-breached', '10:00', { goal: 'first-answer', due: on('10:00') });
    expect(timersOf(...late)).toEqual(['first-answer 10:00', 'next-answer 11:00', 'solution 13:00']);
    expect(timersOf(...late, breach)).toEqual(['next-answer 11:00', 'solution 13:00']);
    expect(timersOf(...late, breach, ticket('service.ticket-closed', '14:00'))).toEqual(['next-answer 11:00', 'solution 13:00']);
  });
  it('calls nobody for what was due before we were told of it, and none was promised before it was set', () => {
    expect(timersOf(set, ticket('service.ticket-opened', '09:00', {}, '12:30'))).toEqual(['solution 13:00']);
    expect(timersOf(opened, { ...set, at: '09:30' })).toEqual([]);
    expect(timersOf(opened, set, { type: 'settings.service-levels-ended', at: '09:30', data: {} })).toEqual(['first-answer 10:00', 'next-answer 11:00', 'solution 13:00']);
  });
  it('holds another system to its own deadline, promised or not', () => {
    expect(timersOf(ticket('service.ticket-opened', '09:00', { deadline: on('09:45') }))).toEqual(['solution 09:45']);
    expect(timersOf(set, ticket('service.ticket-opened', '09:00', { deadline: on('09:45') }))).toContain('solution 09:45');
    expect(timersOf(ticket('service.ticket-opened', '09:00', { deadline: '2026-01-19T23:59:60Z' }))).toEqual([]);
  });
  it('says which goal was missed', () => {
    const state = [set, opened].map(stored).reduce(slaProcess.evolve, slaProcess.initial);
    expect(slaProcess.fire(state, { name: 'solution', due: on('13:00') })).toEqual({ stream: 'ticket-7', command: { type: 'record-sla-breach', data: { ticketId, goal: 'solution', due: on('13:00') } } });
    expect([slaProcess.instance(stored(opened, 0)), slaProcess.instance(stored(set, 0)), slaProcess.sources('7')]).toEqual(['7', null, ['ticket-7', 'service-levels']]);
  });
});

it('the view keeps the same history, and whose it is', () => {
  const told = [ticket('service.ticket-opened', '09:00', { category: 'Pumps', priority: 'high' }), ticket('service.ticket-noted', '09:10'), answered('09:30'), ticket('service.ticket-merged', '09:40', { into: '8' }), ticket('service.ticket-reopened', '09:50')];
  const events = told.map((one, index) => ({ ...stored(one, index), parties: [{ node: 'company:Acme', role: 'company' as const }] }));
  const document = events.reduce((doc, event) => slaView.evolve(doc, event, '7'), slaView.initial('7'));
  expect(document).toMatchObject({ ticketId, openedAt: Date.parse(on('09:00')), category: 'Pumps', priority: 'high', queue: null, nodes: ['company:Acme'], revision: 4 });
  expect(document.marks.map(({ what }) => what)).toEqual(['changed', 'answered', 'merged', 'reopened']);
  expect([slaView.keys(events[0]!), slaView.streamsOf?.('7'), slaView.initial('7').openedAt]).toEqual([['7'], ['ticket-7'], null]);
});
