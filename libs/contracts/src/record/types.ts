import type { EventType } from '../event-type';
import { recordCorrected, recordMoved, recordWithdrawn } from './record.events';

export const recordTypes: readonly EventType[] = [
  recordCorrected, recordWithdrawn, recordMoved,
];
