import { Type } from '@sinclair/typebox';
import { readChannel } from '../channel';
import { concerning, eventType, IdentifierSchema, type DataOf, type FactOf, type Reading } from '../event-type';
import { Activity, Channel, fields, FreeText, Instant, Label, oneOf, ShortFreeText, ThingId } from '../fields';
import { readMoment } from '../moment';
import { bracketed, line, named, sayable } from '../reading';
import type { SlaEvent } from './sla.events';
import type { TicketWorkEvent } from './ticket-work.events';

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

/** As version 1 had it. */
const opening = {
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
};

/** `number` is what people say on the phone; `deadline` when another system wants it solved, where that one counts itself. */
export const ticketOpened = eventType({
  type: 'service.ticket-opened',
  version: 2,
  door: 'open',
  schema: fields({ ...opening, number: Type.Optional(Label), deadline: Type.Optional(Instant) }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: (data) => concerning(data.customer, data.company),
  reads: (data) =>
    line(
      bracketed({ en: 'Ticket opened', de: 'Ticket eröffnet' }, readChannel(data.channel)),
      data.number,
      data.kind === undefined ? undefined : KINDS[data.kind],
      typeof data.subject === 'string' ? data.subject : data.text,
      data.product,
      data.category,
      named('priority', 'Priorität', data.priority === undefined || data.priority === 'normal' ? undefined : PRIORITIES[data.priority]),
      named('due', 'fällig am', readMoment(data.deadline)),
      data.activity,
    ),
  channel: (data) => data.channel,
  past: [{ version: 1, schema: fields(opening), upcast: (data: unknown) => data }],
});

/** What an agent may set right while the ticket lives. */
const CHANGEABLE = {
  category: { en: 'category', de: 'Kategorie' },
  product: { en: 'product', de: 'Produkt' },
  priority: { en: 'priority', de: 'Priorität' },
  queue: { en: 'queue', de: 'Warteschlange' },
  kind: { en: 'kind', de: 'Art' },
  channel: { en: 'channel', de: 'Kanal' },
} as const satisfies Record<string, Reading>;

export type TicketField = keyof typeof CHANGEABLE;
export const TICKET_FIELDS = Object.keys(CHANGEABLE) as TicketField[];

const Change = fields({ field: oneOf(TICKET_FIELDS), from: Type.Optional(Label), to: Type.Optional(Label) });

/** Old and new value; without `to` there is none any more. The subject stands alone because somebody may be named in it. */
export const ticketChanged = eventType({
  type: 'service.ticket-changed',
  version: 1,
  door: 'open',
  schema: fields({
    ticketId: ThingId,
    changes: Type.Array(Change, { maxItems: TICKET_FIELDS.length }),
    subject: Type.Optional(fields({ from: Type.Optional(ShortFreeText), to: ShortFreeText })),
    activity: Type.Optional(Activity),
  }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Ticket changed', de: 'Ticket geändert' }, ...data.changes.map(readChange), named('subject', 'Betreff', data.subject?.to), data.activity),
});

/** It was not known whose ticket this is; from here on it is. The lane stays. */
export const ticketCustomerIdentified = eventType({
  type: 'service.ticket-customer-identified',
  version: 1,
  door: 'open',
  schema: fields({ ticketId: ThingId, customer: IdentifierSchema, company: Type.Optional(IdentifierSchema) }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: (data) => concerning(data.customer, data.company),
  reads: (data) => line({ en: 'Customer of the ticket identified', de: 'Kunde des Tickets ermittelt' }, data.customer.value, data.company?.value),
});

const resolution = { ticketId: ThingId, solution: Type.Optional(FreeText), activity: Type.Optional(Activity) };

/** We think it is solved; the customer may still write. `solutionId`: the one of the collection that helped. */
export const ticketResolved = eventType({
  type: 'service.ticket-resolved',
  version: 2,
  door: 'open',
  schema: fields({ ...resolution, solutionId: Type.Optional(ThingId) }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Ticket resolved', de: 'Ticket gelöst' }, data.solution, data.activity),
  past: [{ version: 1, schema: fields(resolution), upcast: (data: unknown) => data }],
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

const merging = { ticketId: ThingId, into: ThingId, activity: Type.Optional(Activity) };

/**
 * This one is the duplicate: its stream ends here, and work goes on in the other one. Reopening makes it a ticket of its own again.
 * `intoNumber`: what people call the other one.
 */
export const ticketMerged = eventType({
  type: 'service.ticket-merged',
  version: 2,
  door: 'open',
  schema: fields({ ...merging, intoNumber: Type.Optional(Label) }),
  stream: (data) => `ticket-${data.ticketId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Ticket merged as a duplicate', de: 'Ticket als Dublette zusammengeführt' }, named('with ticket', 'mit Ticket', data.intoNumber ?? sayable(data.into)), data.activity),
  past: [{ version: 1, schema: fields(merging), upcast: (data: unknown) => data }],
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
  | FactOf<typeof ticketChanged>
  | FactOf<typeof ticketCustomerIdentified>
  | FactOf<typeof ticketResolved>
  | FactOf<typeof ticketReopened>
  | FactOf<typeof ticketClosed>
  | FactOf<typeof ticketMerged>
  | FactOf<typeof ticketActivityRecorded>
  | TicketWorkEvent
  | SlaEvent;

type Change = DataOf<typeof Change>;

/** `priority normal → high`; words of our own in both languages, everything else as it was written. */
function readChange({ field, from, to }: Change): Reading | undefined {
  const [before, after] = [readValue(field, from), readValue(field, to)];
  const { en, de } = CHANGEABLE[field];
  return named(en, de, { en: arrow(before?.en, after?.en), de: arrow(before?.de, after?.de) });
}

function readValue(field: TicketField, value: string | undefined): Reading | undefined {
  if (value === undefined) return undefined;
  if (field === 'channel') return readChannel(value);
  const words: Readonly<Record<string, Reading>> = field === 'kind' ? KINDS : field === 'priority' ? PRIORITIES : {};
  return (Object.hasOwn(words, value) ? words[value] : undefined) ?? { en: value, de: value };
}

function arrow(from: string | undefined, to: string | undefined): string {
  return from === undefined ? (to ?? '–') : `${from} → ${to ?? '–'}`;
}
