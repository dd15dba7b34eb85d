import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, Message, Permission, type CommandMessage } from '@throughline/platform';
import { ToTouch } from './campaign.handler';
import { BouncedRequest, ClickedRequest, RepliedRequest, SentRequest, TouchRequest, UnsubscribedRequest } from './campaign.requests';
import type { TouchCommand } from './touch.decider';

/** What people record by hand; programs that send messages tell the same at the door for events. */
@ApiTags('marketing')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('marketing/campaigns/:id/touches')
export class TouchController {
  constructor(private readonly bus: CommandBus) {}

  @Post('sent')
  @Permission('marketing:write')
  sent(@Param('id') campaignId: string, @Body() body: SentRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'record-sent', data: { campaignId, ...body } }, message);
  }

  @Post('delivered')
  @Permission('marketing:write')
  delivered(@Param('id') campaignId: string, @Body() body: TouchRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'record-delivered', data: { campaignId, ...body } }, message);
  }

  @Post('opened')
  @Permission('marketing:write')
  opened(@Param('id') campaignId: string, @Body() body: TouchRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'record-opened', data: { campaignId, ...body } }, message);
  }

  @Post('clicked')
  @Permission('marketing:write')
  clicked(@Param('id') campaignId: string, @Body() body: ClickedRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'record-clicked', data: { campaignId, ...body } }, message);
  }

  @Post('replied')
  @Permission('marketing:write')
  replied(@Param('id') campaignId: string, @Body() body: RepliedRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'record-replied', data: { campaignId, ...body } }, message);
  }

  @Post('bounced')
  @Permission('marketing:write')
  bounced(@Param('id') campaignId: string, @Body() body: BouncedRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'record-bounced', data: { campaignId, ...body } }, message);
  }

  @Post('reported-as-spam')
  @Permission('marketing:write')
  reportedAsSpam(@Param('id') campaignId: string, @Body() body: TouchRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'record-reported-as-spam', data: { campaignId, ...body } }, message);
  }

  @Post('unsubscribed')
  @Permission('marketing:write')
  unsubscribed(@Param('id') campaignId: string, @Body() body: UnsubscribedRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'record-unsubscribed', data: { campaignId, ...body } }, message);
  }

  private send(wish: Pick<TouchCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToTouch(wish, message));
  }
}
