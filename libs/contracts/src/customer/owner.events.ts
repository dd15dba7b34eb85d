import { concerning, eventType, IdentifierSchema, type FactOf } from '../event-type';
import { fields, StaffActor } from '../fields';
import { line } from '../reading';

/** Who looks after this customer. It stays on the node it names, also when customers are merged and unmerged. */
export const ownerAssigned = eventType({
  type: 'customer.owner-assigned',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ customer: IdentifierSchema, owner: StaffActor }),
  stream: (data, node) => `owner-${node(data.customer)}`,
  parties: (data) => concerning(data.customer),
  reads: () => line({ en: 'Owner assigned', de: 'Betreuer zugewiesen' }),
});

export const ownerReleased = eventType({
  type: 'customer.owner-released',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ customer: IdentifierSchema }),
  stream: (data, node) => `owner-${node(data.customer)}`,
  parties: (data) => concerning(data.customer),
  reads: () => line({ en: 'No owner any more', de: 'Kein Betreuer mehr zugewiesen' }),
});

export type OwnerEvent = FactOf<typeof ownerAssigned> | FactOf<typeof ownerReleased>;
