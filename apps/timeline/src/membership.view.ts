import { type MembershipEvent, textOf } from '@throughline/contracts';
import type { DocumentView, Identifier, NodeId, StoredEvent } from '@throughline/kernel';

type Named = { readonly type: string; readonly value: string };

/** A person in a company, as lists show it. Days as they were said, `2026-03-31`. */
export type MembershipDocument = {
  readonly membershipId: string;
  /** `none` = there is nothing (any more): lists leave it out. */
  readonly status: 'none' | 'running' | 'ended';
  /** In clear, as long as an event has named him and his key is there. */
  readonly person: Named | null;
  readonly personNode: NodeId | null;
  readonly company: Named | null;
  readonly companyNode: NodeId | null;
  readonly role: string | null;
  /** Its first day; null = it is not known since when. */
  readonly from: string | null;
  /** Its last day. */
  readonly to: string | null;
  readonly nodes: readonly NodeId[];
  readonly revision: number;
};

const NOTHING: Omit<MembershipDocument, 'membershipId'> = { status: 'none', person: null, personNode: null, company: null, companyNode: null, role: null, from: null, to: null, nodes: [], revision: -1 };

export const membershipView: DocumentView<MembershipDocument> = {
  kind: 'document',
  name: 'memberships',
  version: 1,
  indexes: ['personNode', 'companyNode', 'from'],
  keys: (event) => (event.type.startsWith('customer.membership-') ? [(event.data as { readonly membershipId: string }).membershipId] : []),
  streamsOf: (membershipId) => [`membership-${membershipId}`],
  initial: (membershipId) => ({ membershipId, ...NOTHING }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & MembershipEvent;
    const one: MembershipDocument = { ...before, ...concerned(event), status: before.status === 'none' ? 'running' : before.status, revision: event.revision };
    switch (event.type) {
      case 'customer.membership-started': {
        const { person, company, role, from } = event.data;
        if (before.person !== null || before.company !== null) return one;
        return { ...one, person: inClear(person), company: inClear(company), role: one.role ?? textOf(role), from: one.from ?? from ?? null };
      }
      case 'customer.membership-changed':
        return { ...one, ...Object.fromEntries(event.data.changes.map(({ field, to }) => [field, textOf(to)])) };
      case 'customer.membership-ended':
        return { ...one, status: 'ended', to: event.data.to };
    }
  },
};

function concerned({ parties }: StoredEvent): Pick<MembershipDocument, 'personNode' | 'companyNode' | 'nodes'> {
  const inRole = (role: string): NodeId | null => parties.find((party) => party.role === role)?.node ?? null;
  return { personNode: inRole('customer'), companyNode: inRole('company'), nodes: parties.map(({ node }) => node) };
}

function inClear({ type, value }: Identifier): Named | null {
  return typeof value === 'string' ? { type, value } : null;
}
