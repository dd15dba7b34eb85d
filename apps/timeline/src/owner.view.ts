import { type OwnerEvent, textOf } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';
import type { Said } from './summary.view';

export const OWNER_ROLES = ['owner', 'secondOwner', 'deputy'] as const;
export type OwnerRole = (typeof OWNER_ROLES)[number];

/** Who looks after one node of a customer. `null` inside = he was released; outside = nothing was ever said. */
export type OwnershipDocument = {
  readonly node: string;
  /** In clear, as long as his key is there. */
  readonly customer: { readonly type: string; readonly value: string } | null;
  readonly owner: Said<string | null> | null;
  readonly secondOwner: Said<string | null> | null;
  readonly deputy: (Said<string | null> & { readonly until: string | null; readonly reason: string | null }) | null;
  readonly revision: number;
};

const CATEGORY = 'owner-';
const TYPES: ReadonlySet<string> = new Set<OwnerEvent['type']>(['customer.owner-assigned', 'customer.owner-released', 'customer.second-owner-assigned', 'customer.second-owner-released', 'customer.deputy-appointed', 'customer.deputy-ended']);

export const ownershipView: DocumentView<OwnershipDocument> = {
  kind: 'document',
  name: 'ownerships',
  version: 1,
  indexes: [...OWNER_ROLES.map((role) => `${role}.value`), 'node'],
  keys: ({ type, stream }) => (TYPES.has(type) ? [stream.slice(CATEGORY.length)] : []),
  streamsOf: (node) => [`${CATEGORY}${node}`],
  initial: (node) => ({ node, customer: null, owner: null, secondOwner: null, deputy: null, revision: -1 }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & OwnerEvent;
    const { type, value } = event.data.customer;
    const customer = textOf(value) === null ? null : { type, value };
    return { ...before, customer, ...changeIn(event, before), revision: event.revision };
  },
};

function changeIn(event: StoredEvent & OwnerEvent, before: OwnershipDocument): Partial<OwnershipDocument> {
  const at = { time: effectiveTime(event), position: String(event.position) };
  switch (event.type) {
    case 'customer.owner-assigned':
      return { owner: { value: event.data.owner, ...at } };
    case 'customer.owner-released':
      return { owner: { value: null, ...at } };
    case 'customer.second-owner-assigned':
      return { secondOwner: { value: event.data.secondOwner, ...at } };
    case 'customer.second-owner-released':
      return { secondOwner: { value: null, ...at } };
    case 'customer.deputy-appointed':
      return { deputy: { value: event.data.deputy, ...at, until: event.data.until, reason: textOf(event.data.reason) } };
    case 'customer.deputy-ended':
      return before.deputy?.value === event.data.deputy ? { deputy: { value: null, ...at, until: null, reason: null } } : {};
  }
}
