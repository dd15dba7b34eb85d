import type { NodeId } from '@throughline/kernel';
import { pageOf, type Shelf, type Where } from '@throughline/read-store';
import { isOn } from './company-members.rules';
import type { MembershipDocument } from './membership.view';

export interface MembershipQuery {
  /** Only those of this day. */
  readonly on?: string;
  readonly limit: number;
  readonly after?: string;
}

export interface MembershipPage {
  readonly memberships: readonly MembershipDocument[];
  readonly after: string | null;
}

const THERE = ['running', 'ended'];

/** The people of a company, whoever came first on top. */
export function peopleOf(shelf: Shelf, company: readonly NodeId[], query: MembershipQuery): Promise<MembershipPage> {
  return membershipsWith(shelf, { companyNode: { in: company } }, query);
}

/** The companies of a person, the first one on top. */
export function companiesOf(shelf: Shelf, person: readonly NodeId[], query: MembershipQuery): Promise<MembershipPage> {
  return membershipsWith(shelf, { personNode: { in: person } }, query);
}

async function membershipsWith(shelf: Shelf, whose: Where, { on, limit, after }: MembershipQuery): Promise<MembershipPage> {
  const accept = on === undefined ? {} : { accept: ({ body }: { readonly body: unknown }): boolean => isOn(body as MembershipDocument, on) };
  const page = await pageOf(shelf, { anyOf: [{ ...whose, status: { in: THERE } }], orderBy: { path: 'from' }, limit, after, ...accept });
  return { memberships: page.documents.map(({ body }) => body as MembershipDocument), after: page.after };
}

export async function membershipById(shelf: Shelf, membershipId: string): Promise<MembershipDocument | null> {
  const found = (await shelf.documents([membershipId])).get(membershipId)?.body as MembershipDocument | undefined;
  return found === undefined || found.status === 'none' ? null : found;
}
