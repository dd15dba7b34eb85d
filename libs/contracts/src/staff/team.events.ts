import { eventType, type FactOf } from '../event-type';
import { fields, PersonalLabel, ThingId, Uuid } from '../fields';
import { line } from '../reading';

const stream = (data: { readonly teamId: string }): string => `team-${data.teamId}`;

/** Colleagues who share their work. The name is sealed: teams are often called after who leads them. */
export const teamCreated = eventType({
  type: 'staff.team-created',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ teamId: ThingId, name: PersonalLabel }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Team created', de: 'Team angelegt' }, data.name),
});

export const teamRenamed = eventType({
  type: 'staff.team-renamed',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ teamId: ThingId, name: PersonalLabel }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Team renamed', de: 'Team umbenannt' }, data.name),
});

/** One may be in several teams. */
export const teamMemberJoined = eventType({
  type: 'staff.team-member-joined',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ teamId: ThingId, staffId: Uuid }),
  stream,
  parties: () => [],
  reads: () => line({ en: 'Staff member joined the team', de: 'Mitarbeiter ins Team aufgenommen' }),
});

export const teamMemberLeft = eventType({
  type: 'staff.team-member-left',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ teamId: ThingId, staffId: Uuid }),
  stream,
  parties: () => [],
  reads: () => line({ en: 'Staff member left the team', de: 'Mitarbeiter aus dem Team ausgeschieden' }),
});

/** For ever. Its members stay who they are. */
export const teamDissolved = eventType({
  type: 'staff.team-dissolved',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ teamId: ThingId }),
  stream,
  parties: () => [],
  reads: () => line({ en: 'Team dissolved', de: 'Team aufgelöst' }),
});

export type TeamEvent = FactOf<typeof teamCreated> | FactOf<typeof teamRenamed> | FactOf<typeof teamMemberJoined> | FactOf<typeof teamMemberLeft> | FactOf<typeof teamDissolved>;
