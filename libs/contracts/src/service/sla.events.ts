import { eventType, type FactOf, type Reading } from '../event-type';
import { fields, Instant, oneOf, ThingId } from '../fields';
import { readMoment } from '../moment';
import { line, named } from '../reading';

const GOALS = {
  'first-answer': { en: 'first answer', de: 'erste Antwort' },
  'next-answer': { en: 'next answer', de: 'nächste Antwort' },
  solution: { en: 'solution', de: 'Lösung' },
} as const satisfies Record<string, Reading>;

export type SlaGoal = keyof typeof GOALS;
export const SLA_GOALS = Object.keys(GOALS) as SlaGoal[];

/** What was promised was not there when it was due. Once for each goal and due time, whatever comes later. */
export const ticketSlaBreached = eventType({
  type: 'service.ticket-sla-breached',
  version: 1,
  door: 'closed',
  schema: fields({ ticketId: ThingId, goal: oneOf(SLA_GOALS), due: Instant }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Service level breached', de: 'Frist überschritten' }, GOALS[data.goal], named('due', 'fällig am', readMoment(data.due))),
});

export type SlaEvent = FactOf<typeof ticketSlaBreached>;
