import type { TeamEvent } from '@throughline/contracts';
import type { DocumentView, StoredEvent } from '@throughline/kernel';
import { evolve, team } from './team.decider';
import { text } from './values.rules';

export type TeamDocument = {
  readonly teamId: string;
  readonly status: 'none' | 'standing' | 'dissolved';
  readonly name: string | null;
  /** Ids of staff members. */
  readonly members: readonly string[];
  readonly revision: number;
};

/** What the decider knows of a team is all there is to know. */
export const teamView: DocumentView<TeamDocument> = {
  kind: 'document',
  name: 'teams',
  version: 1,
  indexes: ['status', 'name'],
  keys: (event) => (event.type.startsWith('staff.team-') ? [(event.data as { teamId: string }).teamId] : []),
  streamsOf: (teamId) => [`team-${teamId}`],
  initial: (teamId) => ({ teamId, status: 'none', name: null, members: [], revision: -1 }),
  evolve: ({ teamId, status, name, members }, event) => {
    const state = evolve(status === 'none' ? team.initial : { status, name, members }, event as StoredEvent & TeamEvent);
    return { teamId, ...state, name: text(state.name), revision: event.revision };
  },
};
