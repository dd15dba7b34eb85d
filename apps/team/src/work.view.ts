import type { FollowUpEvent, OpportunityEvent, OpportunityWorkEvent, TimerEvent } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';
import { slaSteps, ticketSteps } from './work-of-tickets.rules';
import { text, timeOf } from './values.rules';
import { given, ranked, WORK_KINDS, type Steps, type WorkDocument, type WorkKind } from './work.rules';

const followUpSteps: Steps<FollowUpEvent> = {
  'customer.follow-up-planned': ({ what, assignee, due, promised }, work, at) => ({ ...given(work, assignee, at), title: text(what), deadline: timeOf(due), promised }),
  'customer.follow-up-moved': ({ due }) => ({ deadline: timeOf(due) }),
  'customer.follow-up-handed-over': ({ assignee }, work, at) => given(work, assignee, at),
  'customer.follow-up-done': () => ({ status: 'closed' }),
  'customer.follow-up-dropped': () => ({ status: 'closed' }),
};

const opportunitySteps: Steps<OpportunityEvent | OpportunityWorkEvent> = {
  'sales.opportunity-opened': ({ title, product, owner }, work, at) => ({ ...given(work, owner, at), title: text(title) ?? product ?? null }),
  'sales.opportunity-stage-advanced': ({ owner }, work, at) => given(work, owner, at),
  'sales.opportunity-assigned': ({ owner }, work, at) => given(work, owner, at),
  'sales.opportunity-changed': ({ title }, work) => ({ title: text(title) ?? work.title }),
  'sales.opportunity-next-step-planned': ({ due }) => ({ deadline: due === undefined ? null : timeOf(due) }),
  'sales.opportunity-next-step-done': () => ({ deadline: null }),
  'sales.opportunity-won': () => ({ status: 'closed' }),
  'sales.opportunity-lost': () => ({ status: 'closed' }),
  'sales.opportunity-reopened': () => ({ status: 'open' }),
};

/** Of whom each knows its own types only. */
const STEPS = { ...ticketSteps, ...slaSteps, ...followUpSteps, ...opportunitySteps } as { readonly [type: string]: ((data: unknown, work: WorkDocument, at: number) => Partial<WorkDocument>) | undefined };

const NEW: Omit<WorkDocument, 'kind' | 'id'> = {
  status: 'none', number: null, title: null, assignee: null, assignedAt: null, queue: null, priority: null, promised: false,
  deadline: null, running: [], missed: [], answeredAt: null, breached: [], due: null, rank: 0, nodes: [], openedAt: null, revision: -1,
};

/** The name of the process that watches over service levels, whose timers say what is due. */
const SLA = 'sla';

/**
 * What there is to do, one document for each ticket, follow-up and opportunity, folded from the events of the contexts they belong to.
 * A ticket is also folded from the stream of the process that watches over its service level: both have one lane.
 */
export const workView: DocumentView<WorkDocument> = {
  kind: 'document',
  name: 'work',
  version: 1,
  indexes: ['status', 'kind', 'assignee', 'queue', 'rank'],
  keys: (event) => {
    if (event.type.startsWith('process.timer-')) return slaKeys((event as StoredEvent & TimerEvent).data);
    return PREFIXES.some((prefix) => event.type.startsWith(prefix)) ? [event.stream] : [];
  },
  streamsOf: (key) => (kindOf(key) === 'ticket' ? [key, `process-${SLA}-${idOf(key)}`] : [key]),
  initial: (key) => ({ kind: kindOf(key), id: idOf(key), ...NEW }),
  evolve: (before, event, key) => {
    const at = effectiveTime(event);
    const work = event.stream === key ? seen(before, event, at) : before;
    return ranked({ ...work, ...STEPS[event.type]?.(event.data, work, at) });
  },
};

/** Of the types whose events stand in the streams of work. */
const PREFIXES = ['service.ticket-', 'customer.follow-up-', 'sales.opportunity-'] as const;

function slaKeys({ process, instance }: { readonly process: string; readonly instance: string }): readonly string[] {
  return process === SLA ? [`ticket-${instance}`] : [];
}

function kindOf(stream: string): WorkKind | null {
  return WORK_KINDS.find((kind) => stream.startsWith(`${kind}-`)) ?? null;
}

function idOf(stream: string): string {
  return stream.slice((kindOf(stream)?.length ?? -1) + 1);
}

/** Whatever comes first of a thing begins it: logs of other systems are not always whole. */
function seen(work: WorkDocument, event: StoredEvent, at: number): WorkDocument {
  return {
    ...work,
    status: work.status === 'none' ? 'open' : work.status,
    nodes: event.parties.map(({ node }) => node),
    openedAt: Math.min(work.openedAt ?? at, at),
    revision: event.revision,
  };
}
