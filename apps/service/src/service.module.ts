import { Module } from '@nestjs/common';
import { InteractionController } from './interaction.controller';
import { InteractionHandler } from './interaction.handler';
import { interactionView } from './interaction.view';
import { SolutionController } from './solution.controller';
import { SolutionHandler } from './solution.handler';
import { solutionUseView } from './solution-use.view';
import { solutionView } from './solution.view';
import { SolutionsController } from './solutions.controller';
import { TicketController } from './ticket.controller';
import { TicketHandler } from './ticket.handler';
import { ticketView } from './ticket.view';
import { TicketsController } from './tickets.controller';
import { TrendsController } from './trends.controller';

export const serviceViews = [ticketView, interactionView, solutionView, solutionUseView];

@Module({
  controllers: [TicketController, TicketsController, InteractionController, SolutionController, SolutionsController, TrendsController],
  providers: [TicketHandler, InteractionHandler, SolutionHandler],
})
export class ServiceModule {}
