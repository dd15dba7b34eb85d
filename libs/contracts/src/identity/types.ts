import type { EventType } from '../event-type';
import { nodesLinked, nodesUnlinked } from './link.events';

export const identityTypes: readonly EventType[] = [
  nodesLinked, nodesUnlinked,
];
