import type { TouchEvent } from '@throughline/contracts';
import { reject, type Command, type Decider, type Rejection } from '@throughline/kernel';
import type { CampaignState } from './campaign.decider';

/** What one campaign did with one node, and what came back. There is no order in it: programs open what was never said to be sent. */
export type TouchState = { readonly status: 'none' } | { readonly status: 'touched'; readonly once: readonly string[] };

export function evolve(state: TouchState, event: TouchEvent): TouchState {
  const mark = markOf(event);
  const once = state.status === 'none' ? [] : state.once;
  return { status: 'touched', once: mark === null || once.includes(mark) ? once : [...once, mark] };
}

type Recorded<Type extends TouchEvent['type']> = Extract<TouchEvent, { type: Type }>['data'];
/** How the campaign stands, looked up by the handler; absent = nobody asked. */
type Asked<Type extends TouchEvent['type']> = Recorded<Type> & { readonly standing?: CampaignState['status'] };

export type TouchCommand =
  | Command<'record-sent', Asked<'marketing.touch-sent'>>
  | Command<'record-delivered', Asked<'marketing.touch-delivered'>>
  | Command<'record-opened', Asked<'marketing.touch-opened'>>
  | Command<'record-clicked', Asked<'marketing.touch-clicked'>>
  | Command<'record-replied', Asked<'marketing.touch-replied'>>
  | Command<'record-bounced', Asked<'marketing.touch-bounced'>>
  | Command<'record-reported-as-spam', Asked<'marketing.touch-reported-as-spam'>>
  | Command<'record-unsubscribed', Asked<'marketing.touch-unsubscribed'>>;

export function decide(state: TouchState, command: TouchCommand): readonly TouchEvent[] | Rejection {
  const { standing } = command.data;
  if (standing === 'none') return reject('CAMPAIGN_NOT_FOUND', 'there is no campaign with this id');
  if (standing === 'planned' && command.type === 'record-sent') return reject('CAMPAIGN_NOT_LAUNCHED', 'this campaign was not launched; launch it before anything is sent');
  const event = factOf(command);
  const mark = markOf(event);
  return state.status === 'touched' && mark !== null && state.once.includes(mark) ? [] : [event];
}

export const touch: Decider<TouchState, TouchCommand, TouchEvent> = { category: 'touch', initial: { status: 'none' }, evolve, decide };

function factOf({ type, data }: TouchCommand): TouchEvent {
  switch (type) {
    case 'record-sent':
      return { type: 'marketing.touch-sent', data: said(data) };
    case 'record-delivered':
      return { type: 'marketing.touch-delivered', data: said(data) };
    case 'record-opened':
      return { type: 'marketing.touch-opened', data: said(data) };
    case 'record-clicked':
      return { type: 'marketing.touch-clicked', data: said(data) };
    case 'record-replied':
      return { type: 'marketing.touch-replied', data: said(data) };
    case 'record-bounced':
      return { type: 'marketing.touch-bounced', data: said(data) };
    case 'record-reported-as-spam':
      return { type: 'marketing.touch-reported-as-spam', data: said(data) };
    case 'record-unsubscribed':
      return { type: 'marketing.touch-unsubscribed', data: said(data) };
  }
}

function said<Data extends { readonly standing?: unknown }>({ standing: _standing, ...data }: Data): Omit<Data, 'standing'> {
  return data;
}

/** What can happen to one message once only. It is opened, clicked and answered as often as people like. */
const ONCE = new Set<TouchEvent['type']>(['marketing.touch-sent', 'marketing.touch-delivered', 'marketing.touch-bounced', 'marketing.touch-reported-as-spam', 'marketing.touch-unsubscribed']);

function markOf({ type, data }: TouchEvent): string | null {
  return ONCE.has(type) && typeof data.messageId === 'string' ? `${type} ${data.messageId}` : null;
}
