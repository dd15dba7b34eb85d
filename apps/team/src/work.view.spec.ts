// Pure: the view of work and the engine's pure fold. Events are made by hand.
import type { StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import type { WorkDocument } from './work.rules';
import { workView } from './work.view';

const anna = 'staff:0190a4b2-1111-7000-8000-00000000000a';
const ben = 'staff:0190a4b2-1111-7000-8000-00000000000b';
const node = 'email:1.simulated';
const at = (time: string): number => Date.parse(`2026-03-${time}:00.000Z`);
const iso = (time: string): string => new Date(at(time)).toISOString();

interface Told {
  readonly type: string;
  readonly data: object;
  readonly stream: string;
  readonly time: string;
}

const ticket = (type: string, time: string, data: object = {}): Told => ({ type: `service.ticket-${type}`, data: { ticketId: '7', ...data }, stream: 'ticket-7', time });
const timer = (act: string, name: string, due: string, process = 'sla'): Told => ({ type: `process.timer-${act}`, data: { process, instance: '7', timer: name, due: iso(due) }, stream: `process-${process}-7`, time: '01T09:00' });

function work(...events: readonly Told[]): WorkDocument {
  const revisions = new Map<string, number>();
  const stored = events.map(({ type, data, stream, time }, index): StoredEvent => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    return {
      type, data, stream, revision, id: String(index), schemaVersion: 1, source: 'desk', subject: node, parties: [{ node, role: 'customer' }],
      occurredAt: iso(time), recordedAt: '2026-06-01T00:00:00.000Z', actor: anna, correlationId: 'c', causationId: null, position: BigInt(index),
    };
  });
  const [document] = foldView(workView, stored).documents.values();
  return document as unknown as WorkDocument;
}

const opened = ticket('opened', '01T09:00', { subject: 'Pump leaks', queue: 'Technik', number: 'T-1' });

describe('a ticket', () => {
  it('is somebody’s since it was given to him', () => {
    expect(work(opened)).toMatchObject({ kind: 'ticket', id: '7', number: 'T-1', title: 'Pump leaks', status: 'open', queue: 'Technik', priority: 'normal', assignee: null, due: null, nodes: [node], openedAt: at('01T09:00'), revision: 0 });
    const taken = work(opened, ticket('assigned', '01T10:00', { assignee: ben }), ticket('taken', '01T11:00', { assignee: anna, from: ben }), ticket('assigned', '01T12:00', { assignee: anna }));
    expect(taken).toMatchObject({ assignee: anna, assignedAt: at('01T11:00'), revision: 3 });
  });

  it('may begin with anything, as the logs of other systems do', () => {
    expect(work(ticket('activity-recorded', '02T09:00', { activity: 'Wait' }), ticket('opened', '01T09:00', { text: 'It leaks' }))).toMatchObject({ status: 'open', title: 'It leaks', openedAt: at('01T09:00') });
  });

  it('waits for the customer until he writes, and is over when it is resolved, merged or closed', () => {
    const waiting = [opened, ticket('waiting-started', '01T10:00')];
    expect(work(...waiting).status).toBe('waiting');
    expect(work(...waiting, ticket('replied', '01T11:00', { direction: 'out' })).status).toBe('waiting');
    expect(work(...waiting, ticket('replied', '01T11:00', { direction: 'in' })).status).toBe('open');
    expect(work(...waiting, ticket('waiting-ended', '01T11:00')).status).toBe('open');
    for (const end of ['resolved', 'merged', 'closed']) {
      expect([end, work(...waiting, ticket(end, '01T11:00'), ticket('replied', '01T12:00', { direction: 'in' })).status]).toEqual([end, 'closed']);
      expect(work(opened, ticket(end, '01T11:00'), ticket('reopened', '01T12:00')).status).toBe('open');
    }
  });

  it('changes queue, priority and subject', () => {
    const changes = [{ field: 'queue', from: 'Technik' }, { field: 'priority', to: 'high' }, { field: 'category', to: 'Pumps' }];
    expect(work(opened, ticket('changed', '01T10:00', { changes, subject: { to: 'Two pumps leak' } }))).toMatchObject({ queue: null, priority: 'high', title: 'Two pumps leak' });
  });

  it('is due when the first of its service levels is', () => {
    const set = [opened, timer('set', 'first-answer', '01T13:00'), timer('set', 'solution', '03T09:00')];
    expect(work(...set)).toMatchObject({ due: at('01T13:00'), rank: at('01T13:00'), revision: 0 });
    expect(work(...set, timer('cancelled', 'first-answer', '01T13:00'))).toMatchObject({ due: at('03T09:00') });
    // Another time is another timer, in whatever order the two are told.
    expect(work(...set, timer('set', 'first-answer', '02T13:00'), timer('cancelled', 'first-answer', '01T13:00'))).toMatchObject({ due: at('02T13:00') });
    expect(work(opened, timer('set', 'poll', '01T13:00', 'automation'))).toMatchObject({ due: null });
  });

  it('goes on being due when a goal was missed, until it is met late', () => {
    const breached = [opened, timer('set', 'first-answer', '01T13:00'), timer('set', 'solution', '03T09:00'), ticket('sla-breached', '01T13:00', { goal: 'first-answer', due: iso('01T13:00') }), timer('fired', 'first-answer', '01T13:00')];
    expect(work(...breached)).toMatchObject({ due: at('01T13:00'), breached: ['first-answer'] });
    expect(work(...breached, ticket('replied', '01T15:00', { direction: 'out' }))).toMatchObject({ due: at('03T09:00'), breached: ['first-answer'] });
    expect(work(opened, ticket('replied', '01T15:00', { direction: 'out' }), ticket('sla-breached', '01T13:00', { goal: 'first-answer', due: iso('01T13:00') }))).toMatchObject({ due: null, breached: ['first-answer'] });
    expect(work(...breached, ticket('resolved', '01T15:00'))).toMatchObject({ due: null, status: 'closed', breached: ['first-answer'] });
  });

  it('knows the deadline of the system it came from', () => expect(work(ticket('opened', '01T09:00', { deadline: iso('09T09:00') }))).toMatchObject({ due: at('09T09:00') }));
});

describe('other work', () => {
  const followUp = (type: string, time: string, data: object = {}): Told => ({ type: `customer.follow-up-${type}`, data: { followUpId: 'f', ...data }, stream: 'follow-up-f', time });
  const planned = followUp('planned', '01T09:00', { what: 'Send the offer', assignee: anna, due: iso('05T09:00'), promised: true });
  const opportunity = (type: string, data: object = {}): Told => ({ type: `sales.opportunity-${type}`, data: { opportunityId: 'o', ...data }, stream: 'opportunity-o', time: '01T09:00' });

  it('follow-ups are due at their time, move, and are handed over', () => {
    expect(work(planned)).toMatchObject({ kind: 'follow-up', id: 'f', title: 'Send the offer', assignee: anna, due: at('05T09:00'), promised: true, status: 'open' });
    expect(work(planned, followUp('moved', '02T09:00', { due: iso('06T09:00') }), followUp('handed-over', '03T09:00', { assignee: ben }))).toMatchObject({ due: at('06T09:00'), assignee: ben, assignedAt: at('03T09:00') });
    expect(work(planned, followUp('fell-due', '05T09:00', { due: iso('05T09:00') }))).toMatchObject({ status: 'open', due: at('05T09:00') });
    for (const end of ['done', 'dropped']) expect(work(planned, followUp(end, '05T10:00', { reason: 'bought' }))).toMatchObject({ status: 'closed', due: null });
  });

  it('opportunities are their owner’s until they are won or lost', () => {
    const open = opportunity('opened', { title: 'Five pumps', stage: 'proposal', owner: anna });
    expect(work(open)).toMatchObject({ kind: 'opportunity', id: 'o', title: 'Five pumps', assignee: anna, status: 'open', due: null });
    const step = opportunity('next-step-planned', { step: 'call', due: '2026-03-02T10:00:00.000Z' });
    expect(work(open, opportunity('assigned', { owner: ben, from: anna }), step)).toMatchObject({ assignee: ben, due: Date.parse('2026-03-02T10:00:00.000Z') });
    expect(work(open, step, opportunity('next-step-done'), opportunity('changed', { title: 'Six pumps' }))).toMatchObject({ due: null, title: 'Six pumps' });
    for (const end of ['won', 'lost']) expect(work(open, opportunity(end))).toMatchObject({ status: 'closed' });
    expect(work(open, opportunity('won'), opportunity('reopened', { stage: 'proposal' }))).toMatchObject({ status: 'open', assignee: anna });
  });
});

it('is folded from its own stream, a ticket also from that of its service level', () => {
  expect(workView.streamsOf?.('ticket-follow-up-7')).toEqual(['ticket-follow-up-7', 'process-sla-follow-up-7']);
  expect(workView.streamsOf?.('follow-up-7')).toEqual(['follow-up-7']);
  expect(workView.initial('opportunity-7')).toMatchObject({ kind: 'opportunity', id: '7', status: 'none', revision: -1 });
});

it('ranks what is due by its time, then what is never due by its age, then what is over', () => {
  const ranks = [work(ticket('opened', '01T09:00', { deadline: '9999-12-31T23:59:59.999Z' })), work(opened), work(ticket('opened', '02T09:00')), work(opened, ticket('closed', '01T10:00'))].map(({ rank }) => rank);
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(new Set(ranks).size).toBe(ranks.length);
});
