import type { EventType } from '../event-type';
import { inboxRead } from './inbox.events';
import { memberDeactivated, memberReactivated, memberRegistered, memberRenamed } from './member.events';
import { queueChanged, queueClosed, queueCreated } from './queue.events';
import { customerSeen } from './seen.events';
import { teamCreated, teamDissolved, teamMemberJoined, teamMemberLeft, teamRenamed } from './team.events';

export const staffTypes: readonly EventType[] = [
  memberRegistered, memberRenamed, memberDeactivated, memberReactivated,
  teamCreated, teamRenamed, teamMemberJoined, teamMemberLeft, teamDissolved,
  queueCreated, queueChanged, queueClosed,
  inboxRead,
  customerSeen,
];
