import type { FollowUpEvent } from '@throughline/contracts';
import type { Process } from '@throughline/kernel';
import { followUp, utc, type FollowUpCommand, type FollowUpState } from './follow-up.decider';

const DUE = 'due';

/** Says that a follow-up is due when its time comes, if it is still to be done then. Moved, it waits for the other time. */
export const followUpProcess: Process<FollowUpState, FollowUpCommand> = {
  name: 'follow-up',
  instance: (event) => (event.type.startsWith('customer.follow-up-') ? (event.data as { readonly followUpId: string }).followUpId : null),
  sources: (followUpId) => [`follow-up-${followUpId}`],
  initial: followUp.initial,
  evolve: (state, event) => followUp.evolve(state, event as unknown as FollowUpEvent),
  timers: (state) => {
    if (state.status !== 'planned' || state.due === null) return [];
    const due = utc(state.due);
    return Number.isNaN(Date.parse(due)) || state.fellDue.includes(due) ? [] : [{ name: DUE, due }];
  },
  fire: (state, { due }) => (state.status === 'none' ? null : { stream: `follow-up-${state.followUpId}`, command: { type: 'mark-follow-up-due', data: { followUpId: state.followUpId, due } } }),
};
