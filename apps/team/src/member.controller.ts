import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, IsLabel, IsStaff, IsText, Maybe, Message, Permission, type CommandMessage } from '@throughline/platform';
import type { MemberCommand } from './member.decider';
import { ToMember } from './team.handler';
import { staffIdOf } from './values.rules';

export class RegisterMemberRequest {
  /** The actor of a key that is his already; left out, he gets an id of his own. */
  @Maybe() @IsStaff() actor?: `staff:${string}`;
  @IsLabel() name!: string;
  @Maybe() @IsLabel() office?: string;
}

export class RenameRequest {
  @IsLabel() name!: string;
}

export class DeactivateMemberRequest {
  @Maybe() @IsText(2_000) reason?: string;
}

/** Who works here. `:id` is his id, or the actor he is. */
@ApiTags('team')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('team/members')
export class MemberController {
  constructor(private readonly bus: CommandBus) {}

  @Post()
  @Permission('team:write')
  register(@Body() { actor, ...body }: RegisterMemberRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'register-member', data: { staffId: staffIdOf(actor ?? createdId(message, 'member')), ...body } }, message);
  }

  @Post(':id/rename')
  @Permission('team:write')
  rename(@Param('id') id: string, @Body() body: RenameRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'rename-member', data: { staffId: staffIdOf(id), ...body } }, message);
  }

  /** Refused while he has open work: `openWork` in the answer says what, `GET …/open-work` how to hand it over. */
  @Post(':id/deactivate')
  @Permission('team:write')
  deactivate(@Param('id') id: string, @Body() body: DeactivateMemberRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'deactivate-member', data: { staffId: staffIdOf(id), ...body } }, message);
  }

  @Post(':id/reactivate')
  @Permission('team:write')
  reactivate(@Param('id') id: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'reactivate-member', data: { staffId: staffIdOf(id) } }, message);
  }

  private send(wish: Pick<MemberCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToMember(wish, message));
  }
}
