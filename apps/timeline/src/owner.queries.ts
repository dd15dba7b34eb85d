import type { NodeId } from '@throughline/kernel';
import { pageOf, type Shelf } from '@throughline/read-store';
import { OWNER_ROLES, type OwnerRole, type OwnershipDocument } from './owner.view';
import { later, type Said } from './summary.view';

/** Who it is, and since when (ISO 8601 in UTC). */
export interface Holder {
  readonly staff: string;
  readonly since: string;
}

export interface Ownership {
  readonly owner: Holder | null;
  readonly secondOwner: Holder | null;
  readonly deputy: (Holder & { readonly until: string | null; readonly reason: string | null }) | null;
}

/** Over all nodes of a customer: in each role the later word holds. */
export async function ownershipOf(shelf: Shelf, nodes: readonly NodeId[]): Promise<Ownership> {
  const documents = [...(await shelf.documents(nodes)).values()].map(({ body }) => body as OwnershipDocument);
  return shown({ owner: laterOf(documents.map(({ owner }) => owner)), secondOwner: laterOf(documents.map(({ secondOwner }) => secondOwner)), deputy: laterOf(documents.map(({ deputy }) => deputy)) });
}

export interface OwnedQuery {
  readonly staff: string;
  readonly role?: OwnerRole;
  readonly limit: number;
  readonly after?: string;
}

export type Owned = Ownership & { readonly node: NodeId; readonly customer: OwnershipDocument['customer'] };

export interface OwnedPage {
  readonly customers: readonly Owned[];
  readonly after: string | null;
}

/** The nodes that somebody looks after, in the order of their names there: stable, because a node never changes its name. */
export async function ownedBy(shelf: Shelf, { staff, role, limit, after }: OwnedQuery): Promise<OwnedPage> {
  const anyOf = (role === undefined ? OWNER_ROLES : [role]).map((one) => ({ [`${one}.value`]: staff }));
  const page = await pageOf(shelf, { anyOf, orderBy: { path: 'node' }, limit, after });
  return { customers: page.documents.map(({ body }) => presented(body as OwnershipDocument)), after: page.after };
}

function laterOf<One extends Said<unknown>>(all: readonly (One | null)[]): One | null {
  return all.reduce<One | null>(later, null);
}

function presented({ node, customer, ...roles }: OwnershipDocument): Owned {
  return { node, customer, ...shown(roles) };
}

function shown({ owner, secondOwner, deputy }: Pick<OwnershipDocument, OwnerRole>): Ownership {
  const standsIn = held(deputy);
  return { owner: held(owner), secondOwner: held(secondOwner), deputy: standsIn === null ? null : { ...standsIn, until: deputy?.until ?? null, reason: deputy?.reason ?? null } };
}

function held(said: OwnershipDocument['owner']): Holder | null {
  return said === null || said.value === null ? null : { staff: said.value, since: new Date(said.time).toISOString() };
}
