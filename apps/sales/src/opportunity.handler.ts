import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { opportunity, type OpportunityCommand } from './opportunity.decider';
import type { Pipeline } from './stages.rules';
import { stagesInForce } from './stages.handler';

export class ToOpportunity {
  constructor(
    readonly wish: Pick<OpportunityCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

/** The commands that go by the stages in force. */
const STAGED: ReadonlySet<OpportunityCommand['type']> = new Set(['open-opportunity', 'advance-opportunity', 'reopen-opportunity']);

@CommandHandler(ToOpportunity)
export class OpportunityHandler implements ICommandHandler<ToOpportunity, Outcome> {
  constructor(private readonly journal: Journal) {}

  async execute({ wish, message }: ToOpportunity): Promise<Outcome> {
    const lookedUp = STAGED.has(wish.type) ? await this.pipeline() : {};
    return execute(this.journal, opportunity, `opportunity-${wish.data.opportunityId}`, wish, message, lookedUp);
  }

  /** Nobody is held to stages that his company has not chosen. */
  private async pipeline(): Promise<{ readonly pipeline?: Pipeline }> {
    const state = await stagesInForce(this.journal);
    return state.status === 'set' ? { pipeline: state.stages } : {};
  }
}
