import { Type } from '@sinclair/typebox';
import { readChannel } from '../channel';
import { concerning, eventType, IdentifierSchema, type DataOf, type FactOf, type Reading } from '../event-type';
import { Channel, fields, FreeText, StaffActor, ThingId } from '../fields';
import { bracketed, line } from '../reading';

/** Colleagues at most that one note speaks to; whoever has more to reach writes a mail. */
export const MOST_MENTIONS = 50;

const written = { noteId: ThingId, customer: IdentifierSchema, text: FreeText, channel: Type.Optional(Channel) };
const writtenToNobody = fields(written);

/**
 * What a colleague wants others to know about a customer. `channel`: it was written about a contact, such as a call.
 * `mentions`: the colleagues it speaks to, who are told; left out, none.
 */
export const noteWritten = eventType({
  type: 'customer.note-written',
  version: 2,
  door: 'open',
  schema: fields({ ...written, mentions: Type.Optional(Type.Array(StaffActor, { maxItems: MOST_MENTIONS })) }),
  stream: (data) => `note-${data.noteId}`,
  parties: (data) => concerning(data.customer),
  reads: (data) => line(bracketed({ en: 'Note', de: 'Notiz' }, readChannel(data.channel)), data.text, mentioning(data.mentions)),
  channel: (data) => data.channel,
  past: [{ version: 1, schema: writtenToNobody, upcast: (data: DataOf<typeof writtenToNobody>) => ({ ...data, mentions: [] }) }],
});

/** It stays on top until it is unpinned. */
export const notePinned = eventType({
  type: 'customer.note-pinned',
  version: 1,
  door: 'closed',
  schema: fields({ noteId: ThingId }),
  stream: (data) => `note-${data.noteId}`,
  parties: () => [],
  reads: () => line({ en: 'Note pinned', de: 'Notiz angeheftet' }),
});

export const noteUnpinned = eventType({
  type: 'customer.note-unpinned',
  version: 1,
  door: 'closed',
  schema: fields({ noteId: ThingId }),
  stream: (data) => `note-${data.noteId}`,
  parties: () => [],
  reads: () => line({ en: 'Note unpinned', de: 'Notiz nicht mehr angeheftet' }),
});

export type NoteEvent = FactOf<typeof noteWritten> | FactOf<typeof notePinned> | FactOf<typeof noteUnpinned>;

/** How many, not who: colleagues have no names here. */
function mentioning(mentions: readonly string[] | undefined): Reading | undefined {
  const count = mentions?.length ?? 0;
  if (count === 0) return undefined;
  return count === 1 ? { en: 'for a colleague', de: 'für einen Kollegen' } : { en: `for ${count} colleagues`, de: `für ${count} Kollegen` };
}
