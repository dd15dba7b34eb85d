import type { EventType } from '../event-type';
import { ticketActivityRecorded, ticketAssigned, ticketClosed, ticketNoted, ticketOpened, ticketReopened, ticketReplied, ticketResolved } from './ticket.events';

export const serviceTypes: readonly EventType[] = [
  ticketOpened, ticketAssigned, ticketReplied, ticketNoted, ticketResolved, ticketReopened, ticketClosed, ticketActivityRecorded,
];
