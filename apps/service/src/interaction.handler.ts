import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { interaction, type InteractionCommand } from './interaction.decider';

export class ToInteraction {
  constructor(
    readonly wish: Pick<InteractionCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToInteraction)
export class InteractionHandler implements ICommandHandler<ToInteraction, Outcome> {
  constructor(private readonly journal: Journal) {}

  /** Written down an hour later, it still stands on the timeline where it happened. */
  execute({ wish, message }: ToInteraction): Promise<Outcome> {
    const { interactionId, startedAt } = wish.data;
    const at = startedAt === undefined ? message.at : new Date(Math.min(Date.parse(startedAt), Date.parse(message.at))).toISOString();
    return execute(this.journal, interaction, `interaction-${interactionId}`, wish, { ...message, at });
  }
}
