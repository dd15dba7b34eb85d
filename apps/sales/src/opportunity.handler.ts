import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { opportunity, type OpportunityCommand } from './opportunity.decider';
import { pipelineInForce } from './stages.handler';

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
    const lookedUp = STAGED.has(wish.type) ? { pipeline: await pipelineInForce(this.journal) } : {};
    return execute(this.journal, opportunity, `opportunity-${wish.data.opportunityId}`, wish, message, lookedUp);
  }
}
