import { Type } from '@sinclair/typebox';
import { eventType, type FactOf } from '../event-type';
import { fields, Label, PersonalLabel, Uuid } from '../fields';
import { line, named } from '../reading';

/** One of our own people, as known from here on; registering again replaces what was said before. Teams are often called after who leads them. */
export const memberRegistered = eventType({
  type: 'staff.member-registered',
  version: 1,
  door: 'open',
  schema: fields({ staffId: Uuid, name: PersonalLabel, active: Type.Boolean(), team: Type.Optional(PersonalLabel), office: Type.Optional(Label) }),
  stream: (data) => `staff-${data.staffId.toLowerCase()}`,
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

export type MemberEvent = FactOf<typeof memberRegistered>;
