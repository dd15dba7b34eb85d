import { Module } from '@nestjs/common';
import { TicketController } from './ticket.controller';
import { TicketHandler } from './ticket.handler';
import { ticketView } from './ticket.view';
import { TicketsController } from './tickets.controller';

export const serviceViews = [ticketView];

@Module({ controllers: [TicketController, TicketsController], providers: [TicketHandler] })
export class ServiceModule {}
