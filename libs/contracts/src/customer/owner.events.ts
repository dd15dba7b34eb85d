import { Type } from '@sinclair/typebox';
import type { Identifier } from '@throughline/kernel';
import { concerning, eventType, IdentifierSchema, type FactOf, type NamedParty, type NodeOf } from '../event-type';
import { fields, Instant, ShortFreeText, StaffActor } from '../fields';
import { readMoment } from '../moment';
import { line, named } from '../reading';

interface OfCustomer {
  readonly customer: Identifier;
}

const stream = ({ customer }: OfCustomer, node: NodeOf): string => `owner-${node(customer)}`;
const parties = ({ customer }: OfCustomer): readonly NamedParty[] => concerning(customer);

/** Who looks after this customer. It stays on the node it names, also when customers are merged and unmerged. */
export const ownerAssigned = eventType({
  type: 'customer.owner-assigned',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ customer: IdentifierSchema, owner: StaffActor }),
  stream,
  parties,
  reads: () => line({ en: 'Owner assigned', de: 'Betreuer zugewiesen' }),
});

export const ownerReleased = eventType({
  type: 'customer.owner-released',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ customer: IdentifierSchema }),
  stream,
  parties,
  reads: () => line({ en: 'No owner any more', de: 'Kein Betreuer mehr zugewiesen' }),
});

/** Knows the customer too, for good; a deputy only for a time. */
export const secondOwnerAssigned = eventType({
  type: 'customer.second-owner-assigned',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ customer: IdentifierSchema, secondOwner: StaffActor }),
  stream,
  parties,
  reads: () => line({ en: 'Second owner assigned', de: 'Zweitbetreuer zugewiesen' }),
});

export const secondOwnerReleased = eventType({
  type: 'customer.second-owner-released',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ customer: IdentifierSchema }),
  stream,
  parties,
  reads: () => line({ en: 'No second owner any more', de: 'Kein Zweitbetreuer mehr zugewiesen' }),
});

/** Until then somebody stands in for the owner. The same again with another time prolongs or shortens it; somebody else takes his place. */
export const deputyAppointed = eventType({
  type: 'customer.deputy-appointed',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ customer: IdentifierSchema, deputy: StaffActor, until: Instant, reason: Type.Optional(ShortFreeText) }),
  stream,
  parties,
  reads: (data) => line({ en: 'Deputy appointed', de: 'Vertretung eingesetzt' }, named('until', 'bis', readMoment(data.until)), data.reason),
});

/** By somebody, earlier than it was agreed, or by itself when its time was over. */
export const deputyEnded = eventType({
  type: 'customer.deputy-ended',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ customer: IdentifierSchema, deputy: StaffActor }),
  stream,
  parties,
  reads: () => line({ en: 'No deputy any more', de: 'Keine Vertretung mehr' }),
});

export type OwnerEvent =
  | FactOf<typeof ownerAssigned>
  | FactOf<typeof ownerReleased>
  | FactOf<typeof secondOwnerAssigned>
  | FactOf<typeof secondOwnerReleased>
  | FactOf<typeof deputyAppointed>
  | FactOf<typeof deputyEnded>;
