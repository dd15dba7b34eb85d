import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, Message, Permission, type CommandMessage } from '@throughline/platform';
import type { OpportunityCommand } from './opportunity.decider';
import { ToOpportunity } from './opportunity.handler';
import { AdvanceRequest, AssignOpportunityRequest, ChangeOpportunityRequest, ForecastRequest, LoseRequest, OpenOpportunityRequest, ReopenRequest, RevalueRequest, WinRequest } from './opportunity.requests';

/** The course of an opportunity; what is known of it besides is kept by `OpportunityWorkController`. */
@ApiTags('sales')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('sales/opportunities')
export class OpportunityController {
  constructor(private readonly bus: CommandBus) {}

  @Post()
  @Permission('sales:write')
  open(@Body() { opportunityId, ...body }: OpenOpportunityRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'open-opportunity', data: { opportunityId: opportunityId ?? createdId(message, 'opportunity'), ...body } }, message);
  }

  /** Into another stage, forwards or backwards. */
  @Post(':id/advance')
  @Permission('sales:write')
  advance(@Param('id') opportunityId: string, @Body() body: AdvanceRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'advance-opportunity', data: { opportunityId, ...body } }, message);
  }

  @Post(':id/revalue')
  @Permission('sales:write')
  revalue(@Param('id') opportunityId: string, @Body() body: RevalueRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'revalue-opportunity', data: { opportunityId, ...body } }, message);
  }

  /** It is expected to close on another day. */
  @Post(':id/forecast')
  @Permission('sales:write')
  forecast(@Param('id') opportunityId: string, @Body() body: ForecastRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'change-forecast', data: { opportunityId, ...body } }, message);
  }

  @Post(':id/win')
  @Permission('sales:write')
  win(@Param('id') opportunityId: string, @Body() body: WinRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'win-opportunity', data: { opportunityId, ...body } }, message);
  }

  @Post(':id/lose')
  @Permission('sales:write')
  lose(@Param('id') opportunityId: string, @Body() body: LoseRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'lose-opportunity', data: { opportunityId, ...body } }, message);
  }

  @Post(':id/reopen')
  @Permission('sales:write')
  reopen(@Param('id') opportunityId: string, @Body() body: ReopenRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'reopen-opportunity', data: { opportunityId, ...body } }, message);
  }

  /** Hands it over to a colleague. */
  @Post(':id/assign')
  @Permission('sales:write')
  assign(@Param('id') opportunityId: string, @Body() body: AssignOpportunityRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'assign-opportunity', data: { opportunityId, ...body } }, message);
  }

  /** Another title or product. */
  @Post(':id/change')
  @Permission('sales:write')
  change(@Param('id') opportunityId: string, @Body() body: ChangeOpportunityRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'change-opportunity', data: { opportunityId, ...body } }, message);
  }

  private send(wish: Pick<OpportunityCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToOpportunity(wish, message));
  }
}
