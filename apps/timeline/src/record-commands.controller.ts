import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, IdentifierRequest, IsAnyObject, IsText, IsUuid, Maybe, Message, Nested, Permission, type CommandMessage } from '@throughline/platform';
import { ToRecord } from './record.handler';

/** Why: read by whoever wonders later. */
class ReasonRequest {
  @IsText(2_000) reason!: string;
}

export class CorrectRequest extends ReasonRequest {
  /** The entry that says it wrongly. */
  @IsUuid() eventId!: string;
  /** What it says instead: its `data`, whole, as its type has it. */
  @IsAnyObject() data!: Record<string, unknown>;
}

export class WithdrawRequest extends ReasonRequest {
  /** The entry that never happened; left out, all of it. */
  @Maybe() @IsUuid() eventId?: string;
}

export class MoveRequest extends ReasonRequest {
  /** Whose it is; nobody stays in a role that is left out. */
  @Maybe() @Nested(() => IdentifierRequest) customer?: IdentifierRequest;
  @Maybe() @Nested(() => IdentifierRequest) company?: IdentifierRequest;
}

/** Mistakes: what was entered is corrected, withdrawn or moved to the right customer. The original stays behind it. */
@ApiTags('customers')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('customers/records/:stream')
export class RecordCommandsController {
  constructor(private readonly bus: CommandBus) {}

  /** For what people here entered; what another system told us is corrected there. */
  @Post('correct')
  @Permission('customers:write')
  correct(@Param('stream') stream: string, @Body() body: CorrectRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToRecord({ type: 'correct', data: { stream, ...body } }, message));
  }

  @Post('withdraw')
  @Permission('customers:write')
  withdraw(@Param('stream') stream: string, @Body() body: WithdrawRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToRecord({ type: 'withdraw', data: { stream, ...body } }, message));
  }

  /** The whole thing, with all that is said in it. */
  @Post('move')
  @Permission('customers:write')
  move(@Param('stream') stream: string, @Body() body: MoveRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToRecord({ type: 'move', data: { stream, ...body } }, message));
  }
}
