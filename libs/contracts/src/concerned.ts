import type { Identifier, NodeId, Party, StoredEvent } from '@throughline/kernel';

/** Whom a thing concerns, as documents of things keep it: lists find it by these nodes. */
export type Concerned = {
  /** In clear, as long as an event of the thing has named them and their keys are there. */
  readonly customer: Identifier | null;
  readonly company: Identifier | null;
  readonly customerNode: NodeId | null;
  readonly companyNode: NodeId | null;
  readonly nodes: readonly NodeId[];
};

export const CONCERNS_NOBODY: Concerned = { customer: null, company: null, customerNode: null, companyNode: null, nodes: [] };

/** The parties of an event are those of its thing from there on, also after it was moved; most events do not name them again in clear. */
export function concernedBy({ parties }: Pick<StoredEvent, 'parties'>, before: Concerned): Concerned {
  const [customer, company] = (['customer', 'company'] as const).map((role) => parties.find((party) => party.role === role));
  return {
    customer: inClear(customer?.identifier) ?? known(customer, before.customerNode, before.customer),
    company: inClear(company?.identifier) ?? known(company, before.companyNode, before.company),
    customerNode: customer?.node ?? null,
    companyNode: company?.node ?? null,
    nodes: parties.map(({ node }) => node),
  };
}

function known(party: Party | undefined, node: NodeId | null, identifier: Identifier | null): Identifier | null {
  return party?.node === node ? identifier : null;
}

/** Whose key is destroyed reads as never named. */
export function inClear(identifier: Identifier | undefined): Identifier | null {
  return identifier === undefined || typeof identifier.value !== 'string' ? null : { type: identifier.type, value: identifier.value };
}

/** What was written, or nothing where the key it was sealed with is destroyed. */
export function textOf(written: unknown): string | null {
  return typeof written === 'string' ? written : null;
}
