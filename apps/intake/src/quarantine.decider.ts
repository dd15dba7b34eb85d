import type { QuarantineEvent } from '@throughline/contracts';
import { reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/**
 *   none ──quarantine──► waiting ──resubmit: refused──► waiting
 *                           ├──────resubmit: accepted──► accepted (for ever)
 *                           └──────discard─────────────► discarded (for ever)
 */
type Quarantined = Extract<QuarantineEvent, { type: 'intake.item-quarantined' }>['data'];

/** `digest` is null where the item itself is missing from the stream. */
export type QuarantineState =
  | { readonly status: 'none' }
  | { readonly status: 'waiting'; readonly digest: string | null }
  | { readonly status: 'accepted'; readonly digest: string | null; readonly eventId: string | null }
  | { readonly status: 'discarded'; readonly digest: string | null };

export function evolve(state: QuarantineState, event: QuarantineEvent): QuarantineState {
  const digest = state.status === 'none' ? null : state.digest;
  const settled = state.status === 'accepted' || state.status === 'discarded';
  switch (event.type) {
    case 'intake.item-quarantined':
      return state.status === 'none' ? { status: 'waiting', digest: event.data.digest } : { ...state, digest: digest ?? event.data.digest };
    case 'intake.item-resubmitted':
      if (settled) return state;
      return event.data.outcome === 'accepted' ? { status: 'accepted', digest, eventId: event.data.eventId ?? null } : { status: 'waiting', digest };
    case 'intake.item-discarded':
      return settled ? state : { status: 'discarded', digest };
  }
}

type Resubmission =
  | { readonly itemId: string; readonly outcome: 'accepted'; readonly eventId: string }
  | { readonly itemId: string; readonly outcome: 'refused' };

export type QuarantineCommand =
  | Command<'quarantine-item', Quarantined>
  | Command<'resubmit-item', Resubmission>
  | Command<'discard-item', { readonly itemId: string; readonly reason?: string }>;

export function decide(state: QuarantineState, command: QuarantineCommand): readonly QuarantineEvent[] | Rejection {
  switch (command.type) {
    case 'quarantine-item':
      return quarantineOnce(state, command.data);
    case 'resubmit-item':
      return resubmit(state, command.data);
    case 'discard-item':
      if (state.status === 'none') return notFound();
      if (state.status === 'accepted') return settledAs(state.status);
      return state.status === 'discarded' ? [] : [{ type: 'intake.item-discarded', data: command.data }];
  }
}

export const quarantine: Decider<QuarantineState, QuarantineCommand, QuarantineEvent> = { category: 'quarantine', initial: { status: 'none' }, evolve, decide };

/** The same bad item again is the same item, whatever became of it. */
function quarantineOnce(state: QuarantineState, data: Quarantined): readonly QuarantineEvent[] | Rejection {
  if (state.status === 'none') return [{ type: 'intake.item-quarantined', data }];
  return state.digest === data.digest ? [] : reject('ITEM_EXISTS', 'another item stands in quarantine under this id');
}

/** Every refusal is recorded: how often somebody tried is part of the story. */
function resubmit(state: QuarantineState, data: Resubmission): readonly QuarantineEvent[] | Rejection {
  if (state.status === 'none') return notFound();
  if (state.status === 'waiting') return [{ type: 'intake.item-resubmitted', data }];
  if (state.status === 'accepted' && data.outcome === 'accepted' && data.eventId === state.eventId) return [];
  return settledAs(state.status);
}

function notFound(): Rejection {
  return reject('ITEM_NOT_FOUND', 'there is no item in quarantine with this id');
}

function settledAs(status: 'accepted' | 'discarded'): Rejection {
  return reject('ITEM_NOT_WAITING', `this item was ${status} and does not wait in quarantine any more`);
}
