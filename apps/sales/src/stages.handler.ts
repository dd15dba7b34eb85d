import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PipelineEvent } from '@throughline/contracts';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { PIPELINE_STREAM, stages, type StagesCommand, type StagesState } from './stages.decider';

export class ToStages {
  constructor(
    readonly wish: Pick<StagesCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToStages)
export class StagesHandler implements ICommandHandler<ToStages, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToStages): Promise<Outcome> {
    return execute(this.journal, stages, PIPELINE_STREAM, wish, message);
  }
}

/** The stages in force now, from the journal: whoever has just set them is obeyed at once. */
export async function stagesInForce(journal: Journal): Promise<StagesState> {
  const { events } = await journal.load(PIPELINE_STREAM);
  return events.reduce((state, event) => stages.evolve(state, event as unknown as PipelineEvent), stages.initial);
}
