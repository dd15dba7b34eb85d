import type { QueueEvent } from '@throughline/contracts';
import type { DocumentView, StoredEvent } from '@throughline/kernel';
import { evolve, queue } from './queue.decider';

export type QueueDocument = {
  readonly queueId: string;
  readonly status: 'none' | 'open' | 'closed';
  /** What tickets call it. */
  readonly name: string;
  /** Ids of the teams that serve it. */
  readonly teams: readonly string[];
  readonly revision: number;
};

/** What the decider knows of a queue is all there is to know. */
export const queueView: DocumentView<QueueDocument> = {
  kind: 'document',
  name: 'queues',
  version: 1,
  indexes: ['status', 'name'],
  keys: (event) => (event.type.startsWith('staff.queue-') ? [(event.data as { queueId: string }).queueId] : []),
  streamsOf: (queueId) => [`queue-${queueId}`],
  initial: (queueId) => ({ queueId, status: 'none', name: '', teams: [], revision: -1 }),
  evolve: ({ queueId, status, name, teams }, event) => {
    const state = evolve(status === 'none' ? queue.initial : { status, name, teams }, event as StoredEvent & QueueEvent);
    return { queueId, ...state, revision: event.revision };
  },
};
