import { catalogue } from '@throughline/contracts';
import { effectiveTime, type NodeId, type StoredEvent } from '@throughline/kernel';
import type { MembershipDocument } from './membership.view';

/** One person who belonged to a company at some time. */
export interface Member {
  readonly nodes: ReadonlySet<NodeId>;
  /** All of his, in whatever company. */
  readonly memberships: readonly Pick<MembershipDocument, 'companyNode' | 'from' | 'to'>[];
}

/** What we have to do with people. */
const OUR_BUSINESS = new Set(['marketing', 'sales', 'service']);
/** And what is his own in it, unless it names the company: what he bought, and what he allows. */
const HIS_OWN = ['sales.order-', 'marketing.consent-'];

/** Whether an event belongs on the timeline of a company with its members: docs/decisions/0015. */
export function isOfCompany(event: StoredEvent, company: ReadonlySet<NodeId>, members: readonly Member[]): boolean {
  const { parties } = event;
  if (parties.some(({ node }) => company.has(node))) return true;
  if (!OUR_BUSINESS.has(catalogue.context(event.type)) || HIS_OWN.some((beginning) => event.type.startsWith(beginning))) return false;
  if (parties.some(({ role }) => role === 'company')) return false;
  const day = new Date(effectiveTime(event)).toISOString().slice(0, 10);
  return members.some((member) => parties.some(({ node }) => member.nodes.has(node)) && actsFor(member, company, day));
}

/** He belonged to this company that day, and to no other. */
function actsFor({ memberships }: Member, company: ReadonlySet<NodeId>, day: string): boolean {
  const companies = memberships.filter((one) => isOn(one, day)).map(({ companyNode }) => companyNode);
  return companies.length > 0 && companies.every((node) => node !== null && company.has(node));
}

/** Days are text and sort as they follow each other; where one is not known it is not over, or was always so. */
export function isOn({ from, to }: Pick<MembershipDocument, 'from' | 'to'>, day: string): boolean {
  return (from === null || from <= day) && (to === null || to >= day);
}
