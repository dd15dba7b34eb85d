import type { CampaignClosing, CampaignEvent, Money } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/**
 *   none ──plan──► planned ──launch──► running ◄─pause/resume─► paused
 *                     └───────────────────┴──────close────────────┴──► closed (for ever)
 */
type Plan = Extract<CampaignEvent, { type: 'marketing.campaign-planned' }>['data'];

/** `plan` is null where the log of another system begins later. */
export type CampaignState = { readonly status: 'none' } | { readonly status: 'planned' | 'running' | 'paused' | 'closed'; readonly plan: Plan | null };
type Existing = Exclude<CampaignState, { status: 'none' }>;

export function evolve(before: CampaignState, event: CampaignEvent): CampaignState {
  const state: Existing = before.status === 'none' ? { status: 'planned', plan: null } : before;
  const unlessClosed = (status: Existing['status']): Existing => ({ ...state, status: state.status === 'closed' ? 'closed' : status });
  switch (event.type) {
    case 'marketing.campaign-planned':
      return { ...state, plan: state.plan ?? event.data };
    case 'marketing.campaign-changed':
      return { ...state, plan: event.data };
    case 'marketing.campaign-launched':
    case 'marketing.campaign-resumed':
      return unlessClosed('running');
    case 'marketing.campaign-paused':
      return unlessClosed('paused');
    case 'marketing.campaign-closed':
      return unlessClosed('closed');
  }
}

type Of<More = unknown> = { readonly campaignId: string } & More;
type Closing = Of<{ readonly reason: CampaignClosing; readonly explanation?: string; readonly cost?: Money }>;

export type CampaignCommand =
  | Command<'plan-campaign', Plan>
  | Command<'change-campaign', Plan>
  | Command<'launch-campaign', Of>
  | Command<'pause-campaign', Of<{ readonly reason?: string }>>
  | Command<'resume-campaign', Of>
  | Command<'close-campaign', Closing>;

type Answer = readonly CampaignEvent[] | Rejection;

export function decide(state: CampaignState, command: CampaignCommand): Answer {
  if (command.type === 'plan-campaign') return plan(state, command.data);
  if (state.status === 'none') return reject('CAMPAIGN_NOT_FOUND', 'there is no campaign with this id');
  if (state.status === 'closed') return command.type === 'close-campaign' ? [] : reject('CAMPAIGN_CLOSED', 'this campaign is closed for ever; plan another one');
  switch (command.type) {
    case 'change-campaign':
      return change(state, command.data);
    case 'launch-campaign':
      return launch(state, command.data);
    case 'pause-campaign':
      if (state.status === 'planned') return reject('CAMPAIGN_NOT_LAUNCHED', 'only a campaign that runs can be paused');
      return state.status === 'paused' ? [] : [{ type: 'marketing.campaign-paused', data: command.data }];
    case 'resume-campaign':
      if (state.status === 'planned') return reject('CAMPAIGN_NOT_LAUNCHED', 'this campaign was never launched; launch it');
      return state.status === 'running' ? [] : [{ type: 'marketing.campaign-resumed', data: command.data }];
    case 'close-campaign':
      return close(state, command.data);
  }
}

export const campaign: Decider<CampaignState, CampaignCommand, CampaignEvent> = { category: 'campaign', initial: { status: 'none' }, evolve, decide };

function plan(state: CampaignState, data: Plan): Answer {
  if (state.status !== 'none') return same(state.plan, data) ? [] : reject('CAMPAIGN_EXISTS', 'a campaign with this id was planned before, with another plan');
  return upsideDown(data) ?? [{ type: 'marketing.campaign-planned', data }];
}

function change(state: Existing, data: Plan): Answer {
  return same(state.plan, data) ? [] : (upsideDown(data) ?? [{ type: 'marketing.campaign-changed', data }]);
}

/** Nobody can say afterwards whether a campaign was worth it that never said whom it was for and what it offered. */
function launch(state: Existing, data: Of): Answer {
  if (state.status === 'running') return [];
  if (state.status === 'paused') return reject('CAMPAIGN_PAUSED', 'this campaign is paused; resume it');
  const missing = state.plan === null ? [] : (['targetGroup', 'offer', 'message'] as const).filter((field) => state.plan?.[field] === undefined);
  if (missing.length > 0) return reject('CAMPAIGN_INCOMPLETE', `say these before it is launched: ${missing.join(', ')}`);
  return [{ type: 'marketing.campaign-launched', data }];
}

function close(state: Existing, data: Closing): Answer {
  if (state.status === 'planned' && data.reason !== 'cancelled' && data.reason !== 'other') return reject('CAMPAIGN_NOT_LAUNCHED', 'a campaign that was never launched can only be cancelled');
  if (data.reason === 'other' && (data.explanation ?? '').trim() === '') return reject('CAMPAIGN_EXPLANATION_MISSING', 'the reason "other" needs an explanation');
  return [{ type: 'marketing.campaign-closed', data }];
}

function upsideDown({ from, to }: Plan): Rejection | undefined {
  return from !== undefined && to !== undefined && to < from ? reject('CAMPAIGN_PERIOD_INVALID', 'the last day lies before the first') : undefined;
}

function same(before: unknown, now: unknown): boolean {
  return canonicalJson(before) === canonicalJson(now);
}
