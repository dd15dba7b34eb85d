import { Type, type TSchema } from '@sinclair/typebox';
import type { Identifier } from '@throughline/kernel';
import { eventType, IdentifierSchema, personal, type DataOf, type FactOf, type NamedParty, type Reading } from '../event-type';
import { Day, fields, FreeText, oneOf, PersonalLabel, Slug } from '../fields';
import { line } from '../reading';
import { PROFILE_FIELDS, readProfileChange, type ProfileField } from './profile-words';

export const PROFILE_KINDS = ['person', 'company'] as const;
export type ProfileKind = (typeof PROFILE_KINDS)[number];

/** Of an address, a phone, an e-mail address: `home`, `work`, `billing` …, or one of the company's own. */
const kind = Type.Optional(Slug);
const Part = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }));

const Address = fields({ kind, street: Part, postalCode: Part, city: Part, country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })) });
const Phone = fields({ kind, number: Type.String({ minLength: 1, maxLength: 60 }) });
const Email = fields({ kind, address: Type.String({ minLength: 1, maxLength: 320 }) });
const most = { maxItems: 20 };

/** Sealed whole, each of them: also which language somebody speaks says something of him. `whatToKnow`: what a colleague needs to know who has never spoken with him. */
const PROFILE = {
  salutation: PersonalLabel,
  title: PersonalLabel,
  firstName: PersonalLabel,
  lastName: PersonalLabel,
  /** Of a company. */
  name: PersonalLabel,
  addresses: personal(Type.Array(Address, most)),
  phones: personal(Type.Array(Phone, most)),
  emails: personal(Type.Array(Email, most)),
  language: personal(Type.String({ pattern: '^[a-z]{2}$' })),
  preferredChannel: personal(Slug),
  birthday: personal(Day),
  whatToKnow: FreeText,
} satisfies Record<ProfileField, TSchema>;

/** What a profile says; a field that is left out says nothing. */
export type ProfileContent = { readonly [Field in ProfileField]?: DataOf<(typeof PROFILE)[Field]> };

const stream = (data: { readonly customer: Identifier }, node: (identifier: Identifier) => string): string => `profile-${node(data.customer)}`;

/** A person or a company was entered by hand, or by another system that keeps such things. */
export const profileCreated = eventType({
  type: 'customer.profile-created',
  version: 1,
  door: 'open',
  schema: fields({ customer: IdentifierSchema, kind: oneOf(PROFILE_KINDS), ...Type.Partial(Type.Object(PROFILE)).properties }),
  stream,
  parties: (data) => concerned(data.customer),
  reads: (data) => line(CREATED[data.kind], [data.firstName, data.lastName].filter((part) => typeof part === 'string').join(' '), data.name, data.whatToKnow),
});

const Change = Type.Union([
  change('salutation', PROFILE.salutation),
  change('title', PROFILE.title),
  change('firstName', PROFILE.firstName),
  change('lastName', PROFILE.lastName),
  change('name', PROFILE.name),
  change('addresses', PROFILE.addresses),
  change('phones', PROFILE.phones),
  change('emails', PROFILE.emails),
  change('language', PROFILE.language),
  change('preferredChannel', PROFILE.preferredChannel),
  change('birthday', PROFILE.birthday),
  change('whatToKnow', PROFILE.whatToKnow),
]);

/** One change of a profile: old and new value of one field; without `to` nothing is known there any more. */
export type ProfileChange = DataOf<typeof Change>;

/** `called`: the whole name from here on, where a part of it changed; whoever shows a name need not know the other parts. */
export const profileChanged = eventType({
  type: 'customer.profile-changed',
  version: 1,
  door: 'open',
  schema: fields({ customer: IdentifierSchema, changes: Type.Array(Change, { minItems: 1, maxItems: PROFILE_FIELDS.length }), called: Type.Optional(PersonalLabel) }),
  stream,
  parties: (data) => concerned(data.customer),
  reads: (data) => line({ en: 'Customer details changed', de: 'Stammdaten geändert' }, ...data.changes.map(readProfileChange)),
});

export type ProfileEvent = FactOf<typeof profileCreated> | FactOf<typeof profileChanged>;

const CREATED = {
  person: { en: 'Person created', de: 'Person angelegt' },
  company: { en: 'Company created', de: 'Firma angelegt' },
} as const satisfies Record<ProfileKind, Reading>;

/** A company stands on its own timeline as one. */
function concerned(customer: Identifier): readonly NamedParty[] {
  return [{ identifier: customer, role: customer.type === 'company' ? 'company' : 'customer' }];
}

function change<const Field extends ProfileField>(field: Field, value: (typeof PROFILE)[Field]) {
  return fields({ field: oneOf([field]), from: Type.Optional(value), to: Type.Optional(value) });
}
