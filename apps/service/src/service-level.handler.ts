import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { serviceLevel, type ServiceLevelCommand } from './service-level.decider';

export class ToServiceLevels {
  constructor(
    readonly wish: Pick<ServiceLevelCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToServiceLevels)
export class ServiceLevelHandler implements ICommandHandler<ToServiceLevels, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToServiceLevels): Promise<Outcome> {
    return execute(this.journal, serviceLevel, 'service-levels', wish, message);
  }
}
