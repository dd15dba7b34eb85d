import type { MemberEvent } from '@throughline/contracts';
import type { DocumentView, StoredEvent } from '@throughline/kernel';

/** One of our own people. `name` and `team` are null once their key is destroyed. */
export type StaffMember = {
  readonly staffId: string;
  readonly name: string | null;
  readonly active: boolean;
  readonly team: string | null;
  readonly office: string | null;
};

export const staffView: DocumentView<StaffMember> = {
  kind: 'document',
  name: 'staff',
  version: 1,
  indexes: ['active', 'name'],
  keys: (event) => (event.type === 'staff.member-registered' ? [(event.data as { staffId: string }).staffId.toLowerCase()] : []),
  initial: (staffId) => ({ staffId, name: null, active: false, team: null, office: null }),
  evolve: (member, event) => {
    const { data } = event as StoredEvent & MemberEvent;
    return { staffId: member.staffId, name: text(data.name), active: data.active, team: text(data.team), office: data.office ?? null };
  },
};

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
