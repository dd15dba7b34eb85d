import { Type } from '@sinclair/typebox';
import { eventType, personal, type FactOf } from '../event-type';
import { fields, oneOf, ShortFreeText, Slug, ThingId, Uuid } from '../fields';
import { line } from '../reading';

/**
 * Something came in that could not be taken. Its lane is its own stream, so message and body are sealed with the stream's
 * own key. `body` is absent when it was larger than an event may be; `bytes` and `digest` are always those of the original.
 */
export const itemQuarantined = eventType({
  type: 'intake.item-quarantined',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({
    itemId: ThingId,
    door: Slug,
    code: Type.String({ pattern: '^[A-Z][A-Z0-9_]{0,59}$' }),
    message: ShortFreeText,
    line: Type.Optional(Type.Integer({ minimum: 1 })),
    bytes: Type.Integer({ minimum: 0 }),
    digest: Type.String({ pattern: '^[A-Za-z0-9_-]{16,128}$' }),
    body: Type.Optional(personal(Type.String({ maxLength: 190_000 }))),
  }),
  stream: (data) => `quarantine-${data.itemId}`,
  parties: () => [],
  reads: (data) =>
    line(
      { en: 'Put into quarantine', de: 'In Quarantäne gestellt' },
      data.message,
      data.code,
      data.line === undefined ? undefined : { en: `line ${data.line}`, de: `Zeile ${data.line}` },
    ),
});

/** What became of it: taken (`eventId` is the event), or refused again for a reason of its own. */
export const RESUBMISSION_OUTCOMES = ['accepted', 'refused'] as const;
export type ResubmissionOutcome = (typeof RESUBMISSION_OUTCOMES)[number];

export const itemResubmitted = eventType({
  type: 'intake.item-resubmitted',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ itemId: ThingId, outcome: oneOf(RESUBMISSION_OUTCOMES), eventId: Type.Optional(Uuid) }),
  stream: (data) => `quarantine-${data.itemId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Submitted again', de: 'Erneut eingereicht' }, data.outcome === 'accepted' ? { en: 'accepted', de: 'angenommen' } : { en: 'refused', de: 'abgelehnt' }),
});

export const itemDiscarded = eventType({
  type: 'intake.item-discarded',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ itemId: ThingId, reason: Type.Optional(ShortFreeText) }),
  stream: (data) => `quarantine-${data.itemId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Discarded from quarantine', de: 'Aus der Quarantäne verworfen' }, data.reason),
});

export type QuarantineEvent = FactOf<typeof itemQuarantined> | FactOf<typeof itemResubmitted> | FactOf<typeof itemDiscarded>;
