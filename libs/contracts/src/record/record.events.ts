import { Type } from '@sinclair/typebox';
import type { Identifier } from '@throughline/kernel';
import { concerning, eventType, IdentifierSchema, personal, type FactOf, type NamedParty } from '../event-type';
import { fields, ShortFreeText, Uuid } from '../fields';
import { line } from '../reading';

/** The stream that holds what was entered wrongly; the correction stands in it too. */
const Stream = Type.String({ minLength: 1, maxLength: 512 });

/**
 * What an event of this stream says was entered wrongly, and says this instead: its data, whole, as `version` of its type has it.
 * The original stays. The codec seals the fields of `data` as it seals those of that type, so that erasing somebody erases no more
 * and no less of a correction than of what it corrects.
 */
export const recordCorrected = eventType({
  type: 'record.corrected',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({
    stream: Stream,
    eventId: Uuid,
    type: Type.String({ minLength: 1, maxLength: 200 }),
    version: Type.Integer({ minimum: 1 }),
    data: personal(Type.Record(Type.String(), Type.Unknown(), { additionalProperties: false })),
    reason: ShortFreeText,
  }),
  stream: (data) => data.stream,
  parties: () => [],
  reads: (data, read) => line({ en: 'Entry corrected', de: 'Eintrag berichtigt' }, read(data.type, data.data), data.reason),
});

/** It never happened. Without an `eventId` that goes for all that stood in the stream until then. The original stays. */
export const recordWithdrawn = eventType({
  type: 'record.withdrawn',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ stream: Stream, eventId: Type.Optional(Uuid), reason: ShortFreeText }),
  stream: (data) => data.stream,
  parties: () => [],
  reads: (data) => line(data.eventId === undefined ? { en: 'Whole record withdrawn', de: 'Ganzer Vorgang zurückgezogen' } : { en: 'Entry withdrawn', de: 'Eintrag zurückgezogen' }, data.reason),
});

/**
 * The whole thing belongs to somebody else, and always did. Its lane stays for ever; customer and company are these from here on,
 * nobody stays in a role that is left out. Whom it was taken from is named too: it stands on his timeline that it went.
 */
export const recordMoved = eventType({
  type: 'record.moved',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({
    stream: Stream,
    customer: Type.Optional(IdentifierSchema),
    company: Type.Optional(IdentifierSchema),
    fromCustomer: Type.Optional(IdentifierSchema),
    fromCompany: Type.Optional(IdentifierSchema),
    reason: ShortFreeText,
  }),
  stream: (data) => data.stream,
  parties: (data) => [...concerning(data.customer, data.company), ...former(data.fromCustomer), ...former(data.fromCompany)],
  settles: ['customer', 'company'],
  reads: (data) => line({ en: 'Moved to the right customer', de: 'Zum richtigen Kunden verschoben' }, way(data.fromCustomer ?? data.fromCompany, data.customer ?? data.company), data.reason),
});

export type RecordEvent = FactOf<typeof recordCorrected> | FactOf<typeof recordWithdrawn> | FactOf<typeof recordMoved>;

function former(identifier: Identifier | undefined): readonly NamedParty[] {
  return identifier === undefined ? [] : [{ identifier, role: 'former' }];
}

function way(from: Identifier | undefined, to: Identifier | undefined): string | undefined {
  if (typeof to?.value !== 'string') return undefined;
  return typeof from?.value === 'string' ? `${from.value} → ${to.value}` : to.value;
}
