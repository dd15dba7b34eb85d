import { Module } from '@nestjs/common';
import { TicketController } from './ticket.controller';
import { TicketHandler } from './ticket.handler';

export const serviceViews = [];

@Module({ controllers: [TicketController], providers: [TicketHandler] })
export class ServiceModule {}
