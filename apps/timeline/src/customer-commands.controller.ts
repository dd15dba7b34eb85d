import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, IdentifierRequest, IsLabel, IsText, IsThingId, Maybe, Message, Nested, Permission, type CommandMessage } from '@throughline/platform';
import { ToLink } from './customer-commands.handler';

export class LinkRequest {
  @Maybe() @IsThingId() linkId?: string;
  @Nested(() => IdentifierRequest) a!: IdentifierRequest;
  @Nested(() => IdentifierRequest) b!: IdentifierRequest;
  /** Why they are the same; `by hand` if nothing is said. */
  @Maybe() @IsLabel() rule?: string;
  @Maybe() @IsText(2_000) evidence?: string;
}

export class UnlinkRequest {
  @Nested(() => IdentifierRequest) a!: IdentifierRequest;
  @Nested(() => IdentifierRequest) b!: IdentifierRequest;
  @Maybe() @IsText(2_000) reason?: string;
}

/** Who is the same and who is not. */
@ApiTags('customers')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('customers')
export class CustomerCommandsController {
  constructor(private readonly bus: CommandBus) {}

  /** "These two are the same." */
  @Post('links')
  @Permission('customers:write')
  link(@Body() { linkId, rule, ...body }: LinkRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToLink({ type: 'link-nodes', data: { linkId: linkId ?? createdId(message, 'link'), rule: rule ?? 'by hand', ...body } }, message));
  }

  /** "They are not": undoes that link for ever. */
  @Post('links/:linkId/unlink')
  @Permission('customers:write')
  unlink(@Param('linkId') linkId: string, @Body() body: UnlinkRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToLink({ type: 'unlink-nodes', data: { linkId, ...body } }, message));
  }
}
