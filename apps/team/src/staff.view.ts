import type { MemberEvent } from '@throughline/contracts';
import type { DocumentView, StoredEvent } from '@throughline/kernel';
import { text } from './values.rules';

/** One of our own people. `name` and `team` are null once their key is destroyed; `team` is what another system calls his. */
export type StaffMember = {
  readonly staffId: string;
  readonly name: string | null;
  readonly active: boolean;
  readonly team: string | null;
  readonly office: string | null;
  /** -1 = there is nobody. */
  readonly revision: number;
};

export const staffView: DocumentView<StaffMember> = {
  kind: 'document',
  name: 'staff',
  version: 2,
  indexes: ['active', 'name', 'revision'],
  keys: (event) => (event.type.startsWith('staff.member-') ? [(event.data as { staffId: string }).staffId.toLowerCase()] : []),
  streamsOf: (staffId) => [`staff-${staffId}`],
  initial: (staffId) => ({ staffId, name: null, active: false, team: null, office: null, revision: -1 }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & MemberEvent;
    const member = { ...before, revision: event.revision };
    switch (event.type) {
      case 'staff.member-registered':
        return { ...member, name: text(event.data.name), active: event.data.active, team: text(event.data.team), office: event.data.office ?? null };
      case 'staff.member-renamed':
        return { ...member, name: text(event.data.name) };
      case 'staff.member-deactivated':
        return { ...member, active: false };
      case 'staff.member-reactivated':
        return { ...member, active: true };
    }
  },
};
