import { eventType, type FactOf } from '../event-type';
import { fields, oneOf, PersonalLabel, Slug, ThingId } from '../fields';
import { line } from '../reading';

/** `staff` keys read and command; `source` keys only write. */
export const KEY_KINDS = ['staff', 'source'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** A system or a colleague that speaks to us. Keys rotate, the source stays. The name may be a person's, so it is sealed. */
export const sourceRegistered = eventType({
  type: 'settings.source-registered',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ sourceId: ThingId, name: PersonalLabel, kind: Slug }),
  stream: (data) => `source-${data.sourceId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Source registered', de: 'Quelle angelegt' }, data.name),
});

/** The key itself never stands in an event: the vault keeps its hash. */
export const keyCreated = eventType({
  type: 'settings.key-created',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ keyId: ThingId, sourceId: ThingId, kind: oneOf(KEY_KINDS) }),
  stream: (data) => `source-${data.sourceId}`,
  parties: () => [],
  reads: (data) =>
    line({ en: 'Key created', de: 'Schlüssel erstellt' }, data.kind === 'staff' ? { en: 'for a staff member', de: 'für einen Mitarbeiter' } : { en: 'for a source', de: 'für eine Quelle' }),
});

export const keyDisabled = eventType({
  type: 'settings.key-disabled',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ keyId: ThingId, sourceId: ThingId }),
  stream: (data) => `source-${data.sourceId}`,
  parties: () => [],
  reads: () => line({ en: 'Key disabled', de: 'Schlüssel gesperrt' }),
});

export type SourceEvent = FactOf<typeof sourceRegistered> | FactOf<typeof keyCreated> | FactOf<typeof keyDisabled>;
