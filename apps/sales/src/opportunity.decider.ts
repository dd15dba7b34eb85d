import { OPPORTUNITY_STAGES, sameMoney, type LossReason, type Money, type OpportunityEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/**
 *   none ──open──► open ──win──► won ──reopen──► open
 *                  │  └───lose──► lost ──reopen──► open
 *                  └ advance (forwards or backwards), revalue
 */
type Opened = Extract<OpportunityEvent, { type: 'sales.opportunity-opened' }>['data'];

/** What is known whatever the status: all of it may be missing where the log of another system begins later. */
interface Known {
  readonly opened: Opened | null;
  readonly stage: string | null;
  readonly value: Money | null;
}

export type OpportunityState =
  | { readonly status: 'none' }
  | ({ readonly status: 'open' } & Known)
  | ({ readonly status: 'won' } & Known)
  | ({ readonly status: 'lost'; readonly reason: LossReason | null; readonly explanation: string | null } & Known);

type Existing = Exclude<OpportunityState, { status: 'none' }>;

const NOTHING_KNOWN: Extract<OpportunityState, { status: 'open' }> = { status: 'open', opened: null, stage: null, value: null };

export function evolve(before: OpportunityState, event: OpportunityEvent): OpportunityState {
  const state = before.status === 'none' ? NOTHING_KNOWN : before;
  switch (event.type) {
    case 'sales.opportunity-opened':
      return { ...state, opened: state.opened ?? event.data, stage: state.stage ?? event.data.stage, value: state.value ?? event.data.value ?? null };
    case 'sales.opportunity-stage-advanced':
      return { ...state, stage: event.data.stage };
    case 'sales.opportunity-revalued':
      return { ...state, value: event.data.value };
    case 'sales.opportunity-won':
      return { ...known(state), status: 'won', value: event.data.value ?? state.value };
    case 'sales.opportunity-lost':
      return { ...known(state), status: 'lost', reason: event.data.reason ?? null, explanation: event.data.explanation ?? null };
    case 'sales.opportunity-reopened':
      return { ...known(state), status: 'open', stage: event.data.stage };
    case 'sales.opportunity-activity-recorded':
      return state;
  }
}

function known({ opened, stage, value }: Existing): Known {
  return { opened, stage, value };
}

type Of<More = unknown> = { readonly opportunityId: string } & More;

export type OpportunityCommand =
  | Command<'open-opportunity', Opened>
  | Command<'advance-opportunity', Of<{ readonly stage: string }>>
  | Command<'revalue-opportunity', Of<{ readonly value: Money }>>
  | Command<'win-opportunity', Of<{ readonly value?: Money }>>
  | Command<'lose-opportunity', Of<{ readonly reason: LossReason; readonly explanation?: string }>>
  | Command<'reopen-opportunity', Of<{ readonly stage?: string; readonly reason?: string }>>;

export function decide(state: OpportunityState, command: OpportunityCommand): readonly OpportunityEvent[] | Rejection {
  if (command.type === 'open-opportunity') return open(state, command.data);
  if (state.status === 'none') return reject('OPPORTUNITY_NOT_FOUND', 'there is no opportunity with this id');
  switch (command.type) {
    case 'advance-opportunity':
      return advance(state, command.data);
    case 'revalue-opportunity':
      return revalue(state, command.data);
    case 'win-opportunity':
      return win(state, command.data);
    case 'lose-opportunity':
      return lose(state, command.data);
    case 'reopen-opportunity':
      return reopen(state, command.data);
  }
}

export const opportunity: Decider<OpportunityState, OpportunityCommand, OpportunityEvent> = { category: 'opportunity', initial: { status: 'none' }, evolve, decide };

function open(state: OpportunityState, data: Opened): readonly OpportunityEvent[] | Rejection {
  if (state.status === 'none') return [{ type: 'sales.opportunity-opened', data }];
  return canonicalJson(state.opened) === canonicalJson(data) ? [] : reject('OPPORTUNITY_EXISTS', 'an opportunity with this id was opened before, with other content');
}

function advance(state: Existing, { opportunityId, stage }: Of<{ stage: string }>): readonly OpportunityEvent[] | Rejection {
  if (state.status !== 'open') return notOpen(state);
  if (state.stage === stage) return [];
  return [{ type: 'sales.opportunity-stage-advanced', data: { opportunityId, stage, ...(state.stage === null ? {} : { from: state.stage }) } }];
}

function revalue(state: Existing, data: Of<{ value: Money }>): readonly OpportunityEvent[] | Rejection {
  if (state.status !== 'open') return notOpen(state);
  return sameMoney(state.value ?? undefined, data.value) ? [] : [{ type: 'sales.opportunity-revalued', data }];
}

/** Without a value it is won at what it was last worth. */
function win(state: Existing, { opportunityId, value }: Of<{ value?: Money }>): readonly OpportunityEvent[] | Rejection {
  const worth = value ?? state.value ?? undefined;
  if (state.status === 'won' && sameMoney(worth, state.value ?? undefined)) return [];
  if (state.status !== 'open') return notOpen(state);
  return [{ type: 'sales.opportunity-won', data: { opportunityId, ...(worth === undefined ? {} : { value: worth }) } }];
}

function lose(state: Existing, data: Of<{ reason: LossReason; explanation?: string }>): readonly OpportunityEvent[] | Rejection {
  if (data.reason === 'other' && (data.explanation ?? '').trim() === '') return reject('OPPORTUNITY_EXPLANATION_MISSING', 'the reason "other" needs an explanation');
  if (state.status === 'lost' && state.reason === data.reason && state.explanation === (data.explanation ?? null)) return [];
  return state.status === 'open' ? [{ type: 'sales.opportunity-lost', data }] : notOpen(state);
}

/** Back to the stage it was closed in, unless another is wished. */
function reopen(state: Existing, data: Of<{ stage?: string; reason?: string }>): readonly OpportunityEvent[] | Rejection {
  const stage = data.stage ?? state.stage ?? OPPORTUNITY_STAGES[0];
  if (state.status !== 'open') return [{ type: 'sales.opportunity-reopened', data: { ...data, stage } }];
  return stage === state.stage ? [] : reject('OPPORTUNITY_NOT_CLOSED', 'this opportunity is open; advance it to another stage instead');
}

function notOpen(state: Existing): Rejection {
  return reject('OPPORTUNITY_NOT_OPEN', `this opportunity is ${state.status}; reopen it first`);
}
