import { Body, Controller, Get, HttpCode, Param, Post, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { LeadCriteria } from '@throughline/contracts';
import { Journal, type Outcome } from '@throughline/event-store';
import { isRejection } from '@throughline/kernel';
import { CommandAnswer, createdId, Message, Permission, Problem, type CommandMessage } from '@throughline/platform';
import { ToLeadCriteria } from './lead-criteria.handler';
import { leadScore, suggestionOf, type LeadScore } from './lead-score.rules';
import type { LeadCommand } from './lead.decider';
import { criteriaInForce, ToLead } from './lead.handler';
import { CaptureLeadRequest, ConvertLeadRequest, DisqualifyLeadRequest, LeadCriteriaRequest, QualifyLeadRequest } from './lead.requests';

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

/** What leads are asked and what each answer is worth. */
@ApiTags('marketing')
@ApiBearerAuth()
@Controller('marketing/lead-criteria')
export class LeadCriteriaController {
  constructor(
    private readonly bus: CommandBus,
    private readonly journal: Journal,
  ) {}

  @Get()
  @Permission('marketing:read')
  async show(): Promise<LeadCriteria> {
    return this.inForce();
  }

  @Put()
  @UseInterceptors(CommandAnswer)
  @Permission('marketing:write')
  set(@Body() body: LeadCriteriaRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToLeadCriteria({ type: 'set-lead-criteria', data: body }, message));
  }

  /** What answers would come to, while they are being found out. Records nothing. */
  @Post('score')
  @HttpCode(200)
  @Permission('marketing:read')
  async score(@Body() { answers }: QualifyLeadRequest): Promise<LeadScore & { readonly suggestion: string }> {
    const scored = leadScore(await this.inForce(), answers);
    if (isRejection(scored)) throw new Problem(409, scored.code, scored.detail);
    return { ...scored, suggestion: suggestionOf(scored) };
  }

  private async inForce(): Promise<LeadCriteria> {
    const criteria = await criteriaInForce(this.journal);
    if (criteria === undefined) throw new Problem(404, 'LEAD_CRITERIA_NOT_FOUND', 'no criteria were set yet');
    return criteria;
  }
}
