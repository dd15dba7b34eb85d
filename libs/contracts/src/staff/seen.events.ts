import { eventType, IdentifierSchema, type FactOf } from '../event-type';
import { fields, Position, Uuid } from '../fields';
import { line } from '../reading';

/** Somebody has looked at a customer and seen everything up to a position. It happens to nobody, so it names no party: it stands on no timeline. */
export const customerSeen = eventType({
  type: 'staff.customer-seen',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ staffId: Uuid, customer: IdentifierSchema, position: Position }),
  stream: (data, node) => `seen-${data.staffId.toLowerCase()}-${node(data.customer)}`,
  parties: () => [],
  places: (data, here) => ({ ...data, position: here(data.position) }),
  reads: () => line({ en: 'Customer looked at', de: 'Kunde angesehen' }),
});

export type SeenEvent = FactOf<typeof customerSeen>;
