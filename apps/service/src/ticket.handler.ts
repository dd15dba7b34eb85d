import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { ticket, type TicketCommand } from './ticket.decider';

export class ToTicket {
  constructor(
    readonly wish: Pick<TicketCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToTicket)
export class TicketHandler implements ICommandHandler<ToTicket, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToTicket): Promise<Outcome> {
    return execute(this.journal, ticket, `ticket-${wish.data.ticketId}`, wish, message);
  }
}
