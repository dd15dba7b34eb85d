import type { DisqualificationReason, LeadEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/**
 *   none ──capture──► captured ──qualify──► qualified ──convert──► converted (for ever)
 *                        └────disqualify────┴──► disqualified ──qualify──► qualified
 */
type Captured = Extract<LeadEvent, { type: 'marketing.lead-captured' }>['data'];
type Qualified = Extract<LeadEvent, { type: 'marketing.lead-qualified' }>['data'];
type Disqualified = Extract<LeadEvent, { type: 'marketing.lead-disqualified' }>['data'];

/** `captured` is null where the log of another system begins later. */
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
      return state.status === 'none' ? { status: 'captured', captured: event.data } : { ...state, captured: captured ?? event.data };
    case 'marketing.lead-qualified':
      return state.status === 'converted' ? state : { status: 'qualified', captured, qualified: event.data };
    case 'marketing.lead-disqualified':
      return state.status === 'converted' ? state : { status: 'disqualified', captured, disqualified: event.data };
    case 'marketing.lead-converted':
      return state.status === 'converted' ? state : { status: 'converted', captured, opportunityId: event.data.opportunityId };
  }
}

export type LeadCommand =
  | Command<'capture-lead', Captured>
  | Command<'qualify-lead', Qualified>
  | Command<'disqualify-lead', { readonly leadId: string; readonly reason: DisqualificationReason; readonly explanation?: string }>
  | Command<'convert-lead', { readonly leadId: string; readonly opportunityId: string }>;

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

function capture(state: LeadState, data: Captured): readonly LeadEvent[] | Rejection {
  if (state.status === 'none') return [{ type: 'marketing.lead-captured', data }];
  return same(state.captured, data) ? [] : reject('LEAD_EXISTS', 'a lead with this id was captured before, with other content');
}

/** Another score or another criterion qualifies anew; also after the lead was disqualified. */
function qualify(state: LeadState, data: Qualified): readonly LeadEvent[] | Rejection {
  if (state.status === 'none') return notFound();
  if (state.status === 'converted') return converted();
  if (state.status === 'qualified' && same(state.qualified, data)) return [];
  return [{ type: 'marketing.lead-qualified', data }];
}

function disqualify(state: LeadState, data: Disqualified): readonly LeadEvent[] | Rejection {
  if (state.status === 'none') return notFound();
  if (state.status === 'converted') return converted();
  if (data.reason === 'other' && (data.explanation ?? '').trim() === '') return reject('LEAD_EXPLANATION_MISSING', 'the reason "other" needs an explanation');
  if (state.status === 'disqualified' && same(state.disqualified, data)) return [];
  return [{ type: 'marketing.lead-disqualified', data }];
}

function convert(state: LeadState, data: { readonly leadId: string; readonly opportunityId: string }): readonly LeadEvent[] | Rejection {
  if (state.status === 'none') return notFound();
  if (state.status === 'converted') return state.opportunityId === data.opportunityId ? [] : converted();
  if (state.status !== 'qualified') return reject('LEAD_NOT_QUALIFIED', `only a qualified lead becomes an opportunity; this one is ${state.status}`);
  return [{ type: 'marketing.lead-converted', data }];
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
