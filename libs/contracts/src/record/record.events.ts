import { Type } from '@sinclair/typebox';
import { concerning, eventType, IdentifierSchema, personal, type FactOf } from '../event-type';
import { fields, ShortFreeText, Uuid } from '../fields';
import { line } from '../reading';

/** The stream that holds what was entered wrongly; the correction stands in it too. */
const Stream = Type.String({ minLength: 1, maxLength: 512 });

/** What an event of this stream says was entered wrongly, and says this instead: its data, whole. The original stays. */
export const recordCorrected = eventType({
  type: 'record.corrected',
  version: 1,
  door: 'closed',
  schema: fields({ stream: Stream, eventId: Uuid, data: personal(Type.Record(Type.String(), Type.Unknown())), reason: ShortFreeText }),
  stream: (data) => data.stream,
  parties: () => [],
  reads: (data) => line({ en: 'Entry corrected', de: 'Eintrag berichtigt' }, data.reason),
});

/** It never happened. Without an `eventId` the whole thing is withdrawn. The original stays. */
export const recordWithdrawn = eventType({
  type: 'record.withdrawn',
  version: 1,
  door: 'closed',
  schema: fields({ stream: Stream, eventId: Type.Optional(Uuid), reason: ShortFreeText }),
  stream: (data) => data.stream,
  parties: () => [],
  reads: (data) => line({ en: 'Entry withdrawn', de: 'Eintrag zurückgezogen' }, data.reason),
});

/** The whole thing belongs to somebody else. Its lane stays for ever; the parties are these from here on. */
export const recordMoved = eventType({
  type: 'record.moved',
  version: 1,
  door: 'closed',
  schema: fields({ stream: Stream, from: Type.Optional(IdentifierSchema), customer: IdentifierSchema, company: Type.Optional(IdentifierSchema), reason: ShortFreeText }),
  stream: (data) => data.stream,
  parties: (data) => concerning(data.customer, data.company),
  reads: (data) => line({ en: 'Moved to the right customer', de: 'Zum richtigen Kunden verschoben' }, data.reason),
});

export type RecordEvent = FactOf<typeof recordCorrected> | FactOf<typeof recordWithdrawn> | FactOf<typeof recordMoved>;
