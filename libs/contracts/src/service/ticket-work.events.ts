import { Type } from '@sinclair/typebox';
import { readChannel } from '../channel';
import { concerning, eventType, IdentifierSchema, type FactOf } from '../event-type';
import { Activity, Channel, fields, FreeText, Label, oneOf, ShortFreeText, StaffActor, ThingId } from '../fields';
import { bracketed, line, named, sayable } from '../reading';

/** Who wrote: `in` = the customer to us, `out` = we to the customer. */
export const REPLY_DIRECTIONS = ['in', 'out'] as const;

/** To an agent, a queue, or both. Other systems' tickets may begin with this, so it can name the customer. */
export const ticketAssigned = eventType({
  type: 'service.ticket-assigned',
  version: 1,
  door: 'open',
  schema: fields({
    ticketId: ThingId,
    assignee: Type.Optional(StaffActor),
    queue: Type.Optional(Label),
    activity: Type.Optional(Activity),
    customer: Type.Optional(IdentifierSchema),
  }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: (data) => concerning(data.customer),
  reads: (data) =>
    line(
      data.assignee === undefined ? { en: 'Ticket assigned', de: 'Ticket zugewiesen' } : { en: 'Ticket assigned to an agent', de: 'Ticket einem Servicemitarbeiter zugewiesen' },
      named('queue', 'Warteschlange', data.queue),
      data.activity,
    ),
});

/** A colleague takes it himself; `from` whom, if somebody had it. */
export const ticketTaken = eventType({
  type: 'service.ticket-taken',
  version: 1,
  door: 'open',
  schema: fields({ ticketId: ThingId, assignee: StaffActor, from: Type.Optional(StaffActor), activity: Type.Optional(Activity) }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: () => [],
  reads: (data) =>
    line(data.from === undefined ? { en: 'Ticket taken', de: 'Ticket übernommen' } : { en: 'Ticket taken over from a colleague', de: 'Ticket von Kollegen übernommen' }, data.activity),
});

export const ticketReplied = eventType({
  type: 'service.ticket-replied',
  version: 1,
  door: 'open',
  schema: fields({
    ticketId: ThingId,
    text: Type.Optional(FreeText),
    channel: Type.Optional(Channel),
    direction: oneOf(REPLY_DIRECTIONS),
    activity: Type.Optional(Activity),
  }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: () => [],
  reads: (data) =>
    line(
      bracketed(data.direction === 'in' ? { en: 'Message from the customer', de: 'Nachricht vom Kunden' } : { en: 'Reply to the customer', de: 'Antwort an den Kunden' }, readChannel(data.channel)),
      data.text,
      data.activity,
    ),
  channel: (data) => data.channel,
});

/** For colleagues: the customer never sees it. */
export const ticketNoted = eventType({
  type: 'service.ticket-noted',
  version: 1,
  door: 'open',
  schema: fields({ ticketId: ThingId, text: FreeText }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Internal note on the ticket', de: 'Interne Notiz zum Ticket' }, data.text),
});

/** The next step is the customer's. His answer ends it (a reply `in`), `-waiting-ended`, or the end of the ticket. */
export const ticketWaitingStarted = eventType({
  type: 'service.ticket-waiting-started',
  version: 1,
  door: 'open',
  schema: fields({ ticketId: ThingId, note: Type.Optional(ShortFreeText), activity: Type.Optional(Activity) }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Waiting for the customer', de: 'Wartet auf Kunden' }, data.note, data.activity),
});

/** By ourselves, without his answer. */
export const ticketWaitingEnded = eventType({
  type: 'service.ticket-waiting-ended',
  version: 1,
  door: 'open',
  schema: fields({ ticketId: ThingId, activity: Type.Optional(Activity) }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: () => [],
  reads: (data) => line({ en: 'No longer waiting for the customer', de: 'Wartet nicht mehr auf Kunden' }, data.activity),
});

/** One of the collection that may fit. Whether it helped is said when the ticket is resolved. */
export const ticketSolutionLinked = eventType({
  type: 'service.ticket-solution-linked',
  version: 1,
  door: 'open',
  schema: fields({ ticketId: ThingId, solutionId: ThingId }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Solution linked to the ticket', de: 'Lösung mit dem Ticket verknüpft' }, sayable(data.solutionId)),
});

/** What is done and said while a ticket is open. */
export type TicketWorkEvent =
  | FactOf<typeof ticketAssigned>
  | FactOf<typeof ticketTaken>
  | FactOf<typeof ticketReplied>
  | FactOf<typeof ticketNoted>
  | FactOf<typeof ticketWaitingStarted>
  | FactOf<typeof ticketWaitingEnded>
  | FactOf<typeof ticketSolutionLinked>;
