import { Type } from '@sinclair/typebox';
import { readChannel } from '../channel';
import { concerning, eventType, IdentifierSchema, type FactOf, type Reading } from '../event-type';
import { Activity, Channel, fields, FreeText, Label, oneOf, ShortFreeText, StaffActor, ThingId } from '../fields';
import { bracketed, line, named } from '../reading';

const KINDS = {
  question: { en: 'Question', de: 'Frage' },
  complaint: { en: 'Complaint', de: 'Beschwerde' },
  claim: { en: 'Claim', de: 'Reklamation' },
  request: { en: 'Request', de: 'Anliegen' },
} as const satisfies Record<string, Reading>;

/** A complaint is about us, a claim about goods. */
export type TicketKind = keyof typeof KINDS;
export const TICKET_KINDS = Object.keys(KINDS) as TicketKind[];

const PRIORITIES = {
  low: { en: 'low', de: 'niedrig' },
  normal: { en: 'normal', de: 'normal' },
  high: { en: 'high', de: 'hoch' },
  urgent: { en: 'urgent', de: 'dringend' },
} as const satisfies Record<string, Reading>;

export type TicketPriority = keyof typeof PRIORITIES;
export const TICKET_PRIORITIES = Object.keys(PRIORITIES) as TicketPriority[];

/** Who wrote: `in` = the customer to us, `out` = we to the customer. */
export const REPLY_DIRECTIONS = ['in', 'out'] as const;

export const ticketOpened = eventType({
  type: 'service.ticket-opened',
  version: 1,
  door: 'open',
  schema: fields({
    ticketId: ThingId,
    customer: Type.Optional(IdentifierSchema),
    company: Type.Optional(IdentifierSchema),
    kind: Type.Optional(oneOf(TICKET_KINDS)),
    subject: Type.Optional(ShortFreeText),
    text: Type.Optional(FreeText),
    channel: Type.Optional(Channel),
    category: Type.Optional(Label),
    product: Type.Optional(Label),
    priority: Type.Optional(oneOf(TICKET_PRIORITIES)),
    queue: Type.Optional(Label),
    activity: Type.Optional(Activity),
  }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: (data) => concerning(data.customer, data.company),
  reads: (data) =>
    line(
      bracketed({ en: 'Ticket opened', de: 'Ticket eröffnet' }, readChannel(data.channel)),
      data.kind === undefined ? undefined : KINDS[data.kind],
      typeof data.subject === 'string' ? data.subject : data.text,
      data.product,
      data.category,
      named('priority', 'Priorität', data.priority === undefined || data.priority === 'normal' ? undefined : PRIORITIES[data.priority]),
      data.activity,
    ),
  channel: (data) => data.channel,
});

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

/** We think it is solved; the customer may still write. */
export const ticketResolved = eventType({
  type: 'service.ticket-resolved',
  version: 1,
  door: 'open',
  schema: fields({ ticketId: ThingId, solution: Type.Optional(FreeText), activity: Type.Optional(Activity) }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Ticket resolved', de: 'Ticket gelöst' }, data.solution, data.activity),
});

export const ticketReopened = eventType({
  type: 'service.ticket-reopened',
  version: 1,
  door: 'open',
  schema: fields({ ticketId: ThingId, reason: Type.Optional(ShortFreeText), activity: Type.Optional(Activity) }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Ticket reopened', de: 'Ticket wieder geöffnet' }, data.reason, data.activity),
});

/** Nothing more is expected; only reopening brings it back. */
export const ticketClosed = eventType({
  type: 'service.ticket-closed',
  version: 1,
  door: 'open',
  schema: fields({ ticketId: ThingId, activity: Type.Optional(Activity) }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Ticket closed', de: 'Ticket geschlossen' }, data.activity),
});

/** A step of another system's process that changes nothing we keep. */
export const ticketActivityRecorded = eventType({
  type: 'service.ticket-activity-recorded',
  version: 1,
  door: 'open',
  schema: fields({ ticketId: ThingId, activity: Activity, customer: Type.Optional(IdentifierSchema) }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: (data) => concerning(data.customer),
  reads: (data) => line({ en: 'Activity on the ticket', de: 'Aktivität zum Ticket' }, data.activity),
});

export type TicketEvent =
  | FactOf<typeof ticketOpened>
  | FactOf<typeof ticketAssigned>
  | FactOf<typeof ticketReplied>
  | FactOf<typeof ticketNoted>
  | FactOf<typeof ticketResolved>
  | FactOf<typeof ticketReopened>
  | FactOf<typeof ticketClosed>
  | FactOf<typeof ticketActivityRecorded>;
