import type { EventType } from '../event-type';
import { noteWritten } from './note.events';
import { ownerAssigned, ownerReleased } from './owner.events';

export const customerTypes: readonly EventType[] = [
  noteWritten,
  ownerAssigned, ownerReleased,
];
