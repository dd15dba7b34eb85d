import type { SlaGoal, TicketEvent } from '@throughline/contracts';
import { effectiveTime, type StoredEvent } from '@throughline/kernel';
import { asChanged, asOpened, NO_DETAILS, USUAL_PRIORITY, type TicketDetails } from './ticket-details.rules';

/**
 * What happened to a ticket as far as it bears on what was promised. `at`: effective time; `known`: when it was recorded here; both in
 * milliseconds since 1970.
 *   answered   we wrote to the customer
 *   waiting    the next step is the customer's
 *   heard      it is ours again: the customer wrote, or we wait no more
 *   over       resolved or closed
 *   merged     it goes on in another ticket
 *   priority, queue   of the ticket from here on
 *   breached   recorded for this goal and due time
 */
export type SlaMark = { readonly at: number; readonly known: number } & (
  | { readonly what: 'answered' | 'waiting' | 'heard' | 'over' | 'merged' | 'reopened' }
  | { readonly what: 'changed'; readonly priority: string; readonly queue: string | null }
  | { readonly what: 'breached'; readonly goal: SlaGoal; readonly due: number }
);

export type SlaHistory = {
  readonly ticketId: string;
  /** Of its first event, whatever that was; null = there is no ticket. */
  readonly openedAt: number | null;
  readonly known: number;
  /** Another system's own, for the solution. */
  readonly deadline: number | null;
  readonly category: string | null;
  readonly priority: string;
  readonly queue: string | null;
  readonly marks: readonly SlaMark[];
};

export const NO_HISTORY: SlaHistory = { ticketId: '', openedAt: null, known: 0, deadline: null, category: null, priority: USUAL_PRIORITY, queue: null, marks: [] };

/** Total: any order of facts. */
export function withEvent(before: SlaHistory, event: StoredEvent & TicketEvent): SlaHistory {
  const place = { at: effectiveTime(event), known: Date.parse(event.recordedAt) };
  const history = before.openedAt === null ? { ...before, ticketId: event.data.ticketId, openedAt: place.at, known: place.known } : before;
  switch (event.type) {
    case 'service.ticket-opened':
      return { ...changed(history, place, (details) => asOpened(details, event.data)), deadline: timeOf(event.data.deadline) ?? history.deadline };
    case 'service.ticket-changed':
      return changed(history, place, (details) => asChanged(details, event.data));
    case 'service.ticket-assigned':
      return changed(history, place, (details) => ({ ...details, queue: event.data.queue ?? details.queue }));
    case 'service.ticket-replied':
      return marked(history, { what: event.data.direction === 'out' ? 'answered' : 'heard', ...place });
    case 'service.ticket-waiting-started':
      return marked(history, { what: 'waiting', ...place });
    case 'service.ticket-waiting-ended':
      return marked(history, { what: 'heard', ...place });
    case 'service.ticket-resolved':
    case 'service.ticket-closed':
      return marked(history, { what: 'over', ...place });
    case 'service.ticket-merged':
      return marked(history, { what: 'merged', ...place });
    case 'service.ticket-reopened':
      return marked(history, { what: 'reopened', ...place });
    case 'service.ticket-sla-breached':
      return marked(history, { what: 'breached', goal: event.data.goal, due: timeOf(event.data.due) ?? 0, ...place });
    case 'service.ticket-taken':
    case 'service.ticket-noted':
    case 'service.ticket-solution-linked':
    case 'service.ticket-customer-identified':
    case 'service.ticket-activity-recorded':
      return history;
  }
}

function marked(history: SlaHistory, mark: SlaMark): SlaHistory {
  return { ...history, marks: [...history.marks, mark] };
}

/** A mark only where priority or queue are others than before. */
function changed(history: SlaHistory, place: Pick<SlaMark, 'at' | 'known'>, change: (details: TicketDetails) => TicketDetails): SlaHistory {
  const { category, priority, queue } = change({ ...NO_DETAILS, category: history.category, priority: history.priority, queue: history.queue });
  const next = { ...history, category, priority: priority ?? USUAL_PRIORITY, queue };
  const isSame = next.priority === history.priority && next.queue === history.queue;
  return isSame ? next : marked(next, { what: 'changed', priority: next.priority, queue, ...place });
}

function timeOf(moment: string | undefined): number | null {
  const time = Date.parse(moment ?? '');
  return Number.isNaN(time) ? null : time;
}
