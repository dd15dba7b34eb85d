import { Body, Controller, Get, Param, Post, Put, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, Message, Permission, Problem, type CommandMessage } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import type { CampaignResult } from './campaign-result';
import type { CampaignCommand } from './campaign.decider';
import { ToCampaign } from './campaign.handler';
import { campaignById, campaignPage, peopleOf, resultOf } from './campaign.queries';
import { CampaignPlanRequest, CampaignsRequest, CloseCampaignRequest, PauseCampaignRequest, PeopleRequest, PlanCampaignRequest, ResultRequest } from './campaign.requests';
import { campaignView, type CampaignDocument } from './campaign.view';
import { leadView } from './lead.view';
import { touchView, type TouchDocument } from './touch.view';

@ApiTags('marketing')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('marketing/campaigns')
export class CampaignController {
  constructor(private readonly bus: CommandBus) {}

  @Post()
  @Permission('marketing:write')
  plan(@Body() { campaignId, ...body }: PlanCampaignRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'plan-campaign', data: { campaignId: campaignId ?? createdId(message, 'campaign'), ...body } }, message);
  }

  @Put(':id/plan')
  @Permission('marketing:write')
  change(@Param('id') campaignId: string, @Body() body: CampaignPlanRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'change-campaign', data: { campaignId, ...body } }, message);
  }

  @Post(':id/launch')
  @Permission('marketing:write')
  launch(@Param('id') campaignId: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'launch-campaign', data: { campaignId } }, message);
  }

  @Post(':id/pause')
  @Permission('marketing:write')
  pause(@Param('id') campaignId: string, @Body() body: PauseCampaignRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'pause-campaign', data: { campaignId, ...body } }, message);
  }

  @Post(':id/resume')
  @Permission('marketing:write')
  resume(@Param('id') campaignId: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'resume-campaign', data: { campaignId } }, message);
  }

  @Post(':id/close')
  @Permission('marketing:write')
  close(@Param('id') campaignId: string, @Body() body: CloseCampaignRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'close-campaign', data: { campaignId, ...body } }, message);
  }

  private send(wish: Pick<CampaignCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToCampaign(wish, message));
  }
}

@ApiTags('marketing')
@ApiBearerAuth()
@Controller('marketing/campaigns')
export class CampaignsController {
  constructor(private readonly projections: ProjectionEngine) {}

  @Get()
  @Permission('marketing:read')
  async list(@Query() { limit = 50, ...request }: CampaignsRequest): Promise<{ readonly campaigns: readonly Omit<CampaignDocument, 'searchable'>[]; readonly after: string | null }> {
    const { documents, after } = await campaignPage(await this.projections.shelf(campaignView.name), { limit, ...request });
    return { campaigns: documents, after };
  }

  @Get(':id')
  @Permission('marketing:read')
  async show(@Param('id') id: string): Promise<Omit<CampaignDocument, 'searchable'>> {
    return there(await campaignById(await this.projections.shelf(campaignView.name), id));
  }

  @Get(':id/result')
  @Permission('marketing:read')
  async result(@Param('id') id: string, @Query() { earlier }: ResultRequest): Promise<CampaignResult> {
    const [campaigns, touches, leads] = await Promise.all([this.projections.shelf(campaignView.name), this.projections.shelf(touchView.name), this.projections.shelf(leadView.name)]);
    return there(await resultOf({ campaigns, touches, leads }, id, earlier));
  }

  /** Whom it touched, and what came back. */
  @Get(':id/people')
  @Permission('marketing:read')
  async people(@Param('id') id: string, @Query() { limit = 50, ...request }: PeopleRequest): Promise<{ readonly people: readonly TouchDocument[]; readonly after: string | null }> {
    const { documents, after } = await peopleOf(await this.projections.shelf(touchView.name), id, { limit, ...request });
    return { people: documents, after };
  }
}

function there<Found>(found: Found | null): Found {
  if (found === null) throw new Problem(404, 'CAMPAIGN_NOT_FOUND', 'there is no campaign with this id');
  return found;
}
