import { type Concerned, concernedBy, CONCERNS_NOBODY, type FollowUpEvent, textOf } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';
import { utc } from './follow-up.decider';

/** One follow-up as lists show it. Times are ISO 8601 in UTC. */
export type FollowUpDocument = Concerned & {
  readonly followUpId: string;
  /** `none` = there is nothing (any more): lists leave it out. */
  readonly status: 'none' | 'planned' | 'done' | 'dropped';
  readonly what: string | null;
  readonly assignee: string | null;
  readonly due: string | null;
  readonly promised: boolean;
  /** The stream of the thing it is about. */
  readonly about: string | null;
  readonly plannedBy: string | null;
  readonly plannedAt: string | null;
  /** The latest due time that came while it was still to be done. */
  readonly fellDue: string | null;
  readonly closedBy: string | null;
  readonly closedAt: string | null;
  readonly result: string | null;
  readonly reason: string | null;
  /** What the customer was told when it was dropped. */
  readonly told: string | null;
  readonly revision: number;
};

const NOTHING: Omit<FollowUpDocument, 'followUpId'> = { ...CONCERNS_NOBODY, status: 'none', what: null, assignee: null, due: null, promised: false, about: null, plannedBy: null, plannedAt: null, fellDue: null, closedBy: null, closedAt: null, result: null, reason: null, told: null, revision: -1 };

export const followUpView: DocumentView<FollowUpDocument> = {
  kind: 'document',
  name: 'follow-ups',
  version: 1,
  indexes: ['assignee', 'due', 'status', 'about', 'customerNode', 'companyNode'],
  keys: (event) => (event.type.startsWith('customer.follow-up-') ? [(event.data as { readonly followUpId: string }).followUpId] : []),
  streamsOf: (followUpId) => [`follow-up-${followUpId}`],
  initial: (followUpId) => ({ followUpId, ...NOTHING }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & FollowUpEvent;
    const at = new Date(effectiveTime(event)).toISOString();
    const one: FollowUpDocument = { ...before, ...concernedBy(event, before), status: before.status === 'none' ? 'planned' : before.status, revision: event.revision };
    const closed = { closedBy: event.actor, closedAt: at };
    switch (event.type) {
      case 'customer.follow-up-planned':
        return before.plannedAt === null ? { ...one, ...planned(event.data, one), plannedBy: event.actor, plannedAt: at } : one;
      case 'customer.follow-up-moved':
        return { ...one, due: utc(event.data.due) };
      case 'customer.follow-up-handed-over':
        return { ...one, assignee: event.data.assignee };
      case 'customer.follow-up-done':
        return { ...one, ...closed, status: 'done', result: textOf(event.data.result) };
      case 'customer.follow-up-dropped':
        return { ...one, ...closed, status: 'dropped', reason: textOf(event.data.reason), told: textOf(event.data.told) };
      case 'customer.follow-up-fell-due':
        return { ...one, fellDue: utc(event.data.due) };
    }
  },
};

/** A log may begin with a later step: what that said holds. */
function planned({ what, assignee, due, promised, about }: Extract<FollowUpEvent, { type: 'customer.follow-up-planned' }>['data'], one: FollowUpDocument): Partial<FollowUpDocument> {
  return { what: textOf(what), assignee: one.assignee ?? assignee, due: one.due ?? utc(due), promised, about: about ?? null };
}
