import { Body, Controller, Delete, Get, Param, Put, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import type { Identifier } from '@throughline/kernel';
import { CommandAnswer, IsOneOf, IsStaff, IsText, IsTime, Maybe, Message, Permission, type CommandMessage } from '@throughline/platform';
import { ToOwner } from './customer-commands.handler';
import { CustomerThings, DEFAULT_LIST, ListRequest, MinPositionRequest } from './customer-things';
import { utc } from './follow-up.decider';
import { namedCustomer } from './named-customer';
import type { OwnerCommand, Staff } from './owner.decider';
import { ownedBy, ownershipOf, type OwnedPage, type Ownership } from './owner.queries';
import { OWNER_ROLES, ownershipView, type OwnerRole } from './owner.view';

export class AssignOwnerRequest {
  @IsStaff() owner!: Staff;
}

export class AssignSecondOwnerRequest {
  @IsStaff() secondOwner!: Staff;
}

export class AppointDeputyRequest {
  /** Who stands in; left out, you. */
  @Maybe() @IsStaff() deputy?: Staff;
  /** Then it ends by itself. */
  @IsTime() until!: string;
  @Maybe() @IsText(2_000) reason?: string;
}

export class OwnedRequest extends ListRequest {
  @IsStaff() staff!: string;
  /** Only what he looks after as this; left out, as any. */
  @Maybe() @IsOneOf(OWNER_ROLES) as?: OwnerRole;
}

/** Who looks after a customer. Whoever takes over needs nobody's permission: it is seen by all. */
@ApiTags('customers')
@ApiBearerAuth()
@Controller('customers')
export class OwnerController {
  constructor(
    private readonly bus: CommandBus,
    private readonly things: CustomerThings,
  ) {}

  @Put(':identifier/owner')
  @Permission('customers:write')
  @UseInterceptors(CommandAnswer)
  assign(@Param('identifier') identifier: string, @Body() { owner }: AssignOwnerRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send(identifier, message, (customer) => ({ type: 'assign-owner', data: { customer, owner } }));
  }

  @Delete(':identifier/owner')
  @Permission('customers:write')
  @UseInterceptors(CommandAnswer)
  release(@Param('identifier') identifier: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send(identifier, message, (customer) => ({ type: 'release-owner', data: { customer } }));
  }

  @Put(':identifier/second-owner')
  @Permission('customers:write')
  @UseInterceptors(CommandAnswer)
  assignSecond(@Param('identifier') identifier: string, @Body() { secondOwner }: AssignSecondOwnerRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send(identifier, message, (customer) => ({ type: 'assign-second-owner', data: { customer, secondOwner } }));
  }

  @Delete(':identifier/second-owner')
  @Permission('customers:write')
  @UseInterceptors(CommandAnswer)
  releaseSecond(@Param('identifier') identifier: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send(identifier, message, (customer) => ({ type: 'release-second-owner', data: { customer } }));
  }

  /** The same deputy again with another time prolongs or shortens it; somebody else takes his place. */
  @Put(':identifier/deputy')
  @Permission('customers:write')
  @UseInterceptors(CommandAnswer)
  appoint(@Param('identifier') identifier: string, @Body() { deputy, until, ...body }: AppointDeputyRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send(identifier, message, (customer) => ({ type: 'appoint-deputy', data: { customer, deputy: deputy ?? (message.by as Staff), until: utc(until), ...body } }));
  }

  @Delete(':identifier/deputy')
  @Permission('customers:write')
  @UseInterceptors(CommandAnswer)
  endDeputy(@Param('identifier') identifier: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send(identifier, message, (customer) => ({ type: 'end-deputy', data: { customer } }));
  }

  /** Whom somebody looks after, node by node. */
  @Get('owned')
  @Permission('customers:read')
  async owned(@Query() { staff, as, limit = DEFAULT_LIST, after }: OwnedRequest): Promise<OwnedPage> {
    return ownedBy(await this.things.shelf(ownershipView.name), { staff, limit, ...(as === undefined ? {} : { role: as }), ...(after === undefined ? {} : { after }) });
  }

  /** Over all his nodes: in each role the later word holds. */
  @Get(':identifier/ownership')
  @Permission('customers:read')
  async ownership(@Param('identifier') identifier: string, @Query() { minPosition }: MinPositionRequest): Promise<Ownership> {
    const { shelf, nodes } = await this.things.of(ownershipView.name, identifier, minPosition);
    return ownershipOf(shelf, nodes);
  }

  private send(identifier: string, message: CommandMessage, wishFor: (customer: Identifier) => Pick<OwnerCommand, 'type' | 'data'>): Promise<Outcome> {
    return this.bus.execute(new ToOwner(wishFor(namedCustomer(identifier)), message));
  }
}
