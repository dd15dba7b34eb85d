import { Body, Controller, Get, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Journal, type Outcome } from '@throughline/event-store';
import type { Actor } from '@throughline/kernel';
import { CommandAnswer, IsAnyObject, IsCount, IsOneOf, IsText, Maybe, Message, Permission, Problem, type CommandMessage } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { quarantinedItem, quarantinePage } from './quarantine.queries';
import { ToQuarantine } from './quarantine.handler';
import { quarantineView, type QuarantinedItem } from './quarantine.view';
import { receive, type Receipt } from './receive';

export class QuarantineRequest {
  @Maybe() @IsOneOf(['waiting', 'accepted', 'discarded']) status?: string;
  @Maybe() @IsCount(200) limit?: number;
  @Maybe() @IsText(400) after?: string;
}

export class ResubmitRequest {
  /** The event as it should have been; left out, the item is tried again as it came. */
  @Maybe() @IsAnyObject() event?: object;
}

export class DiscardRequest {
  @Maybe() @IsText(2_000) reason?: string;
}

@ApiTags('operations')
@ApiBearerAuth()
@Controller('ops/quarantine')
export class QuarantineController {
  constructor(
    private readonly journal: Journal,
    private readonly projections: ProjectionEngine,
    private readonly bus: CommandBus,
  ) {}

  @Get()
  @Permission('ops:read')
  async list(@Query() { status, limit, after }: QuarantineRequest) {
    return quarantinePage(await this.projections.shelf(quarantineView.name), { limit: limit ?? 50, ...(status === undefined ? {} : { status }), ...(after === undefined ? {} : { after }) });
  }

  @Get(':itemId')
  @Permission('ops:read')
  show(@Param('itemId') itemId: string): Promise<QuarantinedItem> {
    return this.find(itemId);
  }

  /** It keeps the source it came with, so that a repeat of the sender is still recognised. */
  @Post(':itemId/resubmit')
  @HttpCode(200)
  @Permission('ops:write')
  async resubmit(@Param('itemId') itemId: string, @Body() { event }: ResubmitRequest, @Message() message: CommandMessage) {
    const item = await this.find(itemId);
    if (item.status !== 'waiting') throw new Problem(409, 'ITEM_NOT_WAITING', `this item was ${item.status} and does not wait in quarantine any more`);
    const [receipt] = await receive(this.journal, [event ?? original(item)], { actor: item.actor as Actor, source: item.source, receivedAt: message.at });
    const outcome = receipt as Receipt;
    const data = outcome.status === 'refused' ? ({ itemId, outcome: 'refused' } as const) : ({ itemId, outcome: 'accepted', eventId: outcome.id } as const);
    await this.bus.execute(new ToQuarantine({ type: 'resubmit-item', data }, message));
    if (outcome.status === 'refused') throw new Problem(422, outcome.code, outcome.message);
    return { ...outcome, position: String(outcome.position) };
  }

  @Post(':itemId/discard')
  @Permission('ops:write')
  @UseInterceptors(CommandAnswer)
  discard(@Param('itemId') itemId: string, @Body() body: DiscardRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToQuarantine({ type: 'discard-item', data: { itemId, ...body } }, message));
  }

  private async find(itemId: string): Promise<QuarantinedItem> {
    const item = await quarantinedItem(await this.projections.shelf(quarantineView.name), itemId);
    if (item === null) throw new Problem(404, 'ITEM_NOT_FOUND', 'there is no item in quarantine with this id');
    return item;
  }
}

function original(item: QuarantinedItem): unknown {
  if (item.body === null) throw new Problem(422, 'BODY_NOT_KEPT', 'the item was too large to be kept; send the corrected event in the body');
  try {
    return JSON.parse(item.body);
  } catch {
    return item.body;
  }
}
