import type { EventType } from '../event-type';
import { memberRegistered } from './member.events';

export const staffTypes: readonly EventType[] = [
  memberRegistered,
];
