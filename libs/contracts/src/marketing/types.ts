import type { EventType } from '../event-type';
import { leadCaptured, leadConverted, leadDisqualified, leadQualified } from './lead.events';

export const marketingTypes: readonly EventType[] = [
  leadCaptured, leadQualified, leadDisqualified, leadConverted,
];
