import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { recommendation, type RecommendationCommand } from './recommendation.decider';
import { satisfaction, type SatisfactionCommand } from './satisfaction.decider';
import { customerWish, type WishCommand } from './wish.decider';

export class ToSatisfaction {
  constructor(
    readonly wish: Pick<SatisfactionCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToSatisfaction)
export class SatisfactionHandler implements ICommandHandler<ToSatisfaction, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToSatisfaction): Promise<Outcome> {
    return execute(this.journal, satisfaction, `satisfaction-${wish.data.answerId}`, wish, message);
  }
}

export class ToWish {
  constructor(
    readonly wish: Pick<WishCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToWish)
export class WishHandler implements ICommandHandler<ToWish, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToWish): Promise<Outcome> {
    return execute(this.journal, customerWish, `wish-${wish.data.wishId}`, wish, message);
  }
}

export class ToRecommendation {
  constructor(
    readonly wish: Pick<RecommendationCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToRecommendation)
export class RecommendationHandler implements ICommandHandler<ToRecommendation, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToRecommendation): Promise<Outcome> {
    return execute(this.journal, recommendation, `recommendation-${wish.data.recommendationId}`, wish, message);
  }
}
