import type { EventType } from '../event-type';
import { timerCancelled, timerFired, timerSet } from './timer.events';

export const processTypes: readonly EventType[] = [
  timerSet, timerCancelled, timerFired,
];
