import { Type } from '@sinclair/typebox';
import { eventType, type FactOf } from '../event-type';
import { Day, fields, Position, Uuid } from '../fields';
import { line } from '../reading';

/**
 * What somebody has read of what reached him: everything up to a position, single entries, or both. A stream for each day, so that
 * none grows for ever; all days of one person are one lane, so that they are folded in order.
 */
export const inboxRead = eventType({
  type: 'staff.inbox-read',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ staffId: Uuid, day: Day, upTo: Type.Optional(Position), entries: Type.Optional(Type.Array(Position, { minItems: 1, maxItems: 500 })) }),
  stream: (data) => `inbox-${data.staffId.toLowerCase()}-${data.day}`,
  parties: () => [],
  subject: (data) => `inbox-${data.staffId.toLowerCase()}`,
  places: ({ upTo, entries, ...data }, here) => ({ ...data, ...(upTo === undefined ? {} : { upTo: here(upTo) }), ...(entries === undefined ? {} : { entries: entries.map(here) }) }),
  reads: () => line({ en: 'Inbox read', de: 'Posteingang gelesen' }),
});

export type InboxEvent = FactOf<typeof inboxRead>;
