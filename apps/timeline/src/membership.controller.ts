import { Body, Controller, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, IdentifierRequest, IsDay, IsLabel, IsThingId, Maybe, MaybeNull, Message, Nested, Permission, Problem, type CommandMessage } from '@throughline/platform';
import { CustomerThings, DEFAULT_LIST, ListOfCustomerRequest } from './customer-things';
import type { MembershipCommand } from './membership.decider';
import { ToMembership } from './membership.handler';
import { companiesOf, membershipById, peopleOf, type MembershipPage } from './membership.queries';
import { membershipView, type MembershipDocument } from './membership.view';

export class StartMembershipRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() membershipId?: string;
  @Nested(() => IdentifierRequest) person!: IdentifierRequest;
  @Nested(() => IdentifierRequest) company!: IdentifierRequest;
  /** What the person does there. */
  @Maybe() @IsLabel() role?: string;
  /** Its first day. */
  @Maybe() @IsDay() from?: string;
}

/** What is left out stays as it is; `null`: it is not known. */
export class ChangeMembershipRequest {
  @MaybeNull() @IsLabel() role?: string | null;
  @MaybeNull() @IsDay() from?: string | null;
}

export class EndMembershipRequest {
  /** Its last day. */
  @IsDay() to!: string;
}

export class MembershipsRequest extends ListOfCustomerRequest {
  /** Only those of this day. */
  @Maybe() @IsDay() on?: string;
}

/** Which people belong to which companies, as what, from when to when. */
@ApiTags('customers')
@ApiBearerAuth()
@Controller('customers')
export class MembershipController {
  constructor(
    private readonly bus: CommandBus,
    private readonly things: CustomerThings,
  ) {}

  @Post('memberships')
  @Permission('customers:write')
  @UseInterceptors(CommandAnswer)
  start(@Body() { membershipId, ...body }: StartMembershipRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'start-membership', data: { membershipId: membershipId ?? createdId(message, 'membership'), ...body } }, message);
  }

  @Post('memberships/:id/change')
  @Permission('customers:write')
  @UseInterceptors(CommandAnswer)
  change(@Param('id') membershipId: string, @Body() body: ChangeMembershipRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'change-membership', data: { membershipId, ...body } }, message);
  }

  @Post('memberships/:id/end')
  @Permission('customers:write')
  @UseInterceptors(CommandAnswer)
  end(@Param('id') membershipId: string, @Body() body: EndMembershipRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'end-membership', data: { membershipId, ...body } }, message);
  }

  @Get('memberships/:id')
  @Permission('customers:read')
  async show(@Param('id') id: string): Promise<MembershipDocument> {
    const found = await membershipById(await this.things.shelf(membershipView.name), id);
    if (found === null) throw new Problem(404, 'MEMBERSHIP_NOT_FOUND', 'there is no membership with this id');
    return found;
  }

  /** The people of a company, with role and time. */
  @Get(':identifier/members')
  @Permission('customers:read')
  async people(@Param('identifier') identifier: string, @Query() { minPosition, limit = DEFAULT_LIST, ...query }: MembershipsRequest): Promise<MembershipPage> {
    const { shelf, nodes } = await this.things.of(membershipView.name, identifier, minPosition);
    return peopleOf(shelf, nodes, { limit, ...query });
  }

  /** The companies of a person, with role and time. */
  @Get(':identifier/companies')
  @Permission('customers:read')
  async companies(@Param('identifier') identifier: string, @Query() { minPosition, limit = DEFAULT_LIST, ...query }: MembershipsRequest): Promise<MembershipPage> {
    const { shelf, nodes } = await this.things.of(membershipView.name, identifier, minPosition);
    return companiesOf(shelf, nodes, { limit, ...query });
  }

  private send(wish: Pick<MembershipCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToMembership(wish, message));
  }
}
