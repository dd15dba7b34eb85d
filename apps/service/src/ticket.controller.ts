import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { REPLY_DIRECTIONS, TICKET_KINDS, TICKET_PRIORITIES, type TicketKind, type TicketPriority } from '@throughline/contracts';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, IdentifierRequest, IsLabel, IsOneOf, IsSlug, IsStaff, IsText, IsThingId, Maybe, Message, Nested, Permission, type CommandMessage } from '@throughline/platform';
import type { TicketCommand } from './ticket.decider';
import { ToTicket } from './ticket.handler';

export class OpenTicketRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() ticketId?: string;
  @Maybe() @Nested(() => IdentifierRequest) customer?: IdentifierRequest;
  @Maybe() @Nested(() => IdentifierRequest) company?: IdentifierRequest;
  @Maybe() @IsOneOf(TICKET_KINDS) kind?: TicketKind;
  @IsText(2_000) subject!: string;
  @Maybe() @IsText(50_000) text?: string;
  @Maybe() @IsSlug() channel?: string;
  @Maybe() @IsLabel() category?: string;
  @Maybe() @IsLabel() product?: string;
  @Maybe() @IsOneOf(TICKET_PRIORITIES) priority?: TicketPriority;
  @Maybe() @IsLabel() queue?: string;
}

export class AssignTicketRequest {
  @Maybe() @IsStaff() assignee?: `staff:${string}`;
  @Maybe() @IsLabel() queue?: string;
}

export class ReplyRequest {
  @IsText(50_000) text!: string;
  @Maybe() @IsSlug() channel?: string;
  /** `in` = the customer wrote, `out` = we did. */
  @IsOneOf(REPLY_DIRECTIONS) direction!: 'in' | 'out';
}

export class NoteOnTicketRequest {
  @IsText(50_000) text!: string;
}

export class ResolveTicketRequest {
  @Maybe() @IsText(50_000) solution?: string;
}

export class ReopenTicketRequest {
  @Maybe() @IsText(2_000) reason?: string;
}

@ApiTags('service')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('service/tickets')
export class TicketController {
  constructor(private readonly bus: CommandBus) {}

  @Post()
  @Permission('service:write')
  open(@Body() { ticketId, ...body }: OpenTicketRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'open-ticket', data: { ticketId: ticketId ?? createdId(message, 'ticket'), ...body } }, message);
  }

  @Post(':id/assign')
  @Permission('service:write')
  assign(@Param('id') ticketId: string, @Body() body: AssignTicketRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'assign-ticket', data: { ticketId, ...body } }, message);
  }

  @Post(':id/reply')
  @Permission('service:write')
  reply(@Param('id') ticketId: string, @Body() body: ReplyRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'reply-to-ticket', data: { ticketId, ...body } }, message);
  }

  @Post(':id/note')
  @Permission('service:write')
  note(@Param('id') ticketId: string, @Body() body: NoteOnTicketRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'note-on-ticket', data: { ticketId, ...body } }, message);
  }

  @Post(':id/resolve')
  @Permission('service:write')
  resolve(@Param('id') ticketId: string, @Body() body: ResolveTicketRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'resolve-ticket', data: { ticketId, ...body } }, message);
  }

  @Post(':id/reopen')
  @Permission('service:write')
  reopen(@Param('id') ticketId: string, @Body() body: ReopenTicketRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'reopen-ticket', data: { ticketId, ...body } }, message);
  }

  @Post(':id/close')
  @Permission('service:write')
  close(@Param('id') ticketId: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'close-ticket', data: { ticketId } }, message);
  }

  private send(wish: Pick<TicketCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToTicket(wish, message));
  }
}
