import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { LOSS_REASONS, type LossReason } from '@throughline/contracts';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, IdentifierRequest, IsDay, IsLabel, IsOneOf, IsSlug, IsStaff, IsText, IsThingId, Maybe, Message, MoneyRequest, Nested, Permission, type CommandMessage } from '@throughline/platform';
import type { OpportunityCommand } from './opportunity.decider';
import { ToOpportunity } from './opportunity.handler';

export class OpenOpportunityRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() opportunityId?: string;
  @Maybe() @Nested(() => IdentifierRequest) customer?: IdentifierRequest;
  @Maybe() @Nested(() => IdentifierRequest) company?: IdentifierRequest;
  @Maybe() @IsLabel() title?: string;
  @Maybe() @IsLabel() product?: string;
  @IsSlug() stage!: string;
  @Maybe() @Nested(() => MoneyRequest) value?: MoneyRequest;
  /** A day, `2026-03-31`. */
  @Maybe() @IsDay() expectedClose?: string;
  @Maybe() @IsThingId() leadId?: string;
  @Maybe() @IsStaff() owner?: `staff:${string}`;
}

export class AdvanceRequest {
  @IsSlug() stage!: string;
}

export class RevalueRequest {
  @Nested(() => MoneyRequest) value!: MoneyRequest;
}

export class WinRequest {
  /** What was sold; left out, what it was last worth. */
  @Maybe() @Nested(() => MoneyRequest) value?: MoneyRequest;
}

export class LoseRequest {
  @IsOneOf(LOSS_REASONS) reason!: LossReason;
  /** Needed where the reason is `other`. */
  @Maybe() @IsText(2_000) explanation?: string;
}

export class ReopenRequest {
  @Maybe() @IsSlug() stage?: string;
  @Maybe() @IsText(2_000) reason?: string;
}

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

  private send(wish: Pick<OpportunityCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToOpportunity(wish, message));
  }
}
