import { OPPORTUNITY_STAGES, sameMoney, type LossReason, type Money, type OpportunityEvent, type WinReason } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';
import { isDetail, NO_DETAILS, withDetail, withOpening, type DetailEvent, type OpportunityDetails } from './opportunity-details.rules';
import { decideDetail, type DetailCommand } from './opportunity-work.rules';
import { whyNotInto, type Fulfilled, type Pipeline } from './stages.rules';

/**
 *   none ──open──► open ──win──► won ──reopen──► open
 *                  │  └───lose──► lost ──reopen──► open
 *                  └ advance (forwards or backwards), revalue, plan what comes next and when it closes
 *   whatever the status: needs, decision makers, competitors, owner and names are kept up to date
 */
type Opened = Extract<OpportunityEvent, { type: 'sales.opportunity-opened' }>['data'];

/** What is known whatever the status: all of it may be missing where the log of another system begins later. */
interface Known {
  readonly opened: Opened | null;
  readonly stage: string | null;
  readonly value: Money | null;
  readonly details: OpportunityDetails;
}

/** Why it ended as it did, as far as anybody said. */
interface Decision<Reason> {
  readonly reason?: Reason | undefined;
  readonly explanation?: string | undefined;
  readonly competitor?: string | undefined;
}

export type OpportunityState =
  | { readonly status: 'none' }
  | ({ readonly status: 'open' } & Known)
  | ({ readonly status: 'won'; readonly because: Decision<WinReason> } & Known)
  | ({ readonly status: 'lost'; readonly because: Decision<LossReason> } & Known);

type Existing = Exclude<OpportunityState, { status: 'none' }>;
type Fact = OpportunityEvent | DetailEvent;
type Answer = readonly Fact[] | Rejection;

const NOTHING_KNOWN: Extract<OpportunityState, { status: 'open' }> = { status: 'open', opened: null, stage: null, value: null, details: NO_DETAILS };

export function evolve(before: OpportunityState, event: Fact): OpportunityState {
  const state = before.status === 'none' ? NOTHING_KNOWN : before;
  if (isDetail(event)) return { ...state, details: withDetail(state.details, event) };
  switch (event.type) {
    case 'sales.opportunity-opened':
      return { ...state, opened: state.opened ?? event.data, stage: state.stage ?? event.data.stage, value: state.value ?? event.data.value ?? null, details: withOpening(state.details, event.data) };
    case 'sales.opportunity-stage-advanced':
      return { ...state, stage: event.data.stage, details: { ...state.details, owner: event.data.owner ?? state.details.owner } };
    case 'sales.opportunity-revalued':
      return { ...state, value: event.data.value };
    case 'sales.opportunity-won':
      return { ...known(state), status: 'won', value: event.data.value ?? state.value, because: decisionIn(event.data) };
    case 'sales.opportunity-lost':
      return { ...known(state), status: 'lost', because: decisionIn(event.data) };
    case 'sales.opportunity-reopened':
      return { ...known(state), status: 'open', stage: event.data.stage };
    case 'sales.opportunity-activity-recorded':
      return state;
  }
}

function known({ opened, stage, value, details }: Existing): Known {
  return { opened, stage, value, details };
}

function decisionIn<Reason>({ reason, explanation, competitor }: Decision<Reason>): Decision<Reason> {
  return { reason, explanation, competitor };
}

type Of<More = unknown> = { readonly opportunityId: string } & More;

/** The stages the company has set, looked up by whoever hands the command over. Without them any stage will do. */
type Staged<More> = More & { readonly pipeline?: Pipeline };

export type OpportunityCommand =
  | Command<'open-opportunity', Staged<Opened>>
  | Command<'advance-opportunity', Staged<Of<{ readonly stage: string; readonly reason?: string }>>>
  | Command<'revalue-opportunity', Of<{ readonly value: Money }>>
  | Command<'win-opportunity', Of<{ readonly value?: Money } & Decision<WinReason>>>
  | Command<'lose-opportunity', Of<{ readonly reason: LossReason } & Decision<LossReason>>>
  | Command<'reopen-opportunity', Staged<Of<{ readonly stage?: string; readonly reason?: string }>>>
  | DetailCommand;

type Wish<Type extends OpportunityCommand['type']> = Extract<OpportunityCommand, { type: Type }>['data'];

export function decide(state: OpportunityState, command: OpportunityCommand): Answer {
  if (command.type === 'open-opportunity') return open(state, command.data);
  if (state.status === 'none') return reject('OPPORTUNITY_NOT_FOUND', 'there is no opportunity with this id');
  switch (command.type) {
    case 'win-opportunity':
      return win(state, command.data);
    case 'lose-opportunity':
      return lose(state, command.data);
    case 'reopen-opportunity':
      return reopen(state, command.data);
    case 'advance-opportunity':
      return state.status === 'open' ? advance(state, command.data) : notOpen(state);
    case 'revalue-opportunity':
      return state.status === 'open' ? revalue(state, command.data) : notOpen(state);
    case 'change-forecast':
    case 'plan-next-step':
    case 'finish-next-step':
      return state.status === 'open' ? decideDetail(state.details, command) : notOpen(state);
    case 'record-need':
    case 'name-decision-maker':
    case 'remove-decision-maker':
    case 'name-competitor':
    case 'remove-competitor':
    case 'assign-opportunity':
    case 'change-opportunity':
      return decideDetail(state.details, command);
  }
}

export const opportunity: Decider<OpportunityState, OpportunityCommand, Fact> = { category: 'opportunity', initial: { status: 'none' }, evolve, decide };

function open(state: OpportunityState, { pipeline, ...data }: Wish<'open-opportunity'>): Answer {
  if (state.status !== 'none') return canonicalJson(state.opened) === canonicalJson(data) ? [] : reject('OPPORTUNITY_EXISTS', 'an opportunity with this id was opened before, with other content');
  const opened: OpportunityEvent = { type: 'sales.opportunity-opened', data };
  return whyNot(data.stage, null, pipeline, evolve(state, opened)) ?? [opened];
}

function advance(state: Existing, { opportunityId, stage, reason, pipeline }: Wish<'advance-opportunity'>): Answer {
  if (state.stage === stage) return [];
  const wrong = whyNot(stage, state.stage, pipeline, state);
  if (wrong !== null) return wrong;
  return [{ type: 'sales.opportunity-stage-advanced', data: { opportunityId, stage, ...(state.stage === null ? {} : { from: state.stage }), ...(reason === undefined ? {} : { reason }) } }];
}

function revalue(state: Existing, data: Wish<'revalue-opportunity'>): Answer {
  return sameMoney(state.value ?? undefined, data.value) ? [] : [{ type: 'sales.opportunity-revalued', data }];
}

/** Without a value it is won at what it was last worth. Said again without a reason, it is won already. */
function win(state: Existing, { opportunityId, value, ...because }: Wish<'win-opportunity'>): Answer {
  if (lacksExplanation(because)) return UNEXPLAINED;
  const worth = value ?? state.value ?? undefined;
  const isSaid = state.status === 'won' && sameMoney(worth, state.value ?? undefined);
  if (isSaid && canonicalJson({ ...state.because, ...said(because) }) === canonicalJson(state.because)) return [];
  if (state.status !== 'open') return notOpen(state);
  return [{ type: 'sales.opportunity-won', data: { opportunityId, ...(worth === undefined ? {} : { value: worth }), ...said(because) } }];
}

function lose(state: Existing, { opportunityId, reason, ...more }: Wish<'lose-opportunity'>): Answer {
  const because = { reason, ...more };
  if (lacksExplanation(because)) return UNEXPLAINED;
  if (state.status === 'lost' && canonicalJson(state.because) === canonicalJson(because)) return [];
  return state.status === 'open' ? [{ type: 'sales.opportunity-lost', data: { opportunityId, ...said(because) } }] : notOpen(state);
}

/** Back to the stage it was closed in, unless another is wished. */
function reopen(state: Existing, { pipeline, ...data }: Wish<'reopen-opportunity'>): Answer {
  const stage = data.stage ?? state.stage ?? pipeline?.[0]?.stage ?? OPPORTUNITY_STAGES[0];
  if (state.status === 'open') return stage === state.stage ? [] : reject('OPPORTUNITY_NOT_CLOSED', 'this opportunity is open; advance it to another stage instead');
  const wrong = stage === state.stage ? null : whyNot(stage, state.stage, pipeline, state);
  return wrong ?? [{ type: 'sales.opportunity-reopened', data: { ...data, stage } }];
}

function whyNot(to: string, from: string | null, pipeline: Pipeline | undefined, state: OpportunityState): Rejection | null {
  return pipeline === undefined || state.status === 'none' ? null : whyNotInto(to, from, pipeline, fulfilledBy(state));
}

function fulfilledBy({ value, details }: Existing): Fulfilled {
  return {
    value: value !== null,
    'expected-close': details.expectedClose !== null,
    'decision-maker': details.circle.length > 0,
    need: details.needs.length > 0,
    'next-step': details.nextStep.status === 'planned',
  };
}

const UNEXPLAINED = reject('OPPORTUNITY_EXPLANATION_MISSING', 'the reason "other" needs an explanation');

function lacksExplanation({ reason, explanation }: Decision<string>): boolean {
  return reason === 'other' && (explanation ?? '').trim() === '';
}

function said<T extends object>(decision: T): { readonly [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(decision).filter(([, value]) => value !== undefined)) as { readonly [Key in keyof T]: Exclude<T[Key], undefined> };
}

function notOpen(state: Existing): Rejection {
  return reject('OPPORTUNITY_NOT_OPEN', `this opportunity is ${state.status}; reopen it first`);
}
