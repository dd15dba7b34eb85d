import type { SlaEvent, SlaGoal, TicketEvent, TimerEvent } from '@throughline/contracts';
import { text, timeOf } from './values.rules';
import { given, type Due, type Steps, type WorkDocument } from './work.rules';

/** Goals that an answer of ours meets, late or not. */
const ANSWERS: ReadonlySet<string> = new Set<SlaGoal>(['first-answer', 'next-answer']);

const OVER = { status: 'closed', missed: [] } as const;

export const ticketSteps: Steps<TicketEvent | SlaEvent> = {
  'service.ticket-opened': ({ number, subject, text: words, queue, priority, deadline }, work) => ({
    number: number ?? null,
    title: text(subject) ?? text(words),
    queue: work.queue ?? queue ?? null,
    priority: priority ?? 'normal',
    deadline: timeOf(deadline),
  }),
  'service.ticket-assigned': ({ assignee, queue }, work, at) => ({ ...given(work, assignee, at), ...(queue === undefined ? {} : { queue }) }),
  'service.ticket-taken': ({ assignee }, work, at) => given(work, assignee, at),
  'service.ticket-changed': ({ changes, subject }) => ({
    ...Object.fromEntries(changes.filter(({ field }) => field === 'queue' || field === 'priority').map(({ field, to }) => [field, to ?? null])),
    ...(subject === undefined ? {} : { title: text(subject.to) }),
  }),
  'service.ticket-replied': ({ direction }, work, at) => (direction === 'in' ? awaited(work, false) : answered(work, at)),
  'service.ticket-waiting-started': (_data, work) => awaited(work, true),
  'service.ticket-waiting-ended': (_data, work) => awaited(work, false),
  'service.ticket-resolved': () => OVER,
  'service.ticket-merged': () => OVER,
  'service.ticket-closed': () => OVER,
  'service.ticket-reopened': () => ({ status: 'open' }),
  'service.ticket-sla-breached': ({ goal, due }, work) => ({
    missed: isMetLate(goal, timeOf(due), work) ? work.missed : withDue(work.missed, goal, timeOf(due)),
    breached: work.breached.includes(goal) ? work.breached : [...work.breached, goal],
  }),
};

/** The timers of the process that watches over service levels say what is due when. */
export const slaSteps: Steps<TimerEvent> = {
  'process.timer-set': ({ timer, due }, { running }) => ({ running: withDue(running, timer, timeOf(due)) }),
  'process.timer-cancelled': ({ timer, due }, { running }) => ({ running: without(running, timer, timeOf(due)) }),
  'process.timer-fired': ({ timer, due }, { running }) => ({ running: without(running, timer, timeOf(due)) }),
};

/** Whose turn it is; of a ticket that is over it is nobody's. */
function awaited({ status }: WorkDocument, customer: boolean): Partial<WorkDocument> {
  return status === 'closed' ? {} : { status: customer ? 'waiting' : 'open' };
}

function answered({ missed, answeredAt }: WorkDocument, at: number): Partial<WorkDocument> {
  return { missed: missed.filter(({ name, due }) => !ANSWERS.has(name) || due > at), answeredAt: Math.max(answeredAt ?? at, at) };
}

/** A breach may be recorded after the answer that came too late, as in the log of another system. */
function isMetLate(goal: string, due: number | null, { answeredAt }: WorkDocument): boolean {
  return ANSWERS.has(goal) && due !== null && answeredAt !== null && answeredAt >= due;
}

/** A timer is known by its name and its time: another time is another timer. */
function withDue(dues: readonly Due[], name: string, due: number | null): readonly Due[] {
  return due === null ? dues : [...without(dues, name, due), { name, due }];
}

function without(dues: readonly Due[], name: string, due: number | null): readonly Due[] {
  return dues.filter((one) => one.name !== name || one.due !== due);
}
