import type { Identifier, Party, StoredEvent } from '@throughline/kernel';

/** Whom a document concerns: how it is found by a customer's nodes. */
export type Concerned = {
  readonly nodes: readonly string[];
  /** The first person's and the first company's node: lists are filtered by these. */
  readonly customerNode: string | null;
  readonly companyNode: string | null;
};

export const NOBODY: Concerned = { nodes: [], customerNode: null, companyNode: null };

export function concernedBy({ parties }: Pick<StoredEvent, 'parties'>): Concerned {
  const first = (role: Party['role']): string | null => parties.find((party) => party.role === role)?.node ?? null;
  return { nodes: parties.map(({ node }) => node), customerNode: first('customer'), companyNode: first('company') };
}

/** Whose key is destroyed reads as never named. */
export function inClear(identifier: Identifier | undefined): Identifier | null {
  return identifier === undefined || typeof identifier.value !== 'string' ? null : { type: identifier.type, value: identifier.value };
}

/** As `inClear`, of what somebody wrote. */
export function textOf(written: unknown): string | null {
  return typeof written === 'string' ? written : null;
}
