import type { Identifier, NodeId, StoredEvent } from '@throughline/kernel';

/** Whom a thing concerns, as documents of things keep it: lists find it by these nodes. */
export type Concerned = {
  /** In clear, as long as an event of the thing has named him and his key is there. */
  readonly customer: { readonly type: string; readonly value: string } | null;
  readonly customerNode: NodeId | null;
  readonly companyNode: NodeId | null;
  readonly nodes: readonly NodeId[];
};

export const CONCERNS_NOBODY: Concerned = { customer: null, customerNode: null, companyNode: null, nodes: [] };

/** The parties of an event are those of its thing from there on; most of them do not name him again. */
export function concernedBy(event: Pick<StoredEvent, 'parties'>, before: Concerned): Concerned {
  const party = event.parties.find(({ role }) => role === 'customer');
  const customerNode = party?.node ?? null;
  const known = customerNode === before.customerNode ? before.customer : null;
  return {
    customer: party?.identifier === undefined ? known : inClear(party.identifier),
    customerNode,
    companyNode: event.parties.find(({ role }) => role === 'company')?.node ?? null,
    nodes: event.parties.map(({ node }) => node),
  };
}

/** What was written, or nothing where the key it was sealed with is destroyed. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function inClear({ type, value }: Identifier): Concerned['customer'] {
  return { type, value };
}
