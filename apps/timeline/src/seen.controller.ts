import { Body, Controller, Get, Inject, Param, Put, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { EventStore, Outcome } from '@throughline/event-store';
import { By, CommandAnswer, EVENT_STORE, IsCount, IsPosition, IsText, Maybe, Message, Permission, readCursor, writeCursor, type CommandMessage, type Principal } from '@throughline/platform';
import { CustomerThings, DEFAULT_LIST, MinPositionRequest } from './customer-things';
import { Customers } from './customers.queries';
import { namedCustomer } from './named-customer';
import { ToSeen } from './seen.handler';
import { newsOf, seenOf } from './seen.queries';
import { seenView } from './seen.view';
import { presentEntry } from './timeline.queries';

export class SeenRequest {
  /** Of the newest entry you have seen. */
  @IsPosition() position!: string;
}

export class NewsRequest extends MinPositionRequest {
  @Maybe() @IsCount(200) limit?: number;
  /** Cursor of an earlier page, going back in time. */
  @Maybe() @IsText(200) older?: string;
}

/** What is new on a customer since the person who asks last looked. */
@ApiTags('customers')
@ApiBearerAuth()
@Controller('customers')
export class SeenController {
  constructor(
    private readonly bus: CommandBus,
    private readonly customers: Customers,
    private readonly things: CustomerThings,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Put(':identifier/seen')
  @Permission('customers:read')
  @UseInterceptors(CommandAnswer)
  markSeen(@Param('identifier') identifier: string, @Body() { position }: SeenRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToSeen({ type: 'mark-seen', data: { staffId: staffIdOf(message.by), customer: namedCustomer(identifier), position: String(BigInt(position)) } }, message));
  }

  /** `count` counts them one by one up to 200; `more`: there are more. */
  @Get(':identifier/news')
  @Permission('customers:read')
  async news(@Param('identifier') identifier: string, @Query() { minPosition, limit = DEFAULT_LIST, older }: NewsRequest, @By() { actor }: Principal) {
    const { storeId } = this.store;
    const { shelf, nodes } = await this.things.of(seenView.name, identifier, minPosition);
    const { seen, count, page } = await newsOf(this.customers, await seenOf(shelf, staffIdOf(actor), nodes), { nodes, limit, ...(older === undefined ? {} : { older: readCursor(older, storeId) }) });
    return { seen: seen === null ? null : String(seen), ...count, entries: page.entries.map(presentEntry), older: page.older === null ? null : writeCursor(page.older, storeId) };
  }
}

function staffIdOf(actor: string): string {
  return actor.slice(actor.indexOf(':') + 1).toLowerCase();
}
