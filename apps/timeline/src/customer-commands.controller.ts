import { Body, Controller, Delete, Param, Post, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, IdentifierRequest, IsLabel, IsStaff, IsText, IsThingId, Maybe, Message, Nested, Permission, type CommandMessage } from '@throughline/platform';
import { ToLink, ToOwner } from './customer-commands.handler';
import { namedCustomer } from './named-customer';

export class AssignOwnerRequest {
  @IsStaff() owner!: `staff:${string}`;
}

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

/** What people record about a customer; it lands on the node that is named and stays there, whoever is merged later. */
@ApiTags('customers')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('customers')
export class CustomerCommandsController {
  constructor(private readonly bus: CommandBus) {}

  @Put(':identifier/owner')
  @Permission('customers:write')
  assignOwner(@Param('identifier') identifier: string, @Body() { owner }: AssignOwnerRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToOwner({ type: 'assign-owner', data: { customer: namedCustomer(identifier), owner } }, message));
  }

  @Delete(':identifier/owner')
  @Permission('customers:write')
  releaseOwner(@Param('identifier') identifier: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToOwner({ type: 'release-owner', data: { customer: namedCustomer(identifier) } }, message));
  }

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
