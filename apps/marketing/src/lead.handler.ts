import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { lead, type LeadCommand } from './lead.decider';

export class ToLead {
  constructor(
    readonly wish: Pick<LeadCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToLead)
export class LeadHandler implements ICommandHandler<ToLead, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToLead): Promise<Outcome> {
    return execute(this.journal, lead, `lead-${wish.data.leadId}`, wish, message);
  }
}
