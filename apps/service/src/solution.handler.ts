import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { solution, type SolutionCommand } from './solution.decider';

export class ToSolution {
  constructor(
    readonly wish: Pick<SolutionCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToSolution)
export class SolutionHandler implements ICommandHandler<ToSolution, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToSolution): Promise<Outcome> {
    return execute(this.journal, solution, `solution-${wish.data.solutionId}`, wish, message);
  }
}
