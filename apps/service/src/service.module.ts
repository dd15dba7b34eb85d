import { Module } from '@nestjs/common';
import { running } from '@throughline/processes';
import { InteractionController } from './interaction.controller';
import { InteractionHandler } from './interaction.handler';
import { interactionView } from './interaction.view';
import { ServiceLevelHandler } from './service-level.handler';
import { SlaController } from './sla.controller';
import { slaProcess } from './sla.process';
import { slaView } from './sla.view';
import { SolutionController } from './solution.controller';
import { SolutionHandler } from './solution.handler';
import { solutionUseView } from './solution-use.view';
import { solutionView } from './solution.view';
import { SolutionsController } from './solutions.controller';
import { TicketController } from './ticket.controller';
import { ticket } from './ticket.decider';
import { TicketHandler } from './ticket.handler';
import { ticketView } from './ticket.view';
import { TicketsController } from './tickets.controller';
import { TrendsController } from './trends.controller';

export const serviceViews = [ticketView, interactionView, solutionView, solutionUseView, slaView];
export const serviceProcesses = [running({ process: slaProcess, decider: ticket })];

@Module({
  controllers: [TicketController, TicketsController, InteractionController, SolutionController, SolutionsController, TrendsController, SlaController],
  providers: [TicketHandler, InteractionHandler, SolutionHandler, ServiceLevelHandler],
})
export class ServiceModule {}
