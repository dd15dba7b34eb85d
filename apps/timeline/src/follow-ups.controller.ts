import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CLOCK, IsOneOf, IsPosition, IsStaff, IsThingStream, Maybe, Permission, Problem } from '@throughline/platform';
import type { Clock } from '@throughline/processes';
import { CustomerThings, DEFAULT_LIST, ListRequest } from './customer-things';
import { followUpById, followUpPage, followUpsOf, type FollowUpQuery } from './follow-up.queries';
import { followUpView, type FollowUpDocument } from './follow-up.view';

export class FollowUpsRequest extends ListRequest {
  @Maybe() @IsStaff() assignee?: string;
  @Maybe() @IsOneOf(['planned', 'done', 'dropped']) status?: string;
  /** `true` = still to be done, and its time has come. */
  @Maybe() @IsOneOf(['true', 'false']) overdue?: string;
  /** The stream of the thing they are about. */
  @Maybe() @IsThingStream() about?: string;
}

export class FollowUpsOfCustomerRequest extends FollowUpsRequest {
  /** Wait (at most five seconds) until the list knows this position: the `position` of an earlier answer. */
  @Maybe() @IsPosition() minPosition?: string;
}

@ApiTags('customers')
@ApiBearerAuth()
@Controller('customers')
export class FollowUpsController {
  constructor(
    private readonly things: CustomerThings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What is due first stands on top. Without a status: those still to be done. */
  @Get('follow-ups')
  @Permission('customers:read')
  async list(@Query() { status = 'planned', ...request }: FollowUpsRequest) {
    return followUpPage(await this.things.shelf(followUpView.name), this.queryOf({ status, ...request }));
  }

  @Get('follow-ups/:id')
  @Permission('customers:read')
  async show(@Param('id') id: string): Promise<FollowUpDocument> {
    const found = await followUpById(await this.things.shelf(followUpView.name), id);
    if (found === null) throw new Problem(404, 'FOLLOW_UP_NOT_FOUND', 'there is no follow-up with this id');
    return found;
  }

  /** Without a status: all of them. */
  @Get(':identifier/follow-ups')
  @Permission('customers:read')
  async listOf(@Param('identifier') identifier: string, @Query() { minPosition, ...request }: FollowUpsOfCustomerRequest) {
    const { shelf, nodes } = await this.things.of(followUpView.name, identifier, minPosition);
    return followUpsOf(shelf, nodes, this.queryOf(request));
  }

  private queryOf({ overdue, limit = DEFAULT_LIST, ...filters }: FollowUpsRequest): FollowUpQuery {
    return { ...filters, limit, ...(overdue === 'true' ? { overdueAt: new Date(this.clock.now()).toISOString() } : {}) };
  }
}
