import { Type } from '@sinclair/typebox';
import { concerning, eventType, IdentifierSchema, personal, type FactOf, type Reading } from '../event-type';
import { fields, PersonalLabel, ThingId, ThingStream } from '../fields';
import { line } from '../reading';

/** `type/subtype` in small letters, without parameters. */
export const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;

const SHA_256 = '^[0-9a-f]{64}$';

/**
 * A file that belongs to a customer. The file itself lies in the blob store, sealed, and is there before this is recorded.
 *   blob   its address there: a digest keyed by the customer's key, so it tells nobody what the file says
 *   hash   SHA-256 of its content, hex. Sealed: whoever has a file could else prove that this customer has it too
 *   about  the stream of the thing it is about, such as `ticket-4711`
 */
export const attachmentAdded = eventType({
  type: 'customer.attachment-added',
  version: 1,
  door: 'closed',
  schema: fields({
    attachmentId: ThingId,
    customer: IdentifierSchema,
    name: PersonalLabel,
    mediaType: Type.String({ pattern: MEDIA_TYPE.source }),
    bytes: Type.Integer({ minimum: 1 }),
    hash: personal(Type.String({ pattern: SHA_256 })),
    blob: Type.String({ pattern: SHA_256 }),
    about: Type.Optional(ThingStream),
  }),
  stream: (data) => `attachment-${data.attachmentId}`,
  parties: (data) => concerning(data.customer),
  reads: (data) => line({ en: 'Attachment added', de: 'Anhang hinzugefügt' }, data.name, readSize(data.bytes)),
});

export type AttachmentEvent = FactOf<typeof attachmentAdded>;

const UNITS = ['B', 'kB', 'MB', 'GB'];

/** As files are counted everywhere but in memory: 1 kB = 1,000 bytes. */
function readSize(bytes: number): Reading {
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1_000 ** power;
  const say = (language: string): string => `${value.toLocaleString(language, { maximumFractionDigits: value < 10 ? 1 : 0 })} ${UNITS[power]}`;
  return { en: say('en'), de: say('de') };
}
