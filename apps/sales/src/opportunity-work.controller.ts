import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, Message, Permission, type CommandMessage } from '@throughline/platform';
import type { OpportunityCommand } from './opportunity.decider';
import { ToOpportunity } from './opportunity.handler';
import { CompetitorGoneRequest, CompetitorRequest, DecisionMakerGoneRequest, DecisionMakerRequest, NeedRequest, NextStepRequest, StepDoneRequest } from './opportunity.requests';

/** What a seller knows of an opportunity: needs, next step, who decides, who competes. People stand in bodies, never in paths. */
@ApiTags('sales')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('sales/opportunities/:id')
export class OpportunityWorkController {
  constructor(private readonly bus: CommandBus) {}

  @Post('needs')
  @Permission('sales:write')
  need(@Param('id') opportunityId: string, @Body() { needId, ...body }: NeedRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'record-need', data: { opportunityId, needId: needId ?? createdId(message, 'need'), ...body } }, message);
  }

  /** Takes the place of what was planned before. */
  @Post('next-step')
  @Permission('sales:write')
  planned(@Param('id') opportunityId: string, @Body() body: NextStepRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'plan-next-step', data: { opportunityId, ...body } }, message);
  }

  @Post('next-step/done')
  @Permission('sales:write')
  done(@Param('id') opportunityId: string, @Body() body: StepDoneRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'finish-next-step', data: { opportunityId, ...body } }, message);
  }

  /** Named again, he has another part or another mind. */
  @Post('decision-makers')
  @Permission('sales:write')
  decides(@Param('id') opportunityId: string, @Body() body: DecisionMakerRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'name-decision-maker', data: { opportunityId, ...body } }, message);
  }

  @Post('decision-makers/remove')
  @Permission('sales:write')
  decidesNoMore(@Param('id') opportunityId: string, @Body() body: DecisionMakerGoneRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'remove-decision-maker', data: { opportunityId, ...body } }, message);
  }

  @Post('competitors')
  @Permission('sales:write')
  competes(@Param('id') opportunityId: string, @Body() body: CompetitorRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'name-competitor', data: { opportunityId, ...body } }, message);
  }

  @Post('competitors/remove')
  @Permission('sales:write')
  competesNoMore(@Param('id') opportunityId: string, @Body() body: CompetitorGoneRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'remove-competitor', data: { opportunityId, ...body } }, message);
  }

  private send(wish: Pick<OpportunityCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToOpportunity(wish, message));
  }
}
