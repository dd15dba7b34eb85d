import { Body, Controller, Get, Inject, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { EventStore, Outcome } from '@throughline/event-store';
import { ArePositions, By, CommandAnswer, EVENT_STORE, IsOneOf, IsPosition, Maybe, Message, Permission, readCursor, writeCursor, type CommandMessage, type Principal } from '@throughline/platform';
import { Inbox, type InboxPage } from './inbox.queries';
import { ToInbox } from './team.handler';
import { staffIdOf } from './values.rules';
import { PageRequest } from './work.controller';

const DEFAULT_PAGE = 50;
/** Entries marked one by one in one request, at most. */
const MOST_MARKED = 500;

export class InboxRequest extends PageRequest {
  @Maybe() @IsOneOf(['all', 'unread']) show?: 'all' | 'unread';
}

export class MarkReadRequest {
  /** Everything up to this `position`. */
  @Maybe() @IsPosition() upTo?: string;
  /** These entries, by their `position`. */
  @Maybe() @ArePositions(MOST_MARKED) entries?: string[];
}

/** What reached the person who asks. */
@ApiTags('team')
@ApiBearerAuth()
@Controller('team/inbox')
export class InboxController {
  constructor(
    private readonly inbox: Inbox,
    private readonly bus: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Newest first; `unread` counts what there is beside this page too. */
  @Get()
  @Permission('team:read')
  async page(@Query() { limit, after, show }: InboxRequest, @By() { actor }: Principal): Promise<Omit<InboxPage, 'after'> & { readonly after: string | null }> {
    const { storeId } = this.store;
    const page = await this.inbox.page(actor, { unreadOnly: show === 'unread', limit: limit ?? DEFAULT_PAGE, ...(after === undefined ? {} : { after: readCursor(after, storeId) }) });
    return { ...page, after: page.after === null ? null : writeCursor(page.after, storeId) };
  }

  @Post('read')
  @Permission('team:read')
  @UseInterceptors(CommandAnswer)
  markRead(@Body() body: MarkReadRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToInbox({ type: 'mark-read', data: { staffId: staffIdOf(message.by), day: message.at.slice(0, 10), ...body } }, message));
  }
}
