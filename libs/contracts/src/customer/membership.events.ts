import { Type } from '@sinclair/typebox';
import type { Identifier } from '@throughline/kernel';
import { readDay } from '../day';
import { eventType, IdentifierSchema, type DataOf, type FactOf, type NamedParty, type Reading } from '../event-type';
import { Day, fields, oneOf, PersonalLabel, ThingId } from '../fields';
import { line, named } from '../reading';

const stream = (data: { readonly membershipId: string }): string => `membership-${data.membershipId}`;

/**
 * A person belongs to a company, in a role, from a day on. Another role from another day on is another membership: so the company's
 * timeline knows who did what as what. Without `from`: it is not known since when.
 */
export const membershipStarted = eventType({
  type: 'customer.membership-started',
  version: 1,
  door: 'open',
  schema: fields({ membershipId: ThingId, person: IdentifierSchema, company: IdentifierSchema, role: Type.Optional(PersonalLabel), from: Type.Optional(Day) }),
  stream,
  parties: (data) => ends(data),
  reads: (data) => line({ en: 'Belongs to the company', de: 'Gehört zur Firma' }, data.company.value, data.role, named('since', 'seit', readDay(data.from))),
});

const Change = Type.Union([
  fields({ field: oneOf(['role']), from: Type.Optional(PersonalLabel), to: Type.Optional(PersonalLabel) }),
  fields({ field: oneOf(['from']), from: Type.Optional(Day), to: Type.Optional(Day) }),
]);

export type MembershipChange = DataOf<typeof Change>;

/** Set right for the whole time of the membership: old and new value of the role and of its first day. */
export const membershipChanged = eventType({
  type: 'customer.membership-changed',
  version: 1,
  door: 'open',
  schema: fields({ membershipId: ThingId, changes: Type.Array(Change, { minItems: 1, maxItems: 2 }) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Membership of the company changed', de: 'Firmenzugehörigkeit geändert' }, ...data.changes.map(readChange)),
});

/** `to`: the last day of it. */
export const membershipEnded = eventType({
  type: 'customer.membership-ended',
  version: 1,
  door: 'open',
  schema: fields({ membershipId: ThingId, to: Day }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'No longer belongs to the company', de: 'Gehört nicht mehr zur Firma' }, named('last day', 'letzter Tag', readDay(data.to))),
});

export type MembershipEvent = FactOf<typeof membershipStarted> | FactOf<typeof membershipChanged> | FactOf<typeof membershipEnded>;

function ends({ person, company }: { readonly person: Identifier; readonly company: Identifier }): readonly NamedParty[] {
  return [
    { identifier: person, role: 'customer' },
    { identifier: company, role: 'company' },
  ];
}

function readChange({ field, from, to }: MembershipChange): Reading | undefined {
  const [before, after] = field === 'from' ? [readDay(from), readDay(to)] : [both(from), both(to)];
  const change = { en: arrow(before?.en, after?.en), de: arrow(before?.de, after?.de) };
  return field === 'from' ? named('since', 'seit', change) : named('role', 'Funktion', change);
}

function both(text: unknown): Reading | undefined {
  return typeof text === 'string' ? { en: text, de: text } : undefined;
}

function arrow(from: string | undefined, to: string | undefined): string {
  return from === undefined ? (to ?? '–') : `${from} → ${to ?? '–'}`;
}
