import { Type } from '@sinclair/typebox';
import { eventType, type FactOf } from '../event-type';
import { fields, Slug, ThingId } from '../fields';
import { line } from '../reading';

/** The next number of a day's sequence went to this thing: the event's revision plus one. It may never be used; none is issued twice. */
export const numberIssued = eventType({
  type: 'settings.number-issued',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ sequence: Slug, day: Type.String({ format: 'date' }), thing: ThingId }),
  stream: (data) => `numbers-${data.sequence}-${data.day}`,
  parties: () => [],
  reads: (data) => line({ en: 'Number issued', de: 'Nummer vergeben' }, `${data.sequence} ${data.day}`, data.thing),
});

export type NumberEvent = FactOf<typeof numberIssued>;
