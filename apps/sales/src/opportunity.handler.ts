import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { opportunity, type OpportunityCommand } from './opportunity.decider';

export class ToOpportunity {
  constructor(
    readonly wish: Pick<OpportunityCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToOpportunity)
export class OpportunityHandler implements ICommandHandler<ToOpportunity, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToOpportunity): Promise<Outcome> {
    return execute(this.journal, opportunity, `opportunity-${wish.data.opportunityId}`, wish, message);
  }
}
