import { Body, Controller, Delete, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { AreThingIds, CommandAnswer, createdId, IsLabel, IsStaff, IsThingId, Maybe, Message, Permission, type CommandMessage } from '@throughline/platform';
import { RenameRequest } from './member.controller';
import type { QueueCommand } from './queue.decider';
import type { TeamCommand } from './team.decider';
import { ToQueue, ToTeam } from './team.handler';
import { staffIdOf } from './values.rules';

/** Teams that serve one queue, at most. */
const MOST_TEAMS = 50;

export class CreateTeamRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() teamId?: string;
  @IsLabel() name!: string;
}

export class JoinTeamRequest {
  @IsStaff() member!: `staff:${string}`;
}

export class CreateQueueRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() queueId?: string;
  /** What tickets call it. */
  @IsLabel() name!: string;
  /** Ids of the teams that serve it. */
  @AreThingIds(MOST_TEAMS) teams!: string[];
}

export class ChangeQueueRequest {
  /** Only while no open ticket waits in it: tickets go on calling it by the old name. */
  @Maybe() @IsLabel() name?: string;
  @Maybe() @AreThingIds(MOST_TEAMS) teams?: string[];
}

@ApiTags('team')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('team/teams')
export class TeamController {
  constructor(private readonly bus: CommandBus) {}

  @Post()
  @Permission('team:write')
  create(@Body() { teamId, ...body }: CreateTeamRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'create-team', data: { teamId: teamId ?? createdId(message, 'team'), ...body } }, message);
  }

  @Post(':id/rename')
  @Permission('team:write')
  rename(@Param('id') teamId: string, @Body() body: RenameRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'rename-team', data: { teamId, ...body } }, message);
  }

  @Post(':id/members')
  @Permission('team:write')
  join(@Param('id') teamId: string, @Body() { member }: JoinTeamRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'join-team', data: { teamId, staffId: staffIdOf(member) } }, message);
  }

  @Delete(':id/members/:member')
  @Permission('team:write')
  leave(@Param('id') teamId: string, @Param('member') member: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'leave-team', data: { teamId, staffId: staffIdOf(member) } }, message);
  }

  @Post(':id/dissolve')
  @Permission('team:write')
  dissolve(@Param('id') teamId: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'dissolve-team', data: { teamId } }, message);
  }

  private send(wish: Pick<TeamCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToTeam(wish, message));
  }
}

@ApiTags('team')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('team/queues')
export class QueueController {
  constructor(private readonly bus: CommandBus) {}

  @Post()
  @Permission('team:write')
  create(@Body() { queueId, ...body }: CreateQueueRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'create-queue', data: { queueId: queueId ?? createdId(message, 'queue'), ...body } }, message);
  }

  /** What is not said stays. */
  @Post(':id/change')
  @Permission('team:write')
  change(@Param('id') queueId: string, @Body() body: ChangeQueueRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'change-queue', data: { queueId, ...body } }, message);
  }

  @Post(':id/close')
  @Permission('team:write')
  close(@Param('id') queueId: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'close-queue', data: { queueId } }, message);
  }

  private send(wish: Pick<QueueCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToQueue(wish, message));
  }
}
