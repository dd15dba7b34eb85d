import { Type } from '@sinclair/typebox';
import { readChannel } from '../channel';
import { concerning, eventType, IdentifierSchema, type FactOf } from '../event-type';
import { Channel, fields, FreeText, ThingId } from '../fields';
import { bracketed, line } from '../reading';

/** What a colleague wants others to know about a customer. `channel`: it was written about a contact, such as a call. */
export const noteWritten = eventType({
  type: 'customer.note-written',
  version: 1,
  door: 'open',
  schema: fields({ noteId: ThingId, customer: IdentifierSchema, text: FreeText, channel: Type.Optional(Channel) }),
  stream: (data) => `note-${data.noteId}`,
  parties: (data) => concerning(data.customer),
  reads: (data) => line(bracketed({ en: 'Note', de: 'Notiz' }, readChannel(data.channel)), data.text),
  channel: (data) => data.channel,
});

export type NoteEvent = FactOf<typeof noteWritten>;
