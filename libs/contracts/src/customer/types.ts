import type { EventType } from '../event-type';
import { attachmentAdded } from './attachment.events';
import { followUpDone, followUpDropped, followUpFellDue, followUpHandedOver, followUpMoved, followUpPlanned } from './follow-up.events';
import { membershipChanged, membershipEnded, membershipStarted } from './membership.events';
import { notePinned, noteUnpinned, noteWritten } from './note.events';
import { deputyAppointed, deputyEnded, ownerAssigned, ownerReleased, secondOwnerAssigned, secondOwnerReleased } from './owner.events';
import { profileChanged, profileCreated } from './profile.events';

export const customerTypes: readonly EventType[] = [
  noteWritten, notePinned, noteUnpinned,
  profileCreated, profileChanged,
  membershipStarted, membershipChanged, membershipEnded,
  ownerAssigned, ownerReleased, secondOwnerAssigned, secondOwnerReleased, deputyAppointed, deputyEnded,
  followUpPlanned, followUpMoved, followUpHandedOver, followUpDone, followUpDropped, followUpFellDue,
  attachmentAdded,
];
