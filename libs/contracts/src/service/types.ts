import type { EventType } from '../event-type';
import { interactionRecorded } from './interaction.events';
import { ticketSlaBreached } from './sla.events';
import { solutionRetired, solutionRevised, solutionWritten } from './solution.events';
import { ticketAssigned, ticketNoted, ticketReplied, ticketSolutionLinked, ticketTaken, ticketWaitingEnded, ticketWaitingStarted } from './ticket-work.events';
import { ticketActivityRecorded, ticketChanged, ticketClosed, ticketCustomerIdentified, ticketMerged, ticketOpened, ticketReopened, ticketResolved } from './ticket.events';

export const serviceTypes: readonly EventType[] = [
  ticketOpened, ticketChanged, ticketCustomerIdentified, ticketResolved, ticketReopened, ticketClosed, ticketMerged, ticketActivityRecorded,
  ticketAssigned, ticketTaken, ticketReplied, ticketNoted, ticketWaitingStarted, ticketWaitingEnded, ticketSolutionLinked,
  ticketSlaBreached,
  interactionRecorded,
  solutionWritten, solutionRevised, solutionRetired,
];
