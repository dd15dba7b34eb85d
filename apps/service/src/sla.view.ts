import type { TicketEvent } from '@throughline/contracts';
import type { DocumentView, StoredEvent } from '@throughline/kernel';
import { NO_HISTORY, withEvent, type SlaHistory } from './sla-history.rules';

/** What happened to one ticket as far as it bears on what was promised; how it stands is told when it is asked for. */
export type SlaDocument = SlaHistory & { readonly nodes: readonly string[]; readonly revision: number };

export const slaView: DocumentView<SlaDocument> = {
  kind: 'document',
  name: 'ticket-sla',
  version: 1,
  indexes: ['openedAt'],
  keys: (event) => (event.type.startsWith('service.ticket-') ? [(event.data as TicketEvent['data']).ticketId] : []),
  streamsOf: (ticketId) => [`ticket-${ticketId}`],
  initial: (ticketId) => ({ ...NO_HISTORY, ticketId, nodes: [], revision: -1 }),
  evolve: ({ nodes: _nodes, revision: _revision, ...history }, event) => ({
    ...withEvent(history, event as StoredEvent & TicketEvent),
    nodes: event.parties.map(({ node }) => node),
    revision: event.revision,
  }),
};
