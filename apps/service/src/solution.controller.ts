import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, Message, Permission, type CommandMessage } from '@throughline/platform';
import type { SolutionCommand } from './solution.decider';
import { ToSolution } from './solution.handler';
import { RetireSolutionRequest, ReviseSolutionRequest, WriteSolutionRequest } from './solution.requests';

@ApiTags('service')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('service/solutions')
export class SolutionController {
  constructor(private readonly bus: CommandBus) {}

  @Post()
  @Permission('service:write')
  write(@Body() { solutionId, ...body }: WriteSolutionRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'write-solution', data: { solutionId: solutionId ?? createdId(message, 'solution'), ...body } }, message);
  }

  @Post(':id/revise')
  @Permission('service:write')
  revise(@Param('id') solutionId: string, @Body() body: ReviseSolutionRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'revise-solution', data: { solutionId, ...body } }, message);
  }

  /** It is offered no longer; the tickets it helped keep naming it. */
  @Post(':id/retire')
  @Permission('service:write')
  retire(@Param('id') solutionId: string, @Body() body: RetireSolutionRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'retire-solution', data: { solutionId, ...body } }, message);
  }

  private send(wish: Pick<SolutionCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToSolution(wish, message));
  }
}
