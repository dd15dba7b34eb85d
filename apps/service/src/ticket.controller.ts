import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, Message, Permission, type CommandMessage } from '@throughline/platform';
import { ToTicket, type TicketWish } from './ticket.handler';
import {
  AssignTicketRequest,
  ChangeTicketRequest,
  IdentifyCustomerRequest,
  LinkSolutionRequest,
  MergeTicketRequest,
  NoteOnTicketRequest,
  OpenTicketRequest,
  ReopenTicketRequest,
  ReplyRequest,
  ResolveTicketRequest,
  TakeTicketRequest,
  WaitForCustomerRequest,
} from './ticket.requests';

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

  /** Without asking anybody. Whoever was faster is not overwritten: 409 TICKET_TAKEN says who has it, and since when. */
  @Post(':id/take')
  @Permission('service:write')
  take(@Param('id') ticketId: string, @Body() body: TakeTicketRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'take-ticket', data: { ticketId, expected: body.expected ?? null } }, message);
  }

  @Post(':id/change')
  @Permission('service:write')
  change(@Param('id') ticketId: string, @Body() body: ChangeTicketRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'change-ticket', data: { ticketId, ...body } }, message);
  }

  /** Of a ticket whose customer was not known. */
  @Post(':id/customer')
  @Permission('service:write')
  identify(@Param('id') ticketId: string, @Body() body: IdentifyCustomerRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'identify-customer', data: { ticketId, ...body } }, message);
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

  /** The next step is the customer's; his answer ends it. */
  @Post(':id/wait')
  @Permission('service:write')
  wait(@Param('id') ticketId: string, @Body() body: WaitForCustomerRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'wait-for-customer', data: { ticketId, ...body } }, message);
  }

  @Post(':id/stop-waiting')
  @Permission('service:write')
  stopWaiting(@Param('id') ticketId: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'stop-waiting', data: { ticketId } }, message);
  }

  @Post(':id/solutions')
  @Permission('service:write')
  linkSolution(@Param('id') ticketId: string, @Body() body: LinkSolutionRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'link-solution', data: { ticketId, ...body } }, message);
  }

  /** This one is the duplicate. */
  @Post(':id/merge')
  @Permission('service:write')
  merge(@Param('id') ticketId: string, @Body() body: MergeTicketRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'merge-ticket', data: { ticketId, ...body } }, message);
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

  private send(wish: TicketWish, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToTicket(wish, message));
  }
}
