import { Type } from '@sinclair/typebox';
import { concerning, eventType, IdentifierSchema, type FactOf } from '../event-type';
import { fields, Instant, ShortFreeText, StaffActor, ThingId, ThingStream } from '../fields';
import { readMoment } from '../moment';
import { line, named } from '../reading';

const stream = (data: { readonly followUpId: string }): string => `follow-up-${data.followUpId}`;

/**
 * Something to be done for a customer: what, by whom, until when. `promised`: the customer was told and waits for it.
 * `about`: the stream of the thing it is about, such as `ticket-4711`.
 */
export const followUpPlanned = eventType({
  type: 'customer.follow-up-planned',
  version: 1,
  door: 'open',
  schema: fields({
    followUpId: ThingId,
    customer: IdentifierSchema,
    company: Type.Optional(IdentifierSchema),
    what: ShortFreeText,
    assignee: StaffActor,
    due: Instant,
    promised: Type.Boolean(),
    about: Type.Optional(ThingStream),
  }),
  stream,
  parties: (data) => concerning(data.customer, data.company),
  reads: (data) =>
    line(
      { en: 'Follow-up planned', de: 'Wiedervorlage angelegt' },
      data.what,
      named('due', 'fällig am', readMoment(data.due)),
      data.promised ? { en: 'promised to the customer', de: 'dem Kunden zugesagt' } : undefined,
    ),
});

/** To another time, earlier or later. */
export const followUpMoved = eventType({
  type: 'customer.follow-up-moved',
  version: 1,
  door: 'open',
  schema: fields({ followUpId: ThingId, due: Instant, from: Type.Optional(Instant), reason: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Follow-up moved', de: 'Wiedervorlage verschoben' }, named('to', 'auf den', readMoment(data.due)), data.reason),
});

/** To another colleague. */
export const followUpHandedOver = eventType({
  type: 'customer.follow-up-handed-over',
  version: 1,
  door: 'open',
  schema: fields({ followUpId: ThingId, assignee: StaffActor, from: Type.Optional(StaffActor) }),
  stream,
  parties: () => [],
  reads: () => line({ en: 'Follow-up handed over to a colleague', de: 'Wiedervorlage an einen Kollegen übergeben' }),
});

export const followUpDone = eventType({
  type: 'customer.follow-up-done',
  version: 1,
  door: 'open',
  schema: fields({ followUpId: ThingId, result: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Follow-up done', de: 'Wiedervorlage erledigt' }, data.result),
});

/** It will not be done. `told`: what the customer was told, where it had been promised. */
export const followUpDropped = eventType({
  type: 'customer.follow-up-dropped',
  version: 1,
  door: 'open',
  schema: fields({ followUpId: ThingId, reason: ShortFreeText, told: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Follow-up dropped', de: 'Wiedervorlage gestrichen' }, data.reason, named('the customer was told:', 'dem Kunden mitgeteilt:', data.told)),
});

/** Its time came and it was still to be done. Once per due time. */
export const followUpFellDue = eventType({
  type: 'customer.follow-up-fell-due',
  version: 1,
  door: 'closed',
  schema: fields({ followUpId: ThingId, due: Instant }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Follow-up is due', de: 'Wiedervorlage fällig' }, readMoment(data.due)),
});

export type FollowUpEvent =
  | FactOf<typeof followUpPlanned>
  | FactOf<typeof followUpMoved>
  | FactOf<typeof followUpHandedOver>
  | FactOf<typeof followUpDone>
  | FactOf<typeof followUpDropped>
  | FactOf<typeof followUpFellDue>;
