import type { EventType } from '../event-type';
import { itemDiscarded, itemQuarantined, itemResubmitted } from './quarantine.events';

export const intakeTypes: readonly EventType[] = [
  itemQuarantined, itemResubmitted, itemDiscarded,
];
