import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { followUp, type FollowUpCommand } from './follow-up.decider';

export class ToFollowUp {
  constructor(
    readonly wish: Pick<FollowUpCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToFollowUp)
export class FollowUpHandler implements ICommandHandler<ToFollowUp, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToFollowUp): Promise<Outcome> {
    return execute(this.journal, followUp, `follow-up-${wish.data.followUpId}`, wish, message);
  }
}
