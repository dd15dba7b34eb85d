import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, IdentifierRequest, IsStaff, IsText, IsThingId, IsThingStream, IsTime, IsYesOrNo, Maybe, Message, Nested, Permission, type CommandMessage } from '@throughline/platform';
import { utc, type FollowUpCommand } from './follow-up.decider';
import { ToFollowUp } from './follow-up.handler';
import { namedCustomer } from './named-customer';

type Staff = `staff:${string}`;

export class PlanFollowUpRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() followUpId?: string;
  @Maybe() @Nested(() => IdentifierRequest) company?: IdentifierRequest;
  @IsText(2_000) what!: string;
  /** Who does it; left out, you. */
  @Maybe() @IsStaff() assignee?: Staff;
  @IsTime() due!: string;
  /** The customer was told and waits for it. */
  @Maybe() @IsYesOrNo() promised?: boolean;
  /** The stream of the thing it is about. */
  @Maybe() @IsThingStream() about?: string;
}

export class MoveFollowUpRequest {
  @IsTime() due!: string;
  @Maybe() @IsText(2_000) reason?: string;
}

export class HandOverFollowUpRequest {
  @IsStaff() assignee!: Staff;
}

export class FinishFollowUpRequest {
  @Maybe() @IsText(2_000) result?: string;
}

export class DropFollowUpRequest {
  @IsText(2_000) reason!: string;
  /** What the customer was told: needed where it had been promised. */
  @Maybe() @IsText(2_000) told?: string;
}

@ApiTags('customers')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('customers')
export class FollowUpController {
  constructor(private readonly bus: CommandBus) {}

  @Post(':identifier/follow-ups')
  @Permission('customers:write')
  plan(@Param('identifier') identifier: string, @Body() { followUpId, assignee, due, promised, ...body }: PlanFollowUpRequest, @Message() message: CommandMessage): Promise<Outcome> {
    const data = { followUpId: followUpId ?? createdId(message, 'follow-up'), customer: namedCustomer(identifier), assignee: assignee ?? (message.by as Staff), due: utc(due), promised: promised ?? false, ...body };
    return this.send({ type: 'plan-follow-up', data }, message);
  }

  @Post('follow-ups/:id/move')
  @Permission('customers:write')
  move(@Param('id') followUpId: string, @Body() { due, ...body }: MoveFollowUpRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'move-follow-up', data: { followUpId, due: utc(due), ...body } }, message);
  }

  @Post('follow-ups/:id/hand-over')
  @Permission('customers:write')
  handOver(@Param('id') followUpId: string, @Body() body: HandOverFollowUpRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'hand-over-follow-up', data: { followUpId, ...body } }, message);
  }

  @Post('follow-ups/:id/done')
  @Permission('customers:write')
  finish(@Param('id') followUpId: string, @Body() body: FinishFollowUpRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'finish-follow-up', data: { followUpId, ...body } }, message);
  }

  @Post('follow-ups/:id/drop')
  @Permission('customers:write')
  drop(@Param('id') followUpId: string, @Body() body: DropFollowUpRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'drop-follow-up', data: { followUpId, ...body } }, message);
  }

  private send(wish: Pick<FollowUpCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToFollowUp(wish, message));
  }
}
