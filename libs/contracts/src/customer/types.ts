import type { EventType } from '../event-type';
import { attachmentAdded } from './attachment.events';
import { followUpDone, followUpDropped, followUpFellDue, followUpHandedOver, followUpMoved, followUpPlanned } from './follow-up.events';
import { notePinned, noteUnpinned, noteWritten } from './note.events';
import { ownerAssigned, ownerReleased } from './owner.events';

export const customerTypes: readonly EventType[] = [
  noteWritten, notePinned, noteUnpinned,
  ownerAssigned, ownerReleased,
  followUpPlanned, followUpMoved, followUpHandedOver, followUpDone, followUpDropped, followUpFellDue,
  attachmentAdded,
];
