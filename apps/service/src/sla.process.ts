import type { ServiceLevelEvent, SlaGoal, TicketEvent } from '@throughline/contracts';
import { effectiveTime, type Process, type StoredEvent } from '@throughline/kernel';
import { NO_HISTORY, withEvent, type SlaHistory } from './sla-history.rules';
import { isMissed, promisesWith, slaOf, type Promises, type SlaRound } from './sla.rules';
import type { TicketCommand } from './ticket.decider';

interface Watched {
  readonly promises: Promises;
  readonly history: SlaHistory;
}

type RecordBreach = Extract<TicketCommand, { type: 'record-sla-breach' }>;

/**
 * Watches over what was promised for a ticket: one timer for each goal, at its due time. What comes late is recorded all the same,
 * and what becomes due while nobody is there when somebody is. Beware: what was due before we were told of it (a log of another
 * system, imported) is counted in the report, and nobody is called for it now.
 */
export const slaProcess: Process<Watched, RecordBreach> = {
  name: 'sla',
  instance: (event) => (event.type.startsWith('service.ticket-') ? (event.data as TicketEvent['data']).ticketId : null),
  sources: (ticketId) => [`ticket-${ticketId}`, 'service-levels'],
  initial: { promises: [], history: NO_HISTORY },
  evolve: ({ promises, history }, event) => {
    if (event.type.startsWith('service.ticket-')) return { promises, history: withEvent(history, event as StoredEvent & TicketEvent) };
    return event.type.startsWith('settings.service-levels-') ? { promises: promisesWith(promises, event as StoredEvent & ServiceLevelEvent, effectiveTime(event)), history } : { promises, history };
  },
  timers: ({ promises, history }) => {
    const { rounds, recorded } = slaOf(promises, history);
    const awaited = rounds.filter((round): round is SlaRound & { due: number } => isAwaited(round));
    return awaited.filter(({ goal, due }) => !recorded.some((breach) => breach.goal === goal && breach.due === due)).map(({ goal, due }) => ({ name: goal, due: new Date(due).toISOString() }));
  },
  fire: ({ history: { ticketId } }, { name, due }) => ({ stream: `ticket-${ticketId}`, command: { type: 'record-sla-breach', data: { ticketId, goal: name as SlaGoal, due } } }),
};

/** Not there in time, or not there yet. */
function isAwaited(round: SlaRound): boolean {
  return round.due !== null && round.due >= round.known && (round.endedAt === null || isMissed(round, round.endedAt));
}
