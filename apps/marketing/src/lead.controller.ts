import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { DISQUALIFICATION_REASONS, type DisqualificationReason } from '@throughline/contracts';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, IdentifierRequest, IsLabel, IsListOf, IsOneOf, IsSlug, IsText, IsThingId, IsWhole, IsYesOrNo, Maybe, Message, Nested, Permission, type CommandMessage } from '@throughline/platform';
import type { LeadCommand } from './lead.decider';
import { ToLead } from './lead.handler';

export class CaptureLeadRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() leadId?: string;
  @Nested(() => IdentifierRequest) customer!: IdentifierRequest;
  @Maybe() @IsText(200) firstName?: string;
  @Maybe() @IsText(200) lastName?: string;
  @Maybe() @Nested(() => IdentifierRequest) company?: IdentifierRequest;
  @Maybe() @IsSlug() channel?: string;
  @Maybe() @IsLabel() campaign?: string;
  @Maybe() @IsLabel() interest?: string;
  @Maybe() @IsText(50_000) message?: string;
}

export class CriterionRequest {
  @IsLabel() criterion!: string;
  @IsYesOrNo() met!: boolean;
}

export class QualifyLeadRequest {
  /** 0 to 100. */
  @IsWhole(0, 100) score!: number;
  /** What the score stands on. */
  @IsListOf(() => CriterionRequest, 50) criteria!: CriterionRequest[];
}

export class DisqualifyLeadRequest {
  @IsOneOf(DISQUALIFICATION_REASONS) reason!: DisqualificationReason;
  @Maybe() @IsText(2_000) explanation?: string;
}

export class ConvertLeadRequest {
  @IsThingId() opportunityId!: string;
}

@ApiTags('marketing')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('marketing/leads')
export class LeadController {
  constructor(private readonly bus: CommandBus) {}

  @Post()
  @Permission('marketing:write')
  capture(@Body() { leadId, ...body }: CaptureLeadRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'capture-lead', data: { leadId: leadId ?? createdId(message, 'lead'), ...body } }, message);
  }

  @Post(':id/qualify')
  @Permission('marketing:write')
  qualify(@Param('id') leadId: string, @Body() body: QualifyLeadRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'qualify-lead', data: { leadId, ...body } }, message);
  }

  @Post(':id/disqualify')
  @Permission('marketing:write')
  disqualify(@Param('id') leadId: string, @Body() body: DisqualifyLeadRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'disqualify-lead', data: { leadId, ...body } }, message);
  }

  @Post(':id/convert')
  @Permission('marketing:write')
  convert(@Param('id') leadId: string, @Body() body: ConvertLeadRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'convert-lead', data: { leadId, ...body } }, message);
  }

  private send(wish: Pick<LeadCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToLead(wish, message));
  }
}
