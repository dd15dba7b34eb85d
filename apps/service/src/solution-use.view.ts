import type { TicketEvent } from '@throughline/contracts';
import type { DocumentView, StoredEvent } from '@throughline/kernel';

/** That a ticket names a solution of the collection. Of the ticket's lane: a solution's own document would belong to many. */
export type SolutionUse = {
  readonly solutionId: string | null;
  readonly ticketId: string;
};

export const solutionUseView: DocumentView<SolutionUse> = {
  kind: 'document',
  name: 'solution-uses',
  version: 1,
  indexes: ['solutionId'],
  keys: (event) => {
    const named = solutionIn(event);
    return named === undefined ? [] : [JSON.stringify(named)];
  },
  streamsOf: (key) => [`ticket-${(JSON.parse(key) as readonly [string, string])[1]}`],
  initial: (key) => ({ solutionId: null, ticketId: (JSON.parse(key) as readonly [string, string])[1] }),
  evolve: (use, event) => ({ ...use, solutionId: solutionIn(event)?.[0] ?? use.solutionId }),
};

function solutionIn(stored: StoredEvent): readonly [solutionId: string, ticketId: string] | undefined {
  const { type, data } = stored as StoredEvent & TicketEvent;
  if (type !== 'service.ticket-solution-linked' && type !== 'service.ticket-resolved') return undefined;
  return data.solutionId === undefined ? undefined : [data.solutionId, data.ticketId];
}
