import type { DisqualificationReason, LeadCriteria, LeadEvent, Money } from '@throughline/contracts';
import { canonicalJson, isRejection, reject, type Command, type Decider, type Rejection, type StoredEvent } from '@throughline/kernel';
import { leadScore, type LeadAnswer } from './lead-score.rules';

/**
 *   none ──capture──► captured ──qualify──► qualified ──convert──► converted (for ever)
 *                        └────disqualify────┴──► disqualified ──qualify──► qualified
 */
type Captured = Extract<LeadEvent, { type: 'marketing.lead-captured' }>['data'];
type Qualified = Extract<LeadEvent, { type: 'marketing.lead-qualified' }>['data'];
type Disqualified = Extract<LeadEvent, { type: 'marketing.lead-disqualified' }>['data'];
type Converted = Extract<LeadEvent, { type: 'marketing.lead-converted' }>['data'];

/** `captured` is null where the log of another system begins later. Its customer and company are those it was moved to, if it was. */
export type LeadState =
  | { readonly status: 'none' }
  | { readonly status: 'captured'; readonly captured: Captured | null }
  | { readonly status: 'qualified'; readonly captured: Captured | null; readonly qualified: Qualified }
  | { readonly status: 'disqualified'; readonly captured: Captured | null; readonly disqualified: Disqualified }
  | { readonly status: 'converted'; readonly captured: Captured | null; readonly opportunityId: string };

export function evolve(state: LeadState, event: LeadEvent): LeadState {
  const captured = state.status === 'none' ? null : state.captured;
  switch (event.type) {
    case 'marketing.lead-captured':
      return state.status === 'none' ? { status: 'captured', captured: ownedBy(event) } : { ...state, captured: captured ?? ownedBy(event) };
    case 'marketing.lead-qualified':
      return state.status === 'converted' ? state : { status: 'qualified', captured, qualified: event.data };
    case 'marketing.lead-disqualified':
      return state.status === 'converted' ? state : { status: 'disqualified', captured, disqualified: event.data };
    case 'marketing.lead-converted':
      return state.status === 'converted' ? state : { status: 'converted', captured, opportunityId: event.data.opportunityId };
  }
}

/** What was moved to another customer says so in its parties; a fact that was never stored has none. */
function ownedBy({ data, parties }: Extract<LeadEvent, { type: 'marketing.lead-captured' }> & Partial<Pick<StoredEvent, 'parties'>>): Captured {
  if (parties === undefined) return data;
  const named = (role: string) => parties.find((party) => party.role === role)?.identifier;
  const { customer: _customer, company: _company, ...rest } = data;
  const company = named('company');
  return { ...rest, customer: named('customer') ?? data.customer, ...(company === undefined ? {} : { company }) };
}

/** What the opportunity is to begin with; who it concerns is what the lead says. */
interface Conversion {
  readonly leadId: string;
  /** Absent = a new one, `freshId`. */
  readonly opportunityId?: string;
  readonly freshId?: string;
  readonly title?: string;
  readonly product?: string;
  readonly stage?: string;
  readonly value?: Money;
  readonly expectedClose?: string;
  readonly owner?: `staff:${string}`;
}

/** `inForce` (the criteria as they stand), `freshId` and `campaignName` are what the handler looks up. */
export type LeadCommand =
  | Command<'capture-lead', Captured & { readonly campaignName?: string }>
  | Command<'qualify-lead', { readonly leadId: string; readonly answers: readonly LeadAnswer[]; readonly inForce?: LeadCriteria }>
  | Command<'disqualify-lead', { readonly leadId: string; readonly reason: DisqualificationReason; readonly explanation?: string }>
  | Command<'convert-lead', Conversion>;

export function decide(state: LeadState, command: LeadCommand): readonly LeadEvent[] | Rejection {
  switch (command.type) {
    case 'capture-lead':
      return capture(state, command.data);
    case 'qualify-lead':
      return qualify(state, command.data);
    case 'disqualify-lead':
      return disqualify(state, command.data);
    case 'convert-lead':
      return convert(state, command.data);
  }
}

export const lead: Decider<LeadState, LeadCommand, LeadEvent> = { category: 'lead', initial: { status: 'none' }, evolve, decide };

/** The name of the campaign goes along, so that it can be read; a sender who did not say it may say the same again when it is called otherwise. */
function capture(state: LeadState, { campaignName, ...data }: Extract<LeadCommand, { type: 'capture-lead' }>['data']): readonly LeadEvent[] | Rejection {
  if (state.status === 'none') return [{ type: 'marketing.lead-captured', data: data.campaign === undefined && campaignName !== undefined ? { ...data, campaign: campaignName } : data }];
  const captured = data.campaign === undefined && state.captured !== null ? { ...state.captured, campaign: undefined } : state.captured;
  return same(captured, data) ? [] : reject('LEAD_EXISTS', 'a lead with this id was captured before, with other content');
}

/** Another answer qualifies anew, and so do other criteria; also after the lead was disqualified. Below the threshold too: it only suggests. */
function qualify(state: LeadState, { leadId, answers, inForce }: Extract<LeadCommand, { type: 'qualify-lead' }>['data']): readonly LeadEvent[] | Rejection {
  if (state.status === 'none') return notFound();
  if (state.status === 'converted') return converted();
  if (inForce === undefined) return reject('LEAD_CRITERIA_MISSING', 'leads are qualified by stated criteria; set them first');
  const scored = leadScore(inForce, answers);
  if (isRejection(scored)) return scored;
  const data = { leadId, ...scored };
  return state.status === 'qualified' && same(state.qualified, data) ? [] : [{ type: 'marketing.lead-qualified', data }];
}

function disqualify(state: LeadState, data: Disqualified): readonly LeadEvent[] | Rejection {
  if (state.status === 'none') return notFound();
  if (state.status === 'converted') return converted();
  if (data.reason === 'other' && (data.explanation ?? '').trim() === '') return reject('LEAD_EXPLANATION_MISSING', 'the reason "other" needs an explanation');
  if (state.status === 'disqualified' && same(state.disqualified, data)) return [];
  return [{ type: 'marketing.lead-disqualified', data }];
}

function convert(state: LeadState, { freshId, opportunityId, ...data }: Conversion): readonly LeadEvent[] | Rejection {
  if (state.status === 'none') return notFound();
  if (state.status === 'converted') return opportunityId === undefined || state.opportunityId === opportunityId ? [] : converted();
  if (state.status !== 'qualified') return reject('LEAD_NOT_QUALIFIED', `only a qualified lead becomes an opportunity; this one is ${state.status}`);
  const id = opportunityId ?? freshId;
  if (id === undefined) return reject('LEAD_OPPORTUNITY_MISSING', 'name the opportunity it is to become');
  return [{ type: 'marketing.lead-converted', data: { ...concernedBy(state.captured), ...data, opportunityId: id } }];
}

/** What is known of the lead goes along. What was erased or never given is left out. */
function concernedBy(captured: Captured | null): Pick<Converted, 'customer' | 'company' | 'title'> {
  if (captured === null) return {};
  const { customer, company, interest } = captured;
  return { ...(isInClear(customer) ? { customer } : {}), ...(isInClear(company) ? { company } : {}), ...(typeof interest === 'string' ? { title: interest } : {}) };
}

function isInClear(identifier: { readonly value: unknown } | undefined): boolean {
  return typeof identifier?.value === 'string';
}

function same(before: unknown, now: unknown): boolean {
  return canonicalJson(before) === canonicalJson(now);
}

function notFound(): Rejection {
  return reject('LEAD_NOT_FOUND', 'there is no lead with this id');
}

function converted(): Rejection {
  return reject('LEAD_CONVERTED', 'this lead has become an opportunity and does not change any more');
}
