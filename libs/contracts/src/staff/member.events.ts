import { Type } from '@sinclair/typebox';
import { eventType, type FactOf } from '../event-type';
import { fields, Label, PersonalLabel, ShortFreeText, Uuid } from '../fields';
import { line, named } from '../reading';

const stream = (data: { readonly staffId: string }): string => `staff-${data.staffId.toLowerCase()}`;

/** One of our own people, as known from here on; registering again replaces what was said before. Teams are often called after who leads them. */
export const memberRegistered = eventType({
  type: 'staff.member-registered',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ staffId: Uuid, name: PersonalLabel, active: Type.Boolean(), team: Type.Optional(PersonalLabel), office: Type.Optional(Label) }),
  stream,
  parties: () => [],
  reads: (data) =>
    line(
      { en: 'Staff member registered', de: 'Mitarbeiter erfasst' },
      data.name,
      named('team', 'Team', data.team),
      named('office', 'Standort', data.office),
      data.active ? undefined : { en: 'inactive', de: 'inaktiv' },
    ),
});

export const memberRenamed = eventType({
  type: 'staff.member-renamed',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ staffId: Uuid, name: PersonalLabel }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Staff member renamed', de: 'Name des Mitarbeiters geändert' }, data.name),
});

/** Works here no more, or not for now. What he had to do was handed over before. */
export const memberDeactivated = eventType({
  type: 'staff.member-deactivated',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ staffId: Uuid, reason: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Staff member deactivated', de: 'Mitarbeiter deaktiviert' }, data.reason),
});

export const memberReactivated = eventType({
  type: 'staff.member-reactivated',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ staffId: Uuid }),
  stream,
  parties: () => [],
  reads: () => line({ en: 'Staff member active again', de: 'Mitarbeiter wieder aktiv' }),
});

export type MemberEvent = FactOf<typeof memberRegistered> | FactOf<typeof memberRenamed> | FactOf<typeof memberDeactivated> | FactOf<typeof memberReactivated>;
