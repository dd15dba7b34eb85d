import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { quarantine, type QuarantineCommand } from './quarantine.decider';

export class ToQuarantine {
  constructor(
    readonly wish: Pick<QuarantineCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToQuarantine)
export class QuarantineHandler implements ICommandHandler<ToQuarantine, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToQuarantine): Promise<Outcome> {
    return execute(this.journal, quarantine, `quarantine-${wish.data.itemId}`, wish, message);
  }
}
