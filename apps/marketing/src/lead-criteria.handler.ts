import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { LEAD_CRITERIA_STREAM, leadCriteria, type LeadCriteriaCommand } from './lead-criteria.decider';

export class ToLeadCriteria {
  constructor(
    readonly wish: Pick<LeadCriteriaCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToLeadCriteria)
export class LeadCriteriaHandler implements ICommandHandler<ToLeadCriteria, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToLeadCriteria): Promise<Outcome> {
    return execute(this.journal, leadCriteria, LEAD_CRITERIA_STREAM, wish, message);
  }
}
